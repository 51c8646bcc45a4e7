// Which orders a day's comparison looks at, to the millisecond of midnight in India, and which executions are disputed.
import { expect } from 'chai';
import { DisputeRepository } from '../../db/repositories/disputes.js';
import { ReconciliationFindingRepository } from '../../db/repositories/reconciliation-findings.js';
import { ReconciliationRepository } from '../../db/repositories/reconciliations.js';
import { seedDevelopmentData } from '../../db/seeds/development-data.js';
import type { Mode } from '../../domain/mode.js';
import type { Finding } from '../../domain/reconcile-book.js';
import { openTestDatabase, OTHER_PARTNER, PARTNER, type OpenedDatabase } from './database.js';

const DAY = '2026-11-25';
/** Of the day, in India. */
const [START, END] = [Date.UTC(2026, 10, 24, 18, 30), Date.UTC(2026, 10, 25, 18, 30)];

describe('reconciliations', () => {
  let database: OpenedDatabase;
  let reconciliations: ReconciliationRepository;
  let findings: ReconciliationFindingRepository;
  let rows = 0;

  before(async () => {
    database = await openTestDatabase();
    await seedDevelopmentData(database.db, 'test-pepper-0123456789');
    reconciliations = new ReconciliationRepository(database.db);
    findings = new ReconciliationFindingRepository(database.db);
  });
  after(() => database.close());

  type Given = { partner?: string; mode?: Mode; day?: string; outcome?: string; clientId?: string };

  /** An execution that has ended, on an account without a session. */
  async function execution({
    partner = PARTNER,
    mode = 'live',
    day = DAY,
    outcome = 'completed',
    clientId,
  }: Given = {}) {
    const n = ++rows;
    const [accountId, executionId] = [`acc_${n}`, `exe_${n}`];
    const users = await database.db.query<{ id: string }>(
      `INSERT INTO platform_user (partner_id, mode, user_id, email) VALUES ($1, $2, $3, $3) RETURNING id`,
      [partner, mode, `user${n}`],
    );
    await database.db.query(
      `INSERT INTO broker_account (id, partner_id, mode, user_pk, client_id, broker_name, account_status) VALUES ($1, $2, $3, $4, $5, 'zebu', 'enabled')`,
      [accountId, partner, mode, users[0]?.id, clientId ?? `C${n}`],
    );
    await database.db.query(
      `INSERT INTO subscription (id, partner_id, mode, user_pk, template_id, status, next_billing_date, monthly_fee_paise, partner_commission_paise, platform_fee_paise)
       VALUES ($1, $2, $3, $4, 'basket_admin_iron_condor', 'ACTIVE', '2999-01-01', 99900, 29970, 69930)`,
      [`sub_${n}`, partner, mode, users[0]?.id],
    );
    await database.db.query(
      `INSERT INTO strategy_run (id, template_id, template_version, mode, trading_day, entry_at, status, workflow_id, created_by)
       VALUES ($1, 'basket_admin_iron_condor', 1, $2, $3, now(), 'completed', $1, 'test')`,
      [`run_${n}`, mode, day],
    );
    await database.db.query(
      `INSERT INTO execution (id, run_id, subscription_id, account_id, partner_id, mode, shard, lot_multiplier, outcome)
       VALUES ($1, $2, $3, $4, $5, $6, 0, 1, $7)`,
      [executionId, `run_${n}`, `sub_${n}`, accountId, partner, mode, outcome],
    );
    return { accountId, executionId };
  }

  async function order(
    { accountId, executionId }: { accountId: string; executionId: string },
    given: { sendAtMs: number; sentAtMs?: number; createdAtMs?: number; state?: string },
  ): Promise<string> {
    const tag = `Q${String(++rows).padStart(18, '0')}`;
    await database.db.query(
      `INSERT INTO order_intent (id, execution_id, run_id, account_id, tag, purpose, leg_index, slice_index, wave, side, quantity_units, state, send_at, sent_at, created_at)
       SELECT 'ord_' || $2, $1, e.run_id, $3, $2, 'entry', $4, 0, 0, 'BUY', 75, $5, to_timestamp($6::double precision / 1000),
         to_timestamp($7::double precision / 1000), to_timestamp($8::double precision / 1000) FROM execution e WHERE e.id = $1`,
      [
        ...[executionId, tag, accountId, rows, given.state ?? 'COMPLETE', given.sendAtMs, given.sentAtMs ?? null],
        given.createdAtMs ?? given.sendAtMs - 60_000,
      ],
    );
    return tag;
  }

  const gap = (executionId: string, key = 'key'): Finding => ({
    ...{ kind: 'gap', problem: 'absent', orderKey: key, tag: 'T', orderId: null, executionId },
    ...{ ours: null, brokers: null, sentence: 'We hold it.' },
  });

  it('belong to the day in India on which an order left, not to the day it was written', async () => {
    const user = await execution();
    const first = await order(user, { sendAtMs: START, sentAtMs: START, createdAtMs: START - 60_000 });
    const last = await order(user, { sendAtMs: END - 1, sentAtMs: END - 1 });
    const never = await order(user, { sendAtMs: START + 5, state: 'DROPPED' });
    const before = await order(user, { sendAtMs: START - 1, sentAtMs: START - 1 });
    const late = await order(user, { sendAtMs: END - 1, sentAtMs: END + 3 });
    const tagsOf = async (tags: string[]) =>
      (await reconciliations.heldOrders(user.accountId, DAY, tags, null)).map(({ tag, ofDay }) => [tag, ofDay]);
    expect(await tagsOf([])).to.have.deep.members([first, last, never].map((tag) => [tag, true]));
    expect(await tagsOf([before, late])).to.deep.include.members([before, late].map((tag) => [tag, false]));
  });

  it('know which orders a process still follows', async () => {
    const [entering, holding, over] = [await execution(), await execution(), await execution()];
    await database.db.query('UPDATE execution SET outcome = NULL WHERE id = $1', [entering.executionId]);
    for (const user of [entering, holding, over]) await order(user, { sendAtMs: START, sentAtMs: START });
    for (const [{ executionId }, closedAt] of [
      [holding, null],
      [over, new Date()],
    ] as const)
      await database.db.query(
        `INSERT INTO position (execution_id, run_id, subscription_id, account_id, partner_id, mode, status, closed_at)
         SELECT id, run_id, subscription_id, account_id, partner_id, mode, 'unknown', $2 FROM execution WHERE id = $1`,
        [executionId, closedAt],
      );
    const followed = async ({ accountId }: { accountId: string }) =>
      (await reconciliations.heldOrders(accountId, DAY, [], null)).map((row) => row.followed);
    expect([await followed(entering), await followed(holding), await followed(over)]).to.deep.equal([
      [true],
      [true],
      [false],
    ]);
  });

  it('look at the other links of the same broker account, whoever’s partner it is, and at no other account', async () => {
    const [one, same] = [
      await execution({ clientId: 'SAME' }),
      await execution({ clientId: 'SAME', partner: OTHER_PARTNER }),
    ];
    const [test, stranger] = [await execution({ clientId: 'SAME', mode: 'test' }), await execution()];
    const tags = [];
    for (const user of [one, same, test, stranger]) tags.push(await order(user, { sendAtMs: START, sentAtMs: START }));
    expect(await reconciliations.tagsElsewhere(one.accountId, tags)).to.deep.equal([tags[1]]);
  });

  it('wait for every account with orders of the day, and begin anew when they are repeated', async () => {
    const user = await execution({ day: '2026-12-01' });
    const sentAtMs = Date.UTC(2026, 11, 1, 4);
    await order(user, { sendAtMs: sentAtMs, sentAtMs });
    expect(await reconciliations.begin('2026-12-01', 'test')).to.deep.equal({ accounts: 1, shards: 1 });
    expect(await reconciliations.waiting('2026-12-01', 0)).to.deep.equal([user.accountId]);
    await reconciliations.complete('2026-12-01');
    expect((await reconciliations.find('2026-12-01'))?.accounts).to.deep.equal({
      total: 1,
      compared: 0,
      notRead: 1,
      waiting: 0,
    });
    await reconciliations.begin('2026-12-01', 'test');
    expect(await reconciliations.find('2026-12-01')).to.deep.include({ status: 'running', completedAt: null });
    expect(await reconciliations.begin('2026-12-02', 'test')).to.deep.equal({ accounts: 0, shards: 0 });
  });

  it('raise a finding once when two comparisons find it at the same time', async () => {
    const { accountId, executionId } = await execution();
    await reconciliations.request(DAY, 'test');
    const raised = await Promise.all(
      [1, 2, 3, 4].map(() => database.db.transaction((tx) => findings.raise(tx, DAY, accountId, gap(executionId)))),
    );
    expect(new Set(raised.map((row) => row?.id)).size).to.equal(1);
    expect(raised.map((row) => row?.times)).to.deep.equal([1, 1, 1, 1]);
  });

  describe('disputed executions', () => {
    const disputes = () => new DisputeRepository(database.db);
    const disputed = async (partner: string, month: string) =>
      (await disputes().disputedExecutions(partner, month)).map((row) => row.executionId);

    it('are those of the partner, live, in the month of the trading day', async () => {
      const month = { partner: OTHER_PARTNER, outcome: 'unknown' } as const;
      const [first, last] = [
        await execution({ ...month, day: '2027-02-01' }),
        await execution({ ...month, day: '2027-02-28' }),
      ];
      await execution({ ...month, day: '2027-01-31' });
      await execution({ ...month, day: '2027-03-01' });
      await execution({ ...month, day: '2027-02-10', mode: 'test' });
      await execution({ ...month, day: '2027-02-10', partner: PARTNER });
      await execution({ ...month, day: '2027-02-10', outcome: 'completed' });
      expect(await disputed(OTHER_PARTNER, '2027-02')).to.deep.equal([first.executionId, last.executionId]);
      expect(await disputes().disputedExecutions(OTHER_PARTNER, '2027-02')).to.deep.include({
        ...{
          executionId: first.executionId,
          subscriptionId: first.executionId.replace('exe', 'sub'),
          tradingDay: '2027-02-01',
        },
      });
    });

    it('are disputed by an open finding, an unknown order, an unknown outcome; until that is cleared up', async () => {
      const day = '2027-05-03';
      const isDisputed = async ({ executionId }: { executionId: string }) =>
        (await disputed(PARTNER, '2027-05')).includes(executionId);
      await reconciliations.request(day, 'test');

      const found = await execution({ day });
      expect(await isDisputed(found)).to.equal(false);
      const row = await database.db.transaction((tx) =>
        findings.raise(tx, day, found.accountId, gap(found.executionId)),
      );
      expect(await isDisputed(found)).to.equal(true);
      await findings.resolve(day, row?.id ?? '', 'seen', 'operator x');
      expect(await isDisputed(found)).to.equal(false);

      const lost = await execution({ day });
      const tag = await order(lost, { sendAtMs: START, state: 'UNKNOWN' });
      expect(await isDisputed(lost)).to.equal(true);
      const about = { ...gap(lost.executionId), orderId: `ord_${tag}` };
      const unresolved = await database.db.transaction((tx) => findings.raise(tx, day, lost.accountId, about));
      await findings.resolveUnseen(database.db, day, lost.accountId, []);
      expect(await isDisputed(lost), 'only a person can vouch for it').to.equal(true);
      await database.db.transaction((tx) => findings.raise(tx, day, lost.accountId, about));
      await findings.resolve(day, unresolved?.id ?? '', 'never placed, says the broker', 'operator x');
      expect(await isDisputed(lost)).to.equal(false);

      const unknown = await execution({ day, outcome: 'unknown' });
      expect(await isDisputed(unknown)).to.equal(true);
      await database.db.query(
        `INSERT INTO position (execution_id, run_id, subscription_id, account_id, partner_id, mode, status, closed_at, realised_pnl_paise)
         SELECT id, run_id, subscription_id, account_id, partner_id, mode, 'closed', now(), 0 FROM execution WHERE id = $1`,
        [unknown.executionId],
      );
      expect(await isDisputed(unknown)).to.equal(false);
    });
  });
});
