// Requests and answers about reconciliations: a day's comparison of the brokers' order books with ours.
import { FOUND_PROBLEMS } from '../../domain/book-finding.js';
import { z } from '../zod.js';
import { instant, mode, nextCursor, rupees, text, tradingDay } from './fields.js';

const count = z.number().int();

export const StartReconciliation = z
  .strictObject({
    trading_day: tradingDay.optional().openapi({
      description: 'Today in India, which it is if left out: brokers keep the book of the running day only',
    }),
  })
  .openapi('StartReconciliation');
export const ReconciliationStarted = z
  .object({ trading_day: tradingDay, workflow_id: z.string().openapi({ example: 'reconciliation/2025-10-10' }) })
  .openapi('ReconciliationStarted');

const FoundOrder = z
  .object({
    broker_order_id: z.string().nullable(),
    tradingsymbol: z.string().nullable(),
    transaction_type: z.enum(['BUY', 'SELL']),
    quantity: count.openapi({ description: 'Units' }),
    filled_quantity: count.openapi({ description: 'Units' }),
    average_price: rupees('Average price of what is filled; 0 while nothing is', 150.45),
    status: z.string().openapi({ example: 'COMPLETE' }),
  })
  .openapi('FoundOrder');

export const Finding = z
  .object({
    finding_id: z.string(),
    kind: z.enum(['stranger', 'gap']).openapi({
      description:
        '`stranger`: the book has what we did not send so; `gap`: it lacks, or tells otherwise, what we hold',
    }),
    problem: z.enum(FOUND_PROBLEMS),
    sentence: z.string(),
    partner_id: z.string(),
    mode,
    account_id: z.string(),
    client_id: z.string(),
    broker_name: z.string(),
    execution_id: z.string().nullable(),
    order_id: z.string().nullable(),
    tag: z.string(),
    our_order: FoundOrder.nullable(),
    broker_order: FoundOrder.nullable(),
    times: count.openapi({ description: 'How often it was raised; each time has its event' }),
    first_seen_at: instant,
    last_seen_at: instant,
    resolved_at: instant.nullable(),
    resolution: z.string().nullable(),
    resolved_by: z.string().nullable(),
  })
  .openapi('Finding');

export const Reconciliation = z
  .object({
    trading_day: tradingDay,
    workflow_id: z.string(),
    status: z.enum(['requested', 'running', 'completed']),
    requested_by: z.string().openapi({ description: 'Who asked first: `schedule`, or an operator' }),
    requested_at: instant,
    started_at: instant.nullable(),
    completed_at: instant.nullable(),
    accounts: z
      .object({ total: count, compared: count, not_read: count, waiting: count })
      .openapi({ description: 'Accounts with a session, or with orders of the day' }),
    orders: z
      .object({ ours: count, own: count, moving: count })
      .openapi({ description: 'In the compared books: with our tags, with other tags, and ours that still moved' }),
    findings_count: z.object({ open: count, resolved: count }),
    findings: z.array(Finding).openapi({ description: 'Oldest first' }),
    not_read: z
      .array(
        z.object({
          account_id: z.string(),
          partner_id: z.string(),
          client_id: z.string(),
          broker_name: z.string(),
          reason: z.string(),
          tried_at: instant.nullable(),
          compared_at: instant.nullable().openapi({ description: 'When an earlier try of the day was successful' }),
        }),
      )
      .openapi({ description: 'Accounts whose book was not read, the first `limit` by id: nothing is known of them' }),
    next_cursor: nextCursor,
  })
  .openapi('Reconciliation');

export const ResolveFinding = z
  .strictObject({
    resolution: text(500).openapi({ description: 'What was found out', example: 'Placed by hand with the broker' }),
  })
  .openapi('ResolveFinding');
export const FindingResolved = z.object({ message: z.string(), finding: Finding }).openapi('FindingResolved');
