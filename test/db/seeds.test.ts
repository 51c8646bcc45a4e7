// Migrating and seeding twice, and at once, gives the same data; production gets no development keys.
import { expect } from 'chai';
import { migrateAndSeed } from '../../db/migrate-and-seed.js';
import { MIGRATIONS } from '../../db/migrations/index.js';
import { ReferenceDataRepository } from '../../db/repositories/reference-data.js';
import type { Sql } from '../../db/sql.js';
import { keyedHash } from '../../platform/keyed-hash.js';
import { openTestDatabase, type OpenedDatabase } from './database.js';

const TABLES = ['partner', 'partner_key', 'operator_token', 'strategy_template', 'template_version'];
const REFERENCE_TABLES = [
  'calendar_year',
  'market_holiday',
  'special_session',
  'session_hours',
  'lot_size',
  'freeze_quantity',
  'expiry_weekday',
  'market_change',
];
const pepper = 'a pepper for tests';

describe('migrate and seed', () => {
  let database: OpenedDatabase;
  const seed = (production: boolean, withPepper = pepper, publicBaseUrl = 'http://127.0.0.1:8080') => {
    const lines: string[] = [];
    const options = {
      databaseUrl: database.url,
      production,
      pepper: withPepper,
      publicBaseUrl,
      say: (line: string) => lines.push(line),
    };
    return migrateAndSeed(options).then(() => lines);
  };
  beforeEach(async () => {
    database = await openTestDatabase({ migrated: false });
  });
  afterEach(() => database.close());

  it('is safe to run by several processes at once, and again', async () => {
    const said = await Promise.all([seed(false), seed(false), seed(false)]);
    expect(said.flat().filter((line) => line.startsWith('migrated '))).to.have.length(MIGRATIONS.length);
    const once = await contents(database.db, [...TABLES, ...REFERENCE_TABLES]);
    expect(await seed(false)).to.include('reference data: 0 years, 0 days, 0 quantities, 0 rules loaded');
    expect(await contents(database.db, [...TABLES, ...REFERENCE_TABLES])).to.deep.equal(once);
  });

  it('gives each partner the keys of the guide, stored as keyed hashes, and follows a changed pepper', async () => {
    await seed(false);
    const hashes = async () => {
      const rows = await database.db.query<{ publicKey: string; secretHash: Buffer }>(
        `SELECT public_key AS "publicKey", secret_hash AS "secretHash" FROM partner_key ORDER BY public_key`,
      );
      return new Map(rows.map((row) => [row.publicKey, row.secretHash]));
    };
    const stored = await hashes();
    expect([...stored.keys()]).to.deep.equal(
      ['angel', 'kite', 'upstox', 'zebu'].flatMap((p) => [`pk_${p}_live_XXXXXXXX`, `pk_${p}_test_XXXXXXXX`]),
    );
    expect(stored.get('pk_zebu_test_XXXXXXXX')).to.deep.equal(keyedHash(pepper, 'sk_zebu_test_YYYYYYYY'));
    await seed(false, 'another pepper, longer');
    expect((await hashes()).get('pk_zebu_live_XXXXXXXX')).to.deep.equal(
      keyedHash('another pepper, longer', 'sk_zebu_live_YYYYYYYY'),
    );
  });

  it('lets logins come back to the API where it is now', async () => {
    await seed(false);
    await seed(false, pepper, 'http://127.0.0.1:18080/');
    const rows = await database.db.query<{ url: string }>('SELECT DISTINCT callback_url AS url FROM partner');
    expect(rows).to.deep.equal([{ url: 'http://127.0.0.1:18080/sandbox/callback' }]);
  });

  it('leaves production with reference data only', async () => {
    await seed(true);
    expect(await contents(database.db, TABLES)).to.deep.equal({
      partner: [],
      partner_key: [],
      operator_token: [],
      strategy_template: [],
      template_version: [],
    });
    const reference = new ReferenceDataRepository(database.db);
    expect((await reference.loadCalendar()).loadedYears).to.have.members([2025, 2026]);
    expect(await reference.sizing('NIFTY', '2026-02-27')).to.deep.equal({ lotUnits: 65, freezeUnits: 1800 });
  });

  it('knows no freeze quantity after February 2026 but that of the simulated exchange, and then nothing trades', async () => {
    await seed(true);
    const reference = new ReferenceDataRepository(database.db);
    expect(await reference.sizing('NIFTY', '2026-03-02')).to.equal(undefined);
    expect(await reference.sizingOrProblem('NIFTY', '2026-11-25')).to.deep.equal({
      problem: 'no freeze quantity of NIFTY is loaded for 2026-11-25',
    });
    await seed(false);
    expect(await reference.sizing('NIFTY', '2026-11-25')).to.deep.equal({ lotUnits: 65, freezeUnits: 1800 });
  });

  it("keeps an operator's correction", async () => {
    await seed(true);
    await database.db.query(
      `UPDATE lot_size SET units = 50 WHERE underlying = 'NIFTY' AND effective_from = '2025-12-31'`,
    );
    await database.db.query(`DELETE FROM market_holiday WHERE day = '2026-12-25'`);
    await seed(true);
    const reference = new ReferenceDataRepository(database.db);
    expect((await reference.sizing('NIFTY', '2026-02-27'))?.lotUnits).to.equal(50);
    expect((await reference.loadCalendar()).holidays.has('2026-12-25')).to.equal(false);
  });
});

async function contents(sql: Sql, tables: readonly string[]): Promise<Record<string, object[]>> {
  const all: Record<string, object[]> = {};
  for (const table of tables) all[table] = await sql.query(`SELECT * FROM ${table} t ORDER BY t::text`);
  return all;
}
