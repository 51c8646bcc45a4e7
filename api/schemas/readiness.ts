// The report before the open as partners read it.
import { z } from '../zod.js';
import { ReadinessProblem } from './broker-accounts.js';
import { instant, nextCursor, rupees } from './fields.js';

const SubscriptionReadiness = z
  .object({
    readiness_id: z.string(),
    subscription_id: z.string(),
    user_email: z.string(),
    client_id: z.string(),
    template_id: z.string(),
    entry_at: instant,
    status: z.enum(['ready', 'not_ready', 'not_checked']).openapi({
      description: '`not_checked`: nothing is known; treat it as not ready',
    }),
    problems: z.array(ReadinessProblem),
    margin: z.object({
      available: rupees("The account's funds when it was checked; null: not read", 250_000).nullable(),
      needed: rupees('What this entry needs, about; null: not on record', 120_000).nullable(),
    }),
    checked_at: instant.nullable(),
  })
  .openapi('SubscriptionReadiness');

export const ReadinessReport = z
  .object({
    trading_day: z.string().openapi({ description: 'Today in India', example: '2025-10-10' }),
    status: z.enum(['not_begun', 'under_way', 'completed']).openapi({
      description: '`not_begun` before 8:45 AM IST and on days without a market',
    }),
    completed_at: instant.nullable(),
    readiness: z.array(SubscriptionReadiness),
    next_cursor: nextCursor,
  })
  .openapi('ReadinessReport');
