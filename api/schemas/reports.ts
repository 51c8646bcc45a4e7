// Requests and answers of the reports. What each figure means: docs/reports.md.
import { DIFFERENCE_KINDS } from '../../db/repositories/billing-differences.js';
import { saying, month, rupees, tradingDay } from './fields.js';
import { z } from '../zod.js';

const count = z.number().int();
const ratio = (description: string) =>
  z
    .number()
    .nullable()
    .openapi({ description: `${description}; 0 to 1, null where there is nothing to divide by` });

export const ExecutionReport = z
  .object({
    from: tradingDay,
    to: tradingDay.openapi({ description: 'The last day, a Sunday' }),
    templates: z.array(
      z.object({
        template_id: z.string(),
        executions: count,
        outcomes: z.object({
          completed: count,
          failed: count,
          unwound: count,
          missed: count,
          skipped: count,
          unknown: count,
        }),
        orders: count.openapi({ description: 'Of entries' }),
        orders_filled: count,
        realised_pnl: rupees("Realised, before the broker's charges", 1250.5),
      }),
    ),
  })
  .openapi('ExecutionReport');

export const RevenueReport = z
  .object({
    month,
    currency: z.string(),
    templates: z.array(
      z.object({
        template_id: z.string(),
        subscriptions_made: count,
        subscriptions_cancelled: count,
        active_at_end: count.openapi({
          description: 'Not cancelled at the end of the month, or now while it runs; paused ones included',
        }),
        users_charged: count,
        charges: rupees('Charges', 999),
        credits: rupees('Credits and reversals', 0),
        commission: rupees("The partner's share", 299.7),
        platform_fee: rupees("QuantLeap's share", 699.3),
      }),
    ),
  })
  .openapi('RevenueReport');

export const Metrics = z
  .object({
    from: tradingDay,
    to: tradingDay,
    oauth_completion_rate: ratio('Days with a login / days of active users'),
    subscription_conversion: ratio('Subscriptions made / portal visitors that you posted'),
    execution_success_rate: ratio('Filled orders / orders of entries'),
    retention_30_days: ratio('Of the subscriptions made 30 days before the period, those not cancelled within 30 days'),
    revenue_per_user: rupees('Charges less credits per charged user', 999).nullable(),
    counts: z.object({
      logins: count,
      active_user_days: count,
      subscriptions_made: count,
      portal_visitors: count.nullable(),
      orders_filled: count,
      orders: count,
      cohort: count,
      cohort_retained: count,
      users_charged: count,
    }),
  })
  .openapi('Metrics');

export const PortalVisitors = z
  .strictObject({
    visitors: z
      .number({ error: saying('must be a number') })
      .int('must be a whole number')
      .min(0, 'must be 0 or more')
      .max(1_000_000_000, 'must be at most 1000000000')
      .openapi({ example: 1250 }),
  })
  .openapi('PortalVisitors');
export const PortalVisitorsNoted = z
  .object({ message: z.string(), day: tradingDay, visitors: count })
  .openapi('PortalVisitorsNoted');

export const BillingReconciliation = z
  .object({
    month,
    differences: z.array(
      z.object({
        kind: z.enum(DIFFERENCE_KINDS),
        partner_id: z.string(),
        subscription_id: z.string().nullable(),
        cause: z.string().nullable(),
        day: tradingDay.nullable(),
        expected: rupees('What it should be', 999).nullable(),
        found: rupees('What it is', 998).nullable(),
      }),
    ),
    complete: z.boolean().openapi({ description: 'false: there are more than are listed' }),
  })
  .openapi('BillingReconciliation');
