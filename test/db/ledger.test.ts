// The ledger's promises, kept by the database itself: balanced, closed, append-only, one transaction per cause.
import { expect } from 'chai';
import { openDatabase } from '../../db/data-source.js';
import { LedgerRepository } from '../../db/repositories/ledger.js';
import { adjustmentMoves, chargeMoves, entriesOf, type LedgerPosting } from '../../domain/ledger.js';
import { splitFee } from '../../domain/money.js';
import { createTestDatabase } from '../support/postgres.js';
import { openTestDatabase, OTHER_PARTNER, PARTNER, type OpenedDatabase } from './database.js';

describe('ledger', () => {
  let database: OpenedDatabase;
  const ledger = new LedgerRepository();
  before(async () => {
    database = await openTestDatabase();
  });
  after(() => database.close());

  const posting = (cause: string, partnerId = PARTNER): LedgerPosting => ({
    ...{ cause, kind: 'charge', partnerId, subscriptionId: null, effectiveDay: '2026-11-05', reason: null },
    entries: entriesOf(chargeMoves(splitFee(99_900))),
  });
  const post = (cause: string, partnerId?: string) =>
    database.db.transaction((tx) => ledger.post(tx, posting(cause, partnerId), 'test'));
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'accepted',
      (error: Error) => error.message,
    );
  const transactions = async (cause: string) =>
    (await database.db.query('SELECT 1 FROM ledger_transaction WHERE cause = $1', [cause])).length;

  it('posts each cause once, also when two race', async () => {
    const results = await Promise.all([post('race'), post('race'), post('race')]);
    expect(results.filter(Boolean)).to.have.length(1);
    expect(await transactions('race')).to.equal(1);
    expect(
      await database.db.query(
        `SELECT gross_paise, commission_paise, platform_fee_paise, balance_paise FROM ledger_movement WHERE cause = 'race'`,
      ),
    ).to.deep.equal([
      { gross_paise: 99_900, commission_paise: 29_970, platform_fee_paise: 69_930, balance_paise: 69_930 },
    ]);
  });

  it('refuses at the commit what does not balance or has no entries', async () => {
    const skewed = { ...posting('skewed'), entries: posting('skewed').entries.slice(0, 2) };
    expect(await refusal(database.db.transaction((tx) => ledger.post(tx, skewed, 'test')))).to.match(
      /does not balance/,
    );
    const bare = `INSERT INTO ledger_transaction (cause, kind, partner_id, effective_day, posted_by) VALUES ('bare', 'charge', $1, '2026-11-05', 'test')`;
    expect(await refusal(database.db.query(bare, [PARTNER]))).to.match(/fewer than two entries/);
    expect([await transactions('skewed'), await transactions('bare')]).to.deep.equal([0, 0]);
  });

  it('takes no further entries once committed, not even balanced ones', async () => {
    await post('closed');
    const more = `INSERT INTO ledger_entry (transaction_id, partner_id, account_id, side, amount_paise)
      SELECT id, $1, $1 || '/' || k, s, 5 FROM ledger_transaction, (VALUES ('collections','debit'),('payments','credit')) AS v(k, s) WHERE cause = 'closed'`;
    expect(await refusal(database.db.query(more, [PARTNER]))).to.match(/is closed/);
  });

  it("moves no other partner's accounts", async () => {
    await post('theirs', OTHER_PARTNER);
    const foreign = database.db.transaction(async (tx) => {
      const [row] = await tx.query<{ id: number }>(
        `INSERT INTO ledger_transaction (cause, kind, partner_id, effective_day, posted_by) VALUES ('foreign', 'charge', $1, '2026-11-05', 'test') RETURNING id`,
        [PARTNER],
      );
      await tx.query(
        `INSERT INTO ledger_entry (transaction_id, partner_id, account_id, side, amount_paise) VALUES ($1, $2, $3 || '/collections', 'debit', 5)`,
        [row?.id, PARTNER, OTHER_PARTNER],
      );
    });
    expect(await refusal(foreign)).to.match(/foreign key/);
  });

  for (const table of ['ledger_account', 'ledger_transaction', 'ledger_entry'])
    it(`${table} refuses UPDATE, DELETE and TRUNCATE`, async () => {
      for (const statement of [
        `UPDATE ${table} SET partner_id = 'x'`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table} CASCADE`,
      ])
        expect(await refusal(database.db.query(statement)), statement).to.match(/is append-only/);
    });

  it('lets a role that owns no table only read and add', async () => {
    const { url, drop } = await createTestDatabase({ migrated: false });
    const opened = await openDatabase(url, 1);
    try {
      // Roles are the server's: one that is there already is the one that is meant.
      await opened.db.query(
        `DO $$ BEGIN CREATE ROLE quantleap_app; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
      );
      await opened.dataSource.runMigrations();
      await opened.db.query('GRANT SELECT, INSERT, UPDATE ON partner TO quantleap_app');
      await opened.db.query(
        `INSERT INTO partner (id, name, broker_name, callback_url) VALUES ($1, $1, 'zebu', 'https://p.example')`,
        [PARTNER],
      );
      const app = await openDatabase(`${url}?options=${encodeURIComponent('-c role=quantleap_app')}`, 1);
      expect(await app.db.transaction((tx) => ledger.post(tx, posting('by the app'), 'test'))).to.equal(true);
      for (const table of ['ledger_account', 'ledger_transaction', 'ledger_entry'])
        for (const statement of [
          `UPDATE ${table} SET partner_id = 'x'`,
          `DELETE FROM ${table}`,
          `TRUNCATE ${table} CASCADE`,
        ])
          expect(await refusal(app.db.query(statement)), statement).to.match(/permission denied/);
      expect(await opened.db.query('SELECT cause FROM ledger_transaction')).to.deep.equal([{ cause: 'by the app' }]);
      await app.dataSource.destroy();
    } finally {
      await opened.dataSource.destroy();
      await drop();
    }
  });

  it('corrects by reversing, once, and never a reversal', async () => {
    await post('wrong');
    const reverse = (cause: string, partnerId = PARTNER) =>
      database.db.transaction((tx) =>
        ledger.reverse(tx, { partnerId, cause, effectiveDay: '2026-11-06', reason: 'Posted in error', by: 'test' }),
      );
    expect(await reverse('wrong', OTHER_PARTNER)).to.equal(undefined);
    expect(await reverse('wrong')).to.deep.equal({ cause: 'reversal/wrong', repeated: false });
    expect(await reverse('wrong')).to.deep.equal({ cause: 'reversal/wrong', repeated: true });
    expect(await reverse('reversal/wrong')).to.equal(undefined);
    expect(
      await database.db.query(
        `SELECT sum(balance_paise)::bigint AS left FROM ledger_movement WHERE cause LIKE '%wrong'`,
      ),
    ).to.deep.equal([{ left: 0 }]);
  });

  it('nets an adjustment into what the partner owes', async () => {
    await database.db.transaction((tx) =>
      ledger.post(
        tx,
        { ...posting('adjusted'), kind: 'adjustment', reason: 'Goodwill', entries: entriesOf(adjustmentMoves(-5_000)) },
        'test',
      ),
    );
    expect(
      await database.db.query(
        `SELECT gross_paise, adjustment_paise, balance_paise FROM ledger_movement WHERE cause = 'adjusted'`,
      ),
    ).to.deep.equal([{ gross_paise: 0, adjustment_paise: -5_000, balance_paise: -5_000 }]);
  });
});
