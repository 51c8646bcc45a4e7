// The sandbox's billing clock: lets days pass, so that a partner can test months of its subscriptions' life. Test keys only.
import { advanceSandboxClock, MOST_DAYS_AT_ONCE, type Advanced } from '../../db/repositories/sandbox-clock.js';
import { toRupees } from '../../domain/money.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { refuse, refuseFields } from '../errors.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { AdvanceClock, ClockAdvanced } from '../schemas/sandbox-clock.js';
import type { z } from '../zod.js';

const MOST_LISTED = 200;

export const advanceClock = defineRoute({
  ...noInput,
  method: 'post',
  path: '/partner/sandbox/billing-clock',
  auth: 'partner',
  tag: 'Sandbox',
  summary: 'Let days pass',
  description: `Moves your sandbox's billing clock ahead, 1 to ${MOST_DAYS_AT_ONCE} days, and answers what live mode would have charged meanwhile. Nothing is billed; entries, logins and live mode are not touched. It cannot be moved back.`,
  body: AdvanceClock,
  responses: { 200: ClockAdvanced },
  errors: ['test_mode_only'],
  examples: {
    body: { days: 31 },
    responses: {
      200: {
        ...{ today: '2026-12-25', days_ahead: 31, charges_count: 1 },
        charges: [
          {
            ...{ subscription_id: 'sub_abc123', period_start: '2026-12-24', period_end: '2027-01-24' },
            ...{ amount: 999, commission: 299.7, platform_fee: 699.3 },
          },
        ],
      },
    },
  },
  handler: async ({ body, caller, services, once }) => {
    if (caller.mode !== 'test') return refuse('test_mode_only');
    const today = tradingDayOf(services.clock());
    return services.db.transaction(async (tx) => {
      const advanced = await advanceSandboxClock(tx, caller.partnerId, body.days, today);
      if ('problem' in advanced) return refuseFields([{ field: 'days', message: `is too much. ${advanced.problem}` }]);
      return once.keep(tx, json(200, present(advanced)));
    });
  },
});

function present({ today, daysAhead, charges }: Advanced): z.input<typeof ClockAdvanced> {
  return {
    today,
    days_ahead: daysAhead,
    charges_count: charges.length,
    charges: charges.slice(0, MOST_LISTED).map(({ subscriptionId, period, feePaise, share }) => ({
      ...{ subscription_id: subscriptionId, period_start: period.start, period_end: period.end },
      amount: toRupees(feePaise),
      commission: toRupees(share.partnerCommissionPaise),
      platform_fee: toRupees(share.platformFeePaise),
    })),
  };
}
