// Settlements: what closes, what waits, what comes late, and that nothing is written twice.
import { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect } from 'chai';
import { createSettlementActivities } from '../../activities/settlement.js';
import { createSubscriptionActivities } from '../../activities/subscription.js';
import { BillingRepository } from '../../db/repositories/billing.js';
import { LedgerRepository } from '../../db/repositories/ledger.js';
import { SettlementLineRepository } from '../../db/repositories/settlement-lines.js';
import { SettlementRepository } from '../../db/repositories/settlements.js';
import type { Subscription } from '../../db/repositories/subscriptions.js';
import { adjustmentMoves, entriesOf } from '../../domain/ledger.js';
import { firstDayOf, monthOf, nextMonth, previousMonth } from '../../domain/settlement.js';
import { istInstant, tradingDayOf } from '../../domain/trading-time.js';
import {
  approveUpdate,
  markPaidUpdate,
  settlePartnerStart,
  type SettlePartnerInput,
  type SettlePartnerResult,
} from '../../workflows/messages/settlement.js';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import { historyText } from './rig/history-text.js';
import { startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

type Row = Record<string, unknown>;

describe('settlement', () => {
  let rig: PlatformRig;
  let settlements: SettlementRepository;
  let nowMs = 0;
  before(async () => {
    rig = await startPlatformRig();
    settlements = new SettlementRepository(rig.db);
  });
  after(() => rig.stop());

  const at = (day: string, time = '02:00') => (nowMs = istInstant(day, time));
  const activities = () => createSettlementActivities({ db: rig.db, clock: () => nowMs });
  const settle = (month: string, partnerId: string) =>
    new MockActivityEnvironment().run<
      [SettlePartnerInput],
      SettlePartnerResult,
      ReturnType<typeof activities>['settleMonth']
    >(activities().settleMonth, { month, partnerId });
  async function subscribed(
    day: string,
    given: Parameters<PlatformRig['make']['subscription']>[0] = {},
  ): Promise<Subscription> {
    const row = await rig.make.subscription({
      subscriptionDate: new Date(istInstant(day, '10:00')),
      nextBillingDate: day,
      ...given,
    });
    await new BillingRepository().begin(rig.db, row.id, { anchor: day, billedTo: day, carriedFrom: null });
    return row;
  }
  async function charge(row: Subscription, today: string): Promise<void> {
    await createSubscriptionActivities({ db: rig.db, clock: () => istInstant(today, '10:00') }).openSubscription({
      subscriptionId: row.id,
    });
  }
  /** A partner with one subscription, charged on 5 October. */
  async function partner(): Promise<Subscription> {
    const row = await subscribed('2026-10-05');
    await charge(row, '2026-10-05');
    return row;
  }
  async function statement(month: string, partnerId: string) {
    const found = await settlements.find(month, partnerId);
    const lines = await new SettlementLineRepository(rig.db).page({ month, partnerId, draft: false }, 0, 100);
    return { found, lines: lines.map(({ cause }) => cause) };
  }
  const everything = (month: string, partnerId: string): Promise<Row[]> =>
    rig.db.query<Row>(
      `SELECT to_jsonb(s) AS settlement, (SELECT jsonb_agg(l ORDER BY l.line) FROM settlement_line l WHERE l.month = s.month AND l.partner_id = s.partner_id) AS lines,
         (SELECT count(*) FROM ledger_transaction t WHERE t.partner_id = s.partner_id) AS posted,
         (SELECT count(*) FROM outbox_event e WHERE e.partner_id = s.partner_id) AS told
       FROM settlement s WHERE month = $1 AND partner_id = $2`,
      [month, partnerId],
    );
  const adjust = (partnerId: string, effectiveDay: string, paise: number) =>
    rig.db.transaction((tx) =>
      new LedgerRepository().post(
        tx,
        {
          ...{ cause: `adjustment/${partnerId}/${effectiveDay}/${paise}`, kind: 'adjustment', partnerId, effectiveDay },
          ...{ subscriptionId: null, reason: 'Test', entries: entriesOf(adjustmentMoves(paise)) },
        },
        'test',
      ),
    );

  it('closes a month once: sums, lines, event; a repeat and a crowd write nothing', async () => {
    const { partnerId, id } = await partner();
    at('2026-11-01');
    await Promise.all([settle('2026-10', partnerId), settle('2026-10', partnerId), settle('2026-10', partnerId)]);
    const before = await everything('2026-10', partnerId);
    const { found, lines } = await statement('2026-10', partnerId);
    expect(lines).to.deep.equal([`charge/${id}/2026-10-05`]);
    expect(found).to.deep.include({
      ...{ status: 'RECONCILED', lines: 1, openingPaise: 0, chargesPaise: 99_900, commissionPaise: 29_970 },
      ...{ platformFeePaise: 69_930, netPayablePaise: 69_930, closingPaise: 69_930 },
    });
    at('2026-12-15');
    expect(await settle('2026-10', partnerId)).to.deep.equal({ outcome: 'settled', status: 'RECONCILED' });
    expect(await everything('2026-10', partnerId)).to.deep.equal(before);
    expect(before[0]?.['told']).to.equal(1);
  });

  it('makes a draft of the running month that closes nothing and holds no time', async () => {
    const { partnerId } = await partner();
    for (const [day, time] of [
      ['2026-10-20', '10:00'],
      ['2026-10-31', '23:59:59'],
    ] as const) {
      at(day, time);
      expect(await settle('2026-10', partnerId)).to.deep.equal({ outcome: 'interim', status: 'DRAFT' });
    }
    const [draft] = await everything('2026-10', partnerId);
    const kept = Object.entries(draft?.['settlement'] as Row).filter(([, value]) => value !== null);
    expect(Object.fromEntries(kept)).to.deep.equal({
      ...{ month: '2026-10', partner_id: partnerId, status: 'DRAFT', currency: 'INR' },
    });
    expect([draft?.['lines'], draft?.['told']]).to.deep.equal([null, 0]);
    at('2026-11-01', '00:00');
    expect(await settle('2026-10', partnerId)).to.deep.equal({ outcome: 'settled', status: 'RECONCILED' });
  });

  it('takes what comes late into the next month, and carries the balance on', async () => {
    const row = await partner();
    const { partnerId, id } = row;
    at('2026-11-01');
    await settle('2026-10', partnerId);
    await adjust(partnerId, '2026-10-31', -5_000);
    await charge(row, '2026-11-05');
    at('2026-12-01');
    await settle('2026-11', partnerId);
    const { found, lines } = await statement('2026-11', partnerId);
    expect(lines).to.deep.equal([`adjustment/${partnerId}/2026-10-31/-5000`, `charge/${id}/2026-11-05`]);
    expect(found).to.deep.include({
      ...{ openingPaise: 69_930, adjustmentsPaise: -5_000, netPayablePaise: 64_930, closingPaise: 134_860 },
    });
  });

  it('closes no month behind one that is closed', async () => {
    const { partnerId } = await partner();
    at('2026-12-01');
    await settle('2026-11', partnerId);
    await rig.db.query(`INSERT INTO settlement (month, partner_id) VALUES ('2026-10', $1)`, [partnerId]);
    expect(await settle('2026-10', partnerId)).to.deep.equal({ outcome: 'later_month_closed', status: 'DRAFT' });
    expect((await statement('2026-10', partnerId)).lines).to.deep.equal([]);
    expect((await statement('2026-11', partnerId)).lines).to.have.length(1);
  });

  it('carries what is disputed, lists it, and settles it once the dispute is over', async () => {
    const row = await partner();
    const { partnerId } = row;
    const { runId, executionId } = await rig.make.position(row);
    await rig.db.query(`UPDATE strategy_run SET trading_day = '2026-10-12' WHERE id = $1`, [runId]);
    await rig.db.query(`UPDATE execution SET outcome = 'unknown' WHERE id = $1`, [executionId]);
    at('2026-11-01');
    await settle('2026-10', partnerId);
    expect(await statement('2026-10', partnerId)).to.deep.include({ lines: [] });
    const carried = await new SettlementLineRepository(rig.db).carried(
      { month: '2026-10', partnerId, draft: false },
      10,
    );
    expect(carried.map(({ cause, why }) => [cause, why])).to.deep.equal([[`charge/${row.id}/2026-10-05`, 'disputed']]);
    await rig.db.query(`UPDATE execution SET outcome = 'completed' WHERE id = $1`, [executionId]);
    at('2026-12-01');
    await settle('2026-11', partnerId);
    expect((await statement('2026-11', partnerId)).lines).to.deep.equal([`charge/${row.id}/2026-10-05`]);
  });

  it('gives a day back for an execution that we missed, only where the contract says so, once per day', async () => {
    for (const [given, expected] of [
      [false, []],
      [true, [-3_222]],
    ] as const) {
      const row = await partner();
      await rig.db.query(
        `INSERT INTO partner_contract (partner_id, effective_from, failed_execution_credit) VALUES ($1, '2026-10-01', $2)`,
        [row.partnerId, given],
      );
      for (let n = 0; n < 2; n += 1) {
        const { runId, executionId } = await rig.make.entryUnderWay(row);
        await rig.db.query(`UPDATE strategy_run SET trading_day = '2026-10-12' WHERE id = $1`, [runId]);
        await rig.db.query(`UPDATE execution SET outcome = 'missed' WHERE id = $1`, [executionId]);
      }
      at('2026-11-01');
      await settle('2026-10', row.partnerId);
      await settle('2026-10', row.partnerId);
      const credits = await rig.db.query<{ paise: number }>(
        `SELECT gross_paise AS paise FROM ledger_movement WHERE partner_id = $1 AND kind = 'credit'`,
        [row.partnerId],
      );
      expect(credits.map(({ paise }) => paise)).to.deep.equal(expected);
      expect((await statement('2026-10', row.partnerId)).found?.creditsPaise).to.equal(given ? -3_222 : 0);
    }
  });

  it('leaves nothing behind when closing fails in the middle', async () => {
    const { partnerId } = await partner();
    at('2026-11-01');
    await settlements.request('2026-10', partnerId);
    const failed = await rig.db
      .transaction(async (tx) => {
        await settlements.lock(tx, partnerId);
        await settlements.close(tx, '2026-10', partnerId, new Date(nowMs));
        throw new Error('killed');
      })
      .catch((error: Error) => error.message);
    expect(failed).to.equal('killed');
    expect((await statement('2026-10', partnerId)).found?.status).to.equal('DRAFT');
    await settle('2026-10', partnerId);
    expect((await statement('2026-10', partnerId)).lines).to.have.length(1);
  });

  it('keeps a closed statement as it is, whoever asks', async () => {
    const { partnerId } = await partner();
    at('2026-11-01');
    await settle('2026-10', partnerId);
    for (const change of ['lines = 7', `status = 'PAID', paid_by = 'x', payout_reference = 'x'`, `status = 'DRAFT'`]) {
      const said = await rig.db.query(`UPDATE settlement SET ${change} WHERE partner_id = $1`, [partnerId]).then(
        () => 'accepted',
        (error: Error) => error.message,
      );
      expect(said, change).to.match(/cannot go|is closed/);
    }
  });

  it('is approved, then paid, by updates of its workflow; the payment is in the ledger and the balance zero', async () => {
    const row = await partner();
    const { partnerId } = row;
    const { workflow } = rig.env.client;
    const monthly: unknown = await workflow.execute('settlement', {
      ...{ workflowId: 'settlement/2026-10', taskQueue: PLATFORM_QUEUE, args: [{ month: '2026-10' }] },
    });
    expect(monthly).to.include({ outcome: 'settled', month: '2026-10' });
    const ended = workflow.getHandle(`settlement/2026-10/${partnerId}`);
    expect(await ended.result()).to.include({ status: 'RECONCILED' });
    const { WithStartWorkflowOperation } = await import('@temporalio/client');
    const start = () =>
      new WithStartWorkflowOperation('settlePartner', settlePartnerStart({ month: '2026-10', partnerId }));
    const pay = (payoutReference: string) =>
      workflow.executeUpdateWithStart(markPaidUpdate, {
        args: [{ by: 'operator b', payoutReference }],
        startWorkflowOperation: start(),
      });
    const approve = (by: string) =>
      workflow.executeUpdateWithStart(approveUpdate, { args: [{ by }], startWorkflowOperation: start() });
    expect(await pay('UTR1')).to.deep.equal({ outcome: 'refused', status: 'RECONCILED' });
    expect(await approve('operator a')).to.deep.equal({ outcome: 'changed', status: 'APPROVED' });
    expect(await approve('operator a')).to.deep.equal({ outcome: 'changed', status: 'APPROVED' });
    expect(await approve('operator b')).to.deep.equal({ outcome: 'refused', status: 'APPROVED' });
    expect(await pay('UTR1')).to.deep.equal({ outcome: 'changed', status: 'PAID' });
    expect(await pay('UTR1')).to.deep.equal({ outcome: 'changed', status: 'PAID' });
    expect(await pay('UTR2')).to.deep.equal({ outcome: 'refused', status: 'PAID' });
    const balances = await rig.db.query<{ account: string; paise: number }>(
      `SELECT account_id AS account, sum(CASE side WHEN 'debit' THEN amount_paise ELSE -amount_paise END)::bigint AS paise
       FROM ledger_entry WHERE partner_id = $1 GROUP BY account_id ORDER BY 1`,
      [partnerId],
    );
    expect(balances.map(({ account, paise }) => [account.split('/').at(-1), paise])).to.deep.equal([
      ...[
        ['collections', 0],
        ['commission', 0],
        ['payments', 69_930],
        ['platform_fees', -69_930],
      ],
    ]);
    const told = await rig.db.query<{ type: string; body: Row }>(
      `SELECT type, body FROM outbox_event WHERE partner_id = $1 ORDER BY seq`,
      [partnerId],
    );
    expect(told.map(({ type }) => type)).to.deep.equal(['settlement_ready', 'settlement_paid']);
    expect(told[1]?.body).to.include({ net_payable: 699.3, direction: 'partner_pays', payout_reference: 'UTR1' });
    expect(await historyText(workflow, ended.workflowId)).not.to.match(/canary/);
  });

  it('closes the month before once, though the Schedule fires twice at the same moment', async () => {
    // Waits without skipping time: a skip between two tasks of one of them would end the other by its time-out.
    const { workflow } = new Client({ connection: rig.env.connection });
    const nextAtMs = istInstant(firstDayOf(nextMonth(monthOf(tradingDayOf(await rig.nowMs())))), '02:00');
    const month = previousMonth(monthOf(tradingDayOf(nextAtMs)));
    const row = await subscribed(`${month}-05`);
    await charge(row, `${month}-05`);
    await rig.pass(nextAtMs - (await rig.nowMs()));
    const fired = await Promise.all(
      ['settlement-fired-1', 'settlement-fired-2'].map((workflowId) =>
        workflow.execute('settlement', { workflowId, taskQueue: PLATFORM_QUEUE, args: [{}] }),
      ),
    );
    for (const result of fired) expect(result).to.include({ month });
    const before = await everything(month, row.partnerId);
    expect(before[0]?.['settlement']).to.include({ status: 'RECONCILED', lines: 1 });
    expect(before[0]?.['told']).to.equal(1);
    await workflow.execute('settlement', {
      ...{ workflowId: 'settlement-fired-3', taskQueue: PLATFORM_QUEUE, args: [{}] },
    });
    expect(await everything(month, row.partnerId)).to.deep.equal(before);
  });
});
