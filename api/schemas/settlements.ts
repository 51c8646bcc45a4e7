// Requests and answers about settlements and the ledger's corrections. Amounts are rupees with two decimals.
import { SETTLEMENT_STATES } from '../../domain/settlement.js';
import { z } from '../zod.js';
import { instant, month, nextCursor, partnerId, rupees, saying, text } from './fields.js';

const count = z.number().int();
const day = z.string().openapi({ description: 'Day in India', example: '2026-11-05' });

const totals = {
  opening_balance: rupees('What the partner owed before', 0),
  charges: rupees('Fees that fell due', 999),
  credits: rupees('Given back, and reversals; negative', 0),
  commission: rupees("The partner's share of charges and credits", 299.7),
  platform_fee: rupees("QuantLeap's share", 699.3),
  adjustments: rupees('By operators; positive raises what the partner owes', 0),
  payments: rupees('Received from the partner in the month; negative: paid to it', 0),
  net_payable: rupees('What is due of the month: platform fee and adjustments; negative: QuantLeap owes it', 699.3),
  direction: z.enum(['partner_pays', 'platform_pays', 'none']),
  closing_balance: rupees('Opening balance, plus net payable, less payments', 699.3),
};

export const SettlementSummary = z
  .object({
    month,
    partner_id: partnerId,
    status: z.enum(SETTLEMENT_STATES).openapi({
      description:
        '`DRAFT`: the sums of the moment, nothing is closed. `RECONCILED`: closed. Then `APPROVED`, then `PAID`',
    }),
    currency: z.string().openapi({ example: 'INR' }),
    ...totals,
    lines_count: count,
    reconciled_at: instant.nullable(),
    approved_at: instant.nullable(),
    approved_by: z.string().nullable(),
    paid_at: instant.nullable(),
    payout_reference: z.string().nullable(),
  })
  .openapi('SettlementSummary');

export const StatementLine = z
  .object({
    line: count,
    date: day,
    kind: z.enum(['charge', 'credit', 'adjustment', 'payment', 'reversal']),
    cause: z.string().openapi({ description: 'What made it; unique', example: 'charge/sub_abc123/2026-11-05' }),
    reason: z.string().nullable(),
    subscription_id: z.string().nullable(),
    user_id: z.string().nullable(),
    user_email: z.string().nullable(),
    template_id: z.string().nullable(),
    period_start: day.nullable(),
    period_end: day.nullable().openapi({ description: 'The first day that is not in the period' }),
    amount: rupees('Fee; negative: given back', 999),
    commission: totals.commission,
    platform_fee: totals.platform_fee,
    adjustment: rupees('Adjustment', 0),
    payment: rupees('Payment', 0),
  })
  .openapi('StatementLine');

const Carried = z
  .object({
    date: day,
    kind: z.string(),
    cause: z.string(),
    subscription_id: z.string().nullable(),
    amount: rupees('Fee', 999),
    why: z.enum(['disputed', 'unreconciled']).openapi({
      description: '`disputed`: an execution of the subscription is; `unreconciled`: billing and ledger differ',
    }),
  })
  .openapi('CarriedLine');

export const Statement = SettlementSummary.extend({
  revenue_share: z.string().openapi({ description: 'The disclosure that belongs on every statement' }),
  lines: z.array(StatementLine).openapi({ description: 'By day' }),
  carried: z.array(Carried).openapi({ description: 'Left for a later month: the first 200' }),
  next_cursor: nextCursor,
}).openapi('Statement');

export const lineCursor = z
  .string()
  .regex(/^line_\d{1,9}$/, 'must be a next_cursor of a former answer')
  .optional()
  .openapi({ description: "A former answer's `next_cursor`" });
export const partnerCursor = text(134)
  .regex(/^after_./, 'must be a next_cursor of a former answer')
  .optional()
  .openapi({ description: "A former answer's `next_cursor`" });

export const Settle = z.strictObject({ month }).openapi('Settle');
export const SettlementStarted = z
  .object({
    month,
    workflow_id: z.string().openapi({ example: 'settlement/2026-11' }),
    interim: z.boolean().openapi({ description: 'The month runs on: drafts only, nothing is closed' }),
  })
  .openapi('SettlementStarted');
export const SettlementList = z
  .object({ month, settlements: z.array(SettlementSummary), next_cursor: nextCursor })
  .openapi('SettlementList');
export const PaySettlement = z
  .strictObject({
    payout_reference: text(100).openapi({
      description: "The bank's or accountant's reference",
      example: 'UTR2026120100042',
    }),
  })
  .openapi('PaySettlement');
export const SettlementChanged = z
  .object({ message: z.string(), settlement: SettlementSummary })
  .openapi('SettlementChanged');

const MOST_RUPEES = 100_000_000;
export const Adjust = z
  .strictObject({
    partner_id: partnerId,
    amount: z
      .number({ error: saying('must be an amount in rupees') })
      .min(-MOST_RUPEES, `must be at least -${MOST_RUPEES}`)
      .max(MOST_RUPEES, `must be at most ${MOST_RUPEES}`)
      .refine((value) => value !== 0, 'must not be 0')
      .refine((value) => /^-?\d+(?:\.\d{1,2})?$/.test(String(value)), 'must have at most two decimals')
      .openapi({ description: 'Rupees; positive: the partner owes more', example: -50 }),
    reason: text(500).openapi({ example: 'Goodwill for the outage of 5 November' }),
    reference: text(100).openapi({ description: 'Your own; the same one is posted once only', example: 'CRM-4711' }),
  })
  .openapi('Adjust');
export const Reverse = z
  .strictObject({
    partner_id: partnerId,
    cause: text(300).openapi({ example: 'charge/sub_abc123/2026-11-05' }),
    reason: text(500).openapi({ example: 'Charged although the user had objected' }),
  })
  .openapi('Reverse');
export const LedgerPosted = z
  .object({
    message: z.string(),
    cause: z.string(),
    posted: z.boolean().openapi({ description: 'false: it was posted before; nothing was written now' }),
  })
  .openapi('LedgerPosted');
