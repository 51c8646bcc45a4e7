// A year of one subscription in the time-skipping environment, against a table computed by hand: begun on 31 January, paused in
// May over a due date, a price change in July, cancelled in November.
import { expect } from 'chai';
import { BillingRepository } from '../../db/repositories/billing.js';
import type { Subscription } from '../../db/repositories/subscriptions.js';
import { istInstant, tradingDayOf } from '../../domain/trading-time.js';
import { subscriptionStart } from '../../workflows/messages/start-options.js';
import { cancelUpdate, pauseUpdate, resumeUpdate, type StopOptions } from '../../workflows/messages/subscription.js';
import type { subscription as subscriptionWorkflow } from '../../workflows/subscription.js';
import { startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

const AS_PLANNED: { args: [StopOptions] } = { args: [{ flatten: false }] };

describe('a year of billing', () => {
  let rig: PlatformRig;
  /** The first whole year that the server has not begun. */
  let year: number;
  before(async () => {
    rig = await startPlatformRig();
    year = Number(tradingDayOf(await rig.nowMs()).slice(0, 4)) + 1;
  });
  after(() => rig.stop());

  const day = (date: string) => `${year}-${date}`;
  const until = async (date: string, time = '10:00') => rig.pass(istInstant(day(date), time) - (await rig.nowMs()));
  async function begin(firstDay: string, templateId?: string): Promise<Subscription> {
    const row = await rig.make.subscription({
      subscriptionDate: new Date(istInstant(firstDay, '10:00')),
      nextBillingDate: firstDay,
      ...(templateId !== undefined && { templateId }),
    });
    await new BillingRepository().begin(rig.db, row.id, { anchor: firstDay, billedTo: firstDay, carriedFrom: null });
    return row;
  }
  const start = (row: Subscription) =>
    rig.env.client.workflow.start<typeof subscriptionWorkflow>(
      'subscription',
      subscriptionStart({ ...row, subscriptionId: row.id, accountId: row.allocation.accountId }),
    );
  type Line = { effective_day: string; gross_paise: number; commission_paise: number; platform_fee_paise: number };
  async function ledger(row: Subscription): Promise<unknown[][]> {
    const lines = await rig.db.query<Line>(
      `SELECT effective_day, gross_paise, commission_paise, platform_fee_paise FROM ledger_movement
       WHERE subscription_id = $1 ORDER BY effective_day, transaction_id`,
      [row.id],
    );
    return lines.map((l) => [l.effective_day, l.gross_paise, l.commission_paise, l.platform_fee_paise]);
  }

  it('is as computed by hand', async () => {
    const templateId = await rig.make.template();
    await rig.db.query(
      `INSERT INTO template_price (template_id, version, effective_from, monthly_fee_paise) VALUES ($1, 1, $2, 119901)`,
      [templateId, day('07-10')],
    );
    await until('01-31');
    const row = await begin(day('01-31'), templateId);
    const handle = await start(row);
    await until('05-20');
    await handle.executeUpdate(pauseUpdate, AS_PLANNED);
    // The charge of the 31st falls due during the pause; the resume posts it and restarts the anniversary.
    await until('06-12');
    await handle.executeUpdate(resumeUpdate);
    // A pause inside a paid period changes nothing.
    await until('08-20');
    await handle.executeUpdate(pauseUpdate, AS_PLANNED);
    await until('08-25');
    await handle.executeUpdate(resumeUpdate);
    await until('11-20');
    await handle.executeUpdate(cancelUpdate, AS_PLANNED);
    await handle.result();
    await rig.pass(90 * 86_400_000);
    // 30 % of ₹1199.01 is 359.703: the partner has 359.70, QuantLeap the rest.
    expect(await ledger(row)).to.deep.equal([
      [day('01-31'), 99_900, 29_970, 69_930],
      [day(isLeap(year) ? '02-29' : '02-28'), 99_900, 29_970, 69_930],
      [day('03-31'), 99_900, 29_970, 69_930],
      [day('04-30'), 99_900, 29_970, 69_930],
      [day('06-12'), 99_900, 29_970, 69_930],
      [day('07-12'), 119_901, 35_970, 83_931],
      [day('08-12'), 119_901, 35_970, 83_931],
      [day('09-12'), 119_901, 35_970, 83_931],
      [day('10-12'), 119_901, 35_970, 83_931],
      [day('11-12'), 119_901, 35_970, 83_931],
    ]);
  });
});

const isLeap = (year: number) => new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
