// Everything on record about one execution, for its timeline; and for operators the evidence behind it.
import type { ExecutionFacts, TimelinePosition } from '../../domain/execution-timeline.js';
import type { OrderState } from '../../domain/order-state.js';
import type { TimelineOrder } from '../../domain/order-timeline.js';
import type { Database } from '../sql.js';

/** Of an order, what only operators see. Instants are RFC 3339 text from JSON aggregation. */
export type OrderEvidenceView = {
  id: string;
  tag: string;
  brokerOrderId: string | null;
  sliceIndex: number;
  generation: number;
  wave: number;
  attempts: number;
  reprices: number;
  state: OrderState;
  refusalReason: string | null;
  sendAt: string;
  answeredAt: string | null;
  settledAt: string | null;
  transitions: { at: string; from: OrderState | null; to: OrderState; evidence: Record<string, unknown> }[];
};

export type ExecutionEvidence = {
  shard: number;
  /** The lease that drives it now; null: nobody does. */
  lease: { id: string; worker: string | null; expiresAt: string | null } | null;
  /** Who has fired, or was about to fire, its run's first wave. */
  burstMarks: { leaseId: string; markedAt: string }[];
  followedAt: Date | null;
  orders: OrderEvidenceView[];
  events: { id: string; type: string; createdAt: string; relayedAt: string | null }[];
};

const ms = (column: string) => `extract(epoch FROM ${column})::double precision * 1000`;

/** Events about execution $1: most name it in their body, the oldest kinds only in their cause. */
const OF_EXECUTION = `(o.body->>'execution_id' = $1 OR o.cause IN ('execution_failed/' || $1, 'oauth_login_required/entry/' || $1))`;

const TRANSITIONS = `coalesce((SELECT json_agg(json_build_object('atMs', ${ms('v.at')}, 'from', v.from_state, 'to', v.to_state,
  'evidence', v.evidence) ORDER BY v.id) FROM order_event v WHERE v.order_id = i.id), '[]'::json)`;

export class ExecutionHistoryRepository {
  constructor(private readonly db: Database) {}

  /** @returns undefined when there is no such execution. Who may see it is the caller's to decide. */
  async facts(executionId: string): Promise<ExecutionFacts | undefined> {
    const [rows, orders, told, findings] = await Promise.all([
      this.db.query<Pick<ExecutionFacts, 'armedAtMs' | 'endedAtMs' | 'outcome' | 'reason'> & PositionColumns>(
        `SELECT ${ms('e.armed_at')} AS "armedAtMs", ${ms('e.ended_at')} AS "endedAtMs", e.outcome, e.reason,
           p.status, ${ms('p.opened_at')} AS "openedAtMs", p.exit_reason AS "exitReason",
           ${ms('p.flatten_requested_at')} AS "flattenRequestedAtMs", p.flatten_requested_by AS "flattenRequestedBy",
           p.flatten_reason AS "flattenReason", ${ms('p.closed_at')} AS "closedAtMs", p.realised_pnl_paise AS "realisedPnlPaise"
         FROM execution e LEFT JOIN position p ON p.execution_id = e.id WHERE e.id = $1`,
        [executionId],
      ),
      this.db.query<TimelineOrder>(
        `SELECT i.id, i.purpose, i.leg_index AS "legIndex", i.side, i.tradingsymbol, i.quantity_units AS "quantityUnits",
           i.limit_price_paise AS "limitPricePaise", i.broker_message AS "brokerMessage", ${ms('i.created_at')} AS "createdAtMs",
           ${ms('i.sent_at')} AS "sentAtMs", ${ms('i.answered_at')} AS "answeredAtMs", ${TRANSITIONS} AS transitions
         FROM order_intent i WHERE i.execution_id = $1 ORDER BY i.send_at, i.wave, i.leg_index, i.slice_index, i.generation`,
        [executionId],
      ),
      this.db.query<ExecutionFacts['told'][number]>(
        `SELECT o.type, ${ms('o.created_at')} AS "atMs" FROM outbox_event o WHERE ${OF_EXECUTION} ORDER BY o.seq`,
        [executionId],
      ),
      this.db.query<ExecutionFacts['findings'][number]>(
        `SELECT f.sentence, ${ms('f.first_seen_at')} AS "atMs", ${ms('f.resolved_at')} AS "resolvedAtMs", f.resolution
         FROM reconciliation_finding f WHERE f.execution_id = $1 ORDER BY f.first_seen_at, f.id`,
        [executionId],
      ),
    ]);
    const [row] = rows;
    if (!row) return undefined;
    const { armedAtMs, endedAtMs, outcome, reason, ...position } = row;
    return { armedAtMs, endedAtMs, outcome, reason, position: heldPosition(position), orders, told, findings };
  }

  /** For operators. @returns undefined when there is no such execution */
  async evidence(executionId: string): Promise<ExecutionEvidence | undefined> {
    const rows = await this.db.query<ExecutionEvidence>(
      `SELECT e.shard, p.followed_at AS "followedAt",
         CASE WHEN e.lease_id IS NOT NULL THEN json_build_object('id', e.lease_id, 'worker', l.worker, 'expiresAt', l.expires_at) END AS lease,
         coalesce((SELECT json_agg(json_build_object('leaseId', b.lease_id, 'markedAt', b.marked_at) ORDER BY b.marked_at)
           FROM burst_mark b WHERE b.run_id = e.run_id), '[]'::json) AS "burstMarks",
         coalesce((SELECT json_agg(json_build_object('id', i.id, 'tag', i.tag, 'brokerOrderId', i.broker_order_id,
             'sliceIndex', i.slice_index, 'generation', i.generation, 'wave', i.wave, 'attempts', i.attempts, 'reprices', i.reprices,
             'state', i.state, 'refusalReason', i.refusal_reason, 'sendAt', i.send_at, 'answeredAt', i.answered_at,
             'settledAt', i.settled_at, 'transitions', coalesce((SELECT json_agg(json_build_object('at', v.at, 'from', v.from_state,
               'to', v.to_state, 'evidence', v.evidence) ORDER BY v.id) FROM order_event v WHERE v.order_id = i.id), '[]'::json))
             ORDER BY i.send_at, i.wave, i.leg_index, i.slice_index, i.generation)
           FROM order_intent i WHERE i.execution_id = e.id), '[]'::json) AS orders,
         coalesce((SELECT json_agg(json_build_object('id', o.id, 'type', o.type, 'createdAt', o.created_at, 'relayedAt', o.relayed_at)
             ORDER BY o.seq) FROM outbox_event o WHERE ${OF_EXECUTION}), '[]'::json) AS events
       FROM execution e LEFT JOIN position p ON p.execution_id = e.id LEFT JOIN dispatcher_lease l ON l.id = e.lease_id
       WHERE e.id = $1`,
      [executionId],
    );
    return rows[0];
  }
}

type PositionColumns = { [K in keyof TimelinePosition]: TimelinePosition[K] | null };

function heldPosition({ status, openedAtMs, ...rest }: PositionColumns): TimelinePosition | null {
  return status === null || openedAtMs === null ? null : { status, openedAtMs, ...rest };
}
