// Answers about one execution: its timeline, and for operators the evidence behind it.
import { ORDER_STATES } from '../../domain/order-state.js';
import { TIMELINE_STEPS } from '../../domain/timeline-entry.js';
import { z } from '../zod.js';
import { Execution, RunExecution } from './executions.js';
import { preciseInstant, rupees } from './fields.js';

const TimelineEntry = z
  .object({
    at: preciseInstant,
    offset_ms: z.number().openapi({
      description: 'Milliseconds from the entry instant, negative before it; three decimals at most',
      example: 4.1,
    }),
    step: z.enum(TIMELINE_STEPS),
    sentence: z.string().openapi({ example: 'Sent: BUY 150 NIFTY25OCT2424500CE (leg 1) at ₹150.50.' }),
    order: z
      .object({
        order_id: z.string(),
        purpose: z.enum(['entry', 'unwind', 'exit']),
        leg_index: z.number(),
        transaction_type: z.enum(['BUY', 'SELL']),
        tradingsymbol: z.string().nullable(),
        quantity: z.number().openapi({ description: 'Units' }),
        price: rupees('The limit or the average fill price that the line is about', 150.5).nullable(),
      })
      .nullable()
      .openapi({ description: 'The order it is about; null: the execution as a whole' }),
  })
  .openapi('TimelineEntry');
const timeline = z
  .array(TimelineEntry)
  .openapi({ description: 'Oldest first. Orders are timed by the process that sent them, the rest by the database.' });

export const ExecutionWithTimeline = Execution.extend({ timeline }).openapi('ExecutionWithTimeline');

const Evidence = z
  .object({
    shard: z.number(),
    lease: z
      .object({ lease_id: z.string(), worker: z.string().nullable(), expires_at: preciseInstant.nullable() })
      .nullable()
      .openapi({ description: 'The lease of the process that drives it now; null: none does' }),
    burst_marks: z
      .array(z.object({ lease_id: z.string(), marked_at: preciseInstant }))
      .openapi({ description: "Which leases have fired, or were about to fire, the run's first wave" }),
    followed_at: preciseInstant
      .nullable()
      .openapi({ description: 'When a process last said that it follows the position' }),
    orders: z.array(
      z.object({
        order_id: z.string(),
        tag: z.string(),
        broker_order_id: z.string().nullable(),
        slice_index: z.number(),
        generation: z.number(),
        wave: z.number(),
        attempts: z.number(),
        reprices: z.number(),
        status: z.enum(ORDER_STATES),
        refusal_reason: z.string().nullable(),
        send_at: preciseInstant,
        answered_at: preciseInstant.nullable(),
        settled_at: preciseInstant.nullable(),
        transitions: z.array(
          z.object({
            at: preciseInstant,
            from: z.enum(ORDER_STATES).nullable(),
            to: z.enum(ORDER_STATES),
            evidence: z.looseObject({}).openapi({ description: 'What proved the step' }),
          }),
        ),
      }),
    ),
    events: z.array(
      z.object({
        event_id: z.string(),
        type: z.string(),
        created_at: preciseInstant,
        relayed_at: preciseInstant.nullable(),
      }),
    ),
  })
  .openapi('ExecutionEvidence');

export const ExecutionWithEvidence = RunExecution.extend({ timeline, evidence: Evidence }).openapi(
  'ExecutionWithEvidence',
);
