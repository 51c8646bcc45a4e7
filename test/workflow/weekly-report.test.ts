// weeklyReport: whom it tells of a week, that it tells once, and which week a Monday's firing means.
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { addDays, istInstant, tradingDayOf, weekdayOf } from '../../domain/trading-time.js';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import type { weeklyReport } from '../../workflows/weekly-report.js';
import { startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

const MONDAY = '2026-11-16';

describe('weeklyReport', () => {
  let rig: PlatformRig;
  before(async () => {
    rig = await startPlatformRig();
  });
  after(() => rig.stop());

  const report = async (weekStart?: string) => (await start(weekStart)).result();
  const start = (weekStart?: string) =>
    rig.env.client.workflow.start<typeof weeklyReport>('weeklyReport', {
      workflowId: `weekly-report-${randomUUID()}`,
      taskQueue: PLATFORM_QUEUE,
      args: [weekStart === undefined ? {} : { weekStart }],
    });

  /** An entry that ended on a day. @returns its partner */
  async function entered(day: string, outcome: string): Promise<string> {
    const subscription = await rig.make.subscription({ account: await rig.make.linkedAccount() });
    const { runId, executionId } = await rig.make.position(subscription);
    await rig.db.query('UPDATE strategy_run SET trading_day = $2 WHERE id = $1', [runId, day]);
    await rig.db.query('UPDATE execution SET outcome = $2 WHERE id = $1', [executionId, outcome]);
    await rig.db.query('UPDATE position SET realised_pnl_paise = -12345 WHERE execution_id = $1', [executionId]);
    return subscription.partnerId;
  }
  const told = async (partnerId: string) =>
    (
      await rig.db.query<{ body: Record<string, unknown> }>(
        `SELECT body FROM outbox_event WHERE partner_id = $1 AND type = 'weekly_report' ORDER BY seq`,
        [partnerId],
      )
    ).map(({ body }) => body);

  it('sums up a week from Monday to Sunday for every partner with entries, once', async () => {
    const [first, last] = [await entered(MONDAY, 'completed'), await entered('2026-11-22', 'failed')];
    const others = [await entered('2026-11-15', 'completed'), await entered('2026-11-23', 'completed')];
    expect(await report(MONDAY)).to.deep.equal({ weekStart: MONDAY, reports: 2 });
    await report(MONDAY);
    const [body, ...more] = await told(first);
    expect(more).to.deep.equal([]);
    expect(body).to.deep.include({
      ...{ event: 'weekly_report', user_email: null, week_start: MONDAY, week_end: '2026-11-22', executions: 1 },
      ...{ orders: 0, orders_filled: 0, realised_pnl: -123.45, report: `/partner/reports/executions/${MONDAY}` },
      timestamp: new Date(istInstant('2026-11-23', '07:00')).toISOString().replace('.000', ''),
      outcomes: { completed: 1, failed: 0, unwound: 0, missed: 0, skipped: 0, unknown: 0 },
    });
    expect((await told(last))[0]?.['outcomes']).to.deep.include({ failed: 1 });
    for (const other of others) expect(await told(other)).to.deep.equal([]);
  });

  it('means the week before the one that it is fired in', async () => {
    const handle = await start();
    const { weekStart } = await handle.result();
    const today = tradingDayOf((await handle.describe()).startTime.getTime());
    expect(weekdayOf(weekStart)).to.equal(1);
    expect(addDays(weekStart, 7) <= today && today < addDays(weekStart, 14)).to.equal(true);
  });
});
