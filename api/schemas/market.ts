// Requests and answers about the exchange's dated facts: what holds on a day, changes, and their audit.
import { marketKeySchema, marketRowSchema } from '../../db/market-file/row-schema.js';
import { WEEKDAYS } from '../../domain/market-row.js';
import { UNDERLYINGS } from '../../domain/option-contract.js';
import { z } from '../zod.js';
import { instant, limit, text, tradingDay } from './fields.js';

const MOST_ROWS = 500;

const units = z
  .object({ units: z.number().int(), from: tradingDay, until: tradingDay.nullable(), source: z.string() })
  .nullable();
const expiryWeekday = z
  .enum([...WEEKDAYS, 'none'])
  .nullable()
  .openapi({ description: '`none`: there are no such expiries; null: not loaded' });

export const MarketDay = z
  .object({
    trading_day: tradingDay,
    weekday: z.enum(WEEKDAYS),
    open: z.boolean(),
    opens: z.string().nullable().openapi({ description: 'IST, `HH:MM`', example: '09:15' }),
    closes: z.string().nullable().openapi({ description: 'IST, `HH:MM`', example: '15:30' }),
    reason: z.string().nullable().openapi({ description: 'Why it is closed' }),
    underlyings: z.array(
      z.object({
        underlying: z.enum(UNDERLYINGS),
        lot: units.openapi({ description: 'Units of one lot; null: not loaded, and nothing is entered' }),
        freeze: units.openapi({ description: 'Most units of one order; null: not loaded, and nothing is entered' }),
        order_units: z
          .number()
          .int()
          .nullable()
          .openapi({ description: 'Most units of one of our orders: whole lots under the freeze quantity' }),
        weekly_expiry: expiryWeekday,
        monthly_expiry: expiryWeekday,
      }),
    ),
  })
  .openapi('MarketDay');

export const ChangeMarketData = z
  .strictObject({
    rows: z
      .array(marketRowSchema)
      .max(MOST_ROWS, `must have at most ${MOST_ROWS} rows`)
      .default([])
      .openapi({ description: 'To add; a row that is loaded with the same content is left alone' }),
    remove: z
      .array(marketKeySchema)
      .max(MOST_ROWS, `must have at most ${MOST_ROWS} rows`)
      .default([])
      .openapi({ description: 'To remove, each by what names it; done before rows are added' }),
    replace: z
      .boolean()
      .default(false)
      .openapi({ description: 'Rows may take the place of loaded ones that say otherwise' }),
    dry_run: z.boolean().default(false).openapi({ description: 'Says what would happen and changes nothing' }),
    reason: text(300).optional().openapi({ description: 'Why, for the audit' }),
  })
  .refine(({ rows, remove }) => rows.length + remove.length > 0, { path: ['rows'], message: 'must not be empty' })
  .openapi('ChangeMarketData');

const count = z.number().int();
export const MarketDataChanged = z
  .object({ message: z.string(), added: count, replaced: count, unchanged: count, removed: count })
  .openapi('MarketDataChanged');

export const MarketChangesQuery = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a number')
    .transform(Number)
    .optional()
    .openapi({ type: 'integer', description: 'Only changes with a lower `seq`' }),
  limit,
});

const fact = z.record(z.string(), z.unknown()).nullable();
export const MarketChangeList = z
  .object({
    changes: z.array(
      z.object({
        seq: count,
        changed_at: instant,
        changed_by: z.string(),
        reason: z.string().nullable(),
        fact: z.string().openapi({ description: 'Table of the fact', example: 'market_holiday' }),
        before: fact.openapi({ description: 'null: it was added' }),
        after: fact.openapi({ description: 'null: it was removed' }),
      }),
    ),
  })
  .openapi('MarketChangeList');
