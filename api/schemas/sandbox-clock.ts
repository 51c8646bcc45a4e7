// Request and answer about the sandbox's billing clock.
import { MOST_DAYS_AT_ONCE } from '../../db/repositories/sandbox-clock.js';
import { z } from '../zod.js';
import { rupees, saying, tradingDay } from './fields.js';

export const AdvanceClock = z
  .strictObject({
    days: z
      .number({ error: saying('must be a number') })
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(MOST_DAYS_AT_ONCE, `must be at most ${MOST_DAYS_AT_ONCE}`)
      .openapi({ example: 31 }),
  })
  .openapi('AdvanceClock');

export const ClockAdvanced = z
  .object({
    today: tradingDay.openapi({ description: 'The day in your sandbox now' }),
    days_ahead: z.number().int(),
    charges_count: z.number().int(),
    charges: z
      .array(
        z.object({
          subscription_id: z.string(),
          period_start: tradingDay,
          period_end: tradingDay,
          amount: rupees('Fee', 999),
          commission: rupees('Your share', 299.7),
          platform_fee: rupees("QuantLeap's share", 699.3),
        }),
      )
      .openapi({ description: 'What live mode would have charged, by day; the first 200' }),
  })
  .openapi('ClockAdvanced');
