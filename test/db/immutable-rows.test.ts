// What happened stays as it was written: append-only tables refuse changes.
import { expect } from 'chai';
import { seedDevelopmentData } from '../../db/seeds/development-data.js';
import { openTestDatabase, PARTNER, type OpenedDatabase } from './database.js';
import { insertAccount, insertSubscription, insertUser } from './rows.js';

describe('append-only tables', () => {
  let database: OpenedDatabase;
  before(async () => {
    database = await openTestDatabase();
    await seedDevelopmentData(database.db, 'a pepper for tests');
    await insertOrderEvent(database);
  });
  after(() => database.close());

  for (const [table, column] of [
    ['template_version', 'description'],
    ['order_event', 'to_state'],
  ] as const) {
    it(`${table} refuses UPDATE and DELETE`, async () => {
      expect(await refusal(database, `UPDATE ${table} SET ${column} = 'x'`)).to.equal(`${table} is append-only`);
      expect(await refusal(database, `DELETE FROM ${table}`)).to.equal(`${table} is append-only`);
    });
  }
});

async function refusal({ db }: OpenedDatabase, statement: string): Promise<string> {
  return db.query(statement).then(
    () => 'accepted',
    (error: Error) => error.message,
  );
}

async function insertOrderEvent({ db }: OpenedDatabase): Promise<void> {
  const user = await insertUser(db, PARTNER, 'a@b.example');
  await insertAccount(db, PARTNER, 'acc_1', user);
  await insertSubscription(db, PARTNER, 'sub_1', user);
  await db.query(
    `INSERT INTO strategy_run (id, template_id, template_version, mode, trading_day, entry_at, status, workflow_id, created_by)
     VALUES ('run_1', 'basket_admin_iron_condor', 1, 'test', '2026-11-25', now(), 'completed', 'w', 'test')`,
  );
  await db.query(
    `INSERT INTO execution (id, run_id, subscription_id, account_id, partner_id, mode, shard, lot_multiplier)
     VALUES ('exe_1', 'run_1', 'sub_1', 'acc_1', $1, 'test', 0, 1)`,
    [PARTNER],
  );
  await db.query(
    `INSERT INTO order_intent (id, execution_id, run_id, account_id, tag, purpose, leg_index, slice_index, wave, side, quantity_units, send_at)
     VALUES ('ord_1', 'exe_1', 'run_1', 'acc_1', 'Q1', 'entry', 0, 0, 0, 'BUY', 65, now())`,
  );
  await db.query(`INSERT INTO order_event (order_id, at, to_state) VALUES ('ord_1', now(), 'INTENDED')`);
}
