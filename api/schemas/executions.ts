// Answers about executions, their orders, and runs.
import { ORDER_STATES } from '../../domain/order-state.js';
import { EXIT_REASONS } from '../../domain/exit-rules.js';
import { z } from '../zod.js';
import { haltScope, instant, mode, nextCursor, preciseInstant, rupees } from './fields.js';
import { positionStatus } from './subscriptions.js';

const outcome = z.enum(['completed', 'failed', 'skipped', 'missed', 'unwound', 'unknown']);

export const statusFilter = z
  .enum([...outcome.options, 'in_progress'])
  .optional()
  .openapi({ description: 'Only executions of this `outcome`; `in_progress`: those without one yet' });

export const Order = z
  .object({
    order_id: z.string(),
    tag: z
      .string()
      .openapi({ description: 'The tag under which the broker knows the order', example: 'Q1B2C3D4E5F6G7H8I9J' }),
    broker_order_id: z.string().nullable(),
    purpose: z.enum(['entry', 'unwind', 'exit']),
    leg_index: z.number(),
    tradingsymbol: z.string().nullable().openapi({ example: 'NIFTY25OCT2424500CE' }),
    transaction_type: z.enum(['BUY', 'SELL']),
    quantity: z.number().openapi({ description: 'Units' }),
    filled_quantity: z.number().openapi({ description: 'Units' }),
    price: rupees('Limit price', 150.5).nullable(),
    average_price: rupees('Average price of what is filled; 0 while nothing is', 150.45),
    status: z.enum(ORDER_STATES),
    sent_at: preciseInstant.nullable(),
    broker_response: z.object({ code: z.string().nullable(), message: z.string() }).nullable(),
  })
  .openapi('Order');

const executionFields = {
  execution_id: z.string(),
  run_id: z.string(),
  subscription_id: z.string(),
  user_id: z.string(),
  template_id: z.string(),
  client_id: z.string(),
  broker_name: z.string(),
  trading_day: z.string().openapi({ description: 'Day in India', example: '2025-10-10' }),
  entry_at: instant,
  lot_multiplier: z.number(),
  outcome: outcome.nullable().openapi({ description: 'null while the entry is under way' }),
  reason: z.string().nullable(),
  broker_response: z.object({ code: z.string().nullable(), message: z.string() }).nullable(),
  ended_at: instant.nullable(),
  position_status: positionStatus.nullable().openapi({ description: 'null: it never had a position' }),
  exit_at: instant
    .nullable()
    .openapi({ description: 'When the position is closed as planned; null: no exit is planned' }),
  exit_reason: z
    .enum([...EXIT_REASONS, 'left_to_broker'])
    .nullable()
    .openapi({
      description:
        'Why it was, or is being, closed; `left_to_broker`: held to the end of its day, for the broker to square off',
    }),
  realised_pnl: rupees(
    'What its sales brought less what its purchases cost, before charges; null until it is closed',
    1250.5,
  ).nullable(),
  closed_at: instant.nullable().openapi({ description: 'When it was closed, or left' }),
  disputed: z.boolean().openapi({
    description:
      "The broker's book and ours disagree about an order of it, or nobody can say what became of one. It is not settled while this is true.",
  }),
  orders: z.array(Order),
};

export const Execution = z.object({ ...executionFields, user_email: z.string() }).openapi('Execution');
export const ExecutionList = z
  .object({ executions: z.array(Execution), next_cursor: nextCursor })
  .openapi('ExecutionList');

export const RunExecution = z.object({ ...executionFields, partner_id: z.string(), mode }).openapi('RunExecution');
export const RunExecutionList = z
  .object({ run_id: z.string(), executions: z.array(RunExecution), next_cursor: nextCursor })
  .openapi('RunExecutionList');

const count = z.number().int();
const ms = z.number().nullable();

const RunHalt = z
  .object({
    halt_id: z.string(),
    scope: haltScope,
    id: z.string().nullable(),
    reason: z.string(),
    flatten: z.boolean(),
    since: instant,
    by: z.string(),
    subscribers: count.openapi({ description: "The run's subscribers in its scope" }),
  })
  .openapi('RunHalt');

export const runStatus = z
  .enum(['arming', 'running', 'completed', 'skipped', 'missed'])
  .openapi({ description: '`completed` once every entry has ended' });
export const runReason = z.string().nullable().openapi({ description: 'Why it was skipped or missed' });
/** How many entries of a run ended so. */
export const outcomeCounts = z.object({
  completed: count,
  failed: count,
  skipped: count,
  missed: count,
  unwound: count,
  unknown: count,
});

export const Run = z
  .object({
    run_id: z.string(),
    template_id: z.string(),
    template_version: z.number(),
    mode,
    trading_day: z.string(),
    status: runStatus,
    reason: runReason,
    entry_at: preciseInstant,
    workflow_id: z.string(),
    subscribers: count,
    outcomes: outcomeCounts,
    orders: z
      .object({ placed: count, filled: count, rejected: count, unknown: count })
      .openapi({ description: 'Orders of the entry: known to the broker, complete, rejected, not yet or never known' }),
    arming: z
      .object({ lead_s: count.nullable(), armed: count, late: count, per_second: z.number().nullable() })
      .openapi({
        description:
          'Seconds before the entry at which it began to arm; subscribers armed, how many of them too late to leave at the instant (they fired as soon as they were armed), and how many a second',
      }),
    set_up_problems: z
      .array(
        z.object({
          broker: z.string(),
          code: z.string().nullable(),
          message: z.string().nullable(),
          subscribers: count,
        }),
      )
      .openapi({
        description:
          "Brokers that refuse orders because of the platform's own set-up (the address they come from, the algorithm's name), in their words, and how many subscribers met it. For the operator to mend: neither the user nor the partner can",
      }),
    lateness_ms: z
      .object({ p50: ms, p99: ms, max: ms })
      .openapi({ description: "How long after the entry instant the first wave's orders left, in ms" }),
    halts: z.array(RunHalt).openapi({
      description: 'The kill switches engaged now that touch the run, oldest first',
    }),
  })
  .openapi('Run');
