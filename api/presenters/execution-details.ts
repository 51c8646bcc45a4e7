// One execution's timeline and evidence as the API shows them.
import type { z } from '../zod.js';
import { executionTimeline, type ExecutionFacts } from '../../domain/execution-timeline.js';
import { toRupees } from '../../domain/money.js';
import type { TimelineEntry } from '../../domain/timeline-entry.js';
import type { ExecutionEvidence, OrderEvidenceView } from '../../db/repositories/execution-history.js';
import type { ExecutionWithEvidence, ExecutionWithTimeline } from '../schemas/execution-details.js';
import { utcPrecise, utcPreciseOrNull } from './times.js';

type Timeline = z.input<typeof ExecutionWithTimeline>['timeline'];
type Evidence = z.input<typeof ExecutionWithEvidence>['evidence'];

/** @param entryAt - what the offsets are counted from */
export function presentTimeline(facts: ExecutionFacts, entryAt: Date): Timeline {
  return executionTimeline(facts).map(({ atMs, step, sentence, order }) => ({
    at: utcPrecise(new Date(atMs)),
    offset_ms: Math.round((atMs - entryAt.getTime()) * 1_000) / 1_000,
    step,
    sentence,
    order: order && presentOrder(order),
  }));
}

function presentOrder(order: NonNullable<TimelineEntry['order']>) {
  return {
    order_id: order.id,
    purpose: order.purpose,
    leg_index: order.legIndex,
    transaction_type: order.side,
    tradingsymbol: order.tradingsymbol,
    quantity: order.quantityUnits,
    price: order.pricePaise === null ? null : toRupees(order.pricePaise),
  };
}

export function presentEvidence({ shard, lease, burstMarks, followedAt, orders, events }: ExecutionEvidence): Evidence {
  return {
    shard,
    lease: lease && { lease_id: lease.id, worker: lease.worker, expires_at: utcPreciseOrNull(lease.expiresAt) },
    burst_marks: burstMarks.map(({ leaseId, markedAt }) => ({ lease_id: leaseId, marked_at: utcPrecise(markedAt) })),
    followed_at: utcPreciseOrNull(followedAt),
    orders: orders.map(presentOrderEvidence),
    events: events.map(({ id, type, createdAt, relayedAt }) => ({
      event_id: id,
      type,
      created_at: utcPrecise(createdAt),
      relayed_at: utcPreciseOrNull(relayedAt),
    })),
  };
}

function presentOrderEvidence(order: OrderEvidenceView): Evidence['orders'][number] {
  return {
    order_id: order.id,
    tag: order.tag,
    broker_order_id: order.brokerOrderId,
    slice_index: order.sliceIndex,
    generation: order.generation,
    wave: order.wave,
    attempts: order.attempts,
    reprices: order.reprices,
    status: order.state,
    refusal_reason: order.refusalReason,
    send_at: utcPrecise(order.sendAt),
    answered_at: utcPreciseOrNull(order.answeredAt),
    settled_at: utcPreciseOrNull(order.settledAt),
    transitions: order.transitions.map((transition) => ({ ...transition, at: utcPrecise(transition.at) })),
  };
}
