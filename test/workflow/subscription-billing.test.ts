// subscription's billing timer over a year: month by month in India's calendar, and no further once cancelled.
import { expect } from 'chai';
import { SubscriptionRepository } from '../../db/repositories/subscriptions.js';
import { istInstant } from '../../domain/trading-time.js';
import { subscriptionStart } from '../../workflows/messages/start-options.js';
import { cancelUpdate, type StopOptions } from '../../workflows/messages/subscription.js';
import type { subscription as subscriptionWorkflow } from '../../workflows/subscription.js';
import { startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

const DAY_MS = 86_400_000;

/** Alone on its server: while a result is awaited elsewhere, the clock would jump to the next timer of all. */
const AS_PLANNED: { args: [StopOptions] } = { args: [{ flatten: false }] };

describe('subscription billing', () => {
  let rig: PlatformRig;
  before(async () => {
    rig = await startPlatformRig();
  });
  after(() => rig.stop());

  it('moves the billing date month by month over a year, keeping the 31st', async () => {
    const nowMs = await rig.nowMs();
    const year = new Date(nowMs).getUTCFullYear() + 1;
    const row = await rig.make.subscription({
      subscriptionDate: new Date(istInstant(`${year}-01-31`, '10:00')),
      nextBillingDate: `${year}-02-28`,
    });
    const handle = await rig.env.client.workflow.start<typeof subscriptionWorkflow>(
      'subscription',
      subscriptionStart({ ...row, subscriptionId: row.id, accountId: row.allocation.accountId }),
    );
    const billingDate = async () => (await new SubscriptionRepository(rig.db).findById(row.id))?.nextBillingDate;
    const seen: (string | undefined)[] = [];
    for (let month = 2; month <= 12; month += 1) {
      // Noon of the first of the next month: the date has moved on, whatever its day was.
      const untilMs = istInstant(
        month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`,
        '12:00',
      );
      await rig.pass(untilMs - (await rig.nowMs()));
      seen.push(await billingDate());
    }
    const dates = ['03-31', '04-30', '05-31', '06-30', '07-31', '08-31', '09-30', '10-31', '11-30', '12-31'];
    expect(seen).to.deep.equal([...dates.map((date) => `${year}-${date}`), `${year + 1}-01-31`]);
    expect(await handle.executeUpdate(cancelUpdate, AS_PLANNED)).to.deep.equal({
      outcome: 'changed',
      status: 'CANCELLED',
    });
    await handle.result();
    await rig.pass(60 * DAY_MS);
    expect(await billingDate()).to.equal(`${year + 1}-01-31`);
  });
});
