// What partners asked to be delivered again to one endpoint. Rows wait here for the relay, which stands back during entries.
import type { Mode } from '../../domain/mode.js';
import type { PartnerEventType } from '../../domain/partner-event.js';
import type { Database, Sql } from '../sql.js';
import { encodeEventCursor, placeOf } from './event-cursor.js';
import { OUTBOX_CHANNEL } from './outbox.js';

/** Which events. `after` is a place in the partner's stream; the times are when an event was stored. */
export type RedeliveryRange = {
  after?: string | undefined;
  from?: Date | undefined;
  until: Date;
  /** Also those that the endpoint has answered with 2xx. */
  all: boolean;
};
/** `nextCursor` goes on after the last event looked at; undefined when the range is done. */
export type RedeliveryBooked = { events: number; nextCursor: string | undefined };

export type WaitingRedelivery = {
  eventId: string;
  endpointId: string;
  type: PartnerEventType;
  partnerId: string;
  mode: Mode;
  /** The endpoint takes deliveries. */
  wanted: boolean;
  attemptsMade: number;
};

export class WebhookRedeliveryRepository {
  constructor(private readonly db: Database) {}

  /**
   * Books the events of a range that the endpoint takes, oldest first. An event that waits already is not booked twice, and
   * one that was never relayed is left to the relay.
   * @param most - events booked at most, ≥ 1
   * @returns undefined when `after` is none that this database has given out for the partner and mode
   */
  async book(
    endpoint: { partnerId: string; mode: Mode; id: string },
    range: RedeliveryRange,
    most: number,
  ): Promise<RedeliveryBooked | undefined> {
    const after = await placeOf(this.db, endpoint, range.after);
    if (!after) return undefined;
    const rows = await this.db.query<{ txid: string; seq: number; booked: boolean }>(
      `WITH chosen AS (
         SELECT e.id, e.txid, e.seq FROM outbox_event e JOIN webhook_endpoint w ON w.id = $3
         WHERE e.partner_id = $1 AND e.mode = $2 AND (e.txid, e.seq) > ($4::text::xid8, $5::bigint)
           AND e.txid < pg_snapshot_xmin(pg_current_snapshot()) AND e.relayed_at IS NOT NULL
           AND e.created_at >= $6 AND e.created_at < $7
           AND CASE WHEN e.only_endpoint_id IS NULL THEN w.event_types IS NULL OR e.type = ANY(w.event_types)
                    ELSE e.only_endpoint_id = w.id END
           AND ($8 OR NOT EXISTS (SELECT 1 FROM webhook_attempt a WHERE a.event_id = e.id AND a.endpoint_id = w.id
                                    AND a.status_code BETWEEN 200 AND 299))
         ORDER BY e.txid, e.seq LIMIT $9 + 1),
       page AS (SELECT * FROM chosen ORDER BY txid, seq LIMIT $9),
       stored AS (INSERT INTO webhook_redelivery (endpoint_id, event_id) SELECT $3, id FROM page ORDER BY txid, seq
         ON CONFLICT DO NOTHING RETURNING event_id)
       SELECT c.txid::text AS txid, c.seq, p.id IS NOT NULL AS booked
       FROM chosen c LEFT JOIN page p ON p.id = c.id CROSS JOIN (SELECT pg_notify($10, '')) told ORDER BY c.txid, c.seq`,
      [
        ...[endpoint.partnerId, endpoint.mode, endpoint.id, after.txid, after.seq],
        ...[range.from ?? '-infinity', range.until, range.all, most, OUTBOX_CHANNEL],
      ],
    );
    const booked = rows.filter((row) => row.booked);
    const last = booked.at(-1);
    return {
      events: booked.length,
      nextCursor: rows.length > booked.length && last ? encodeEventCursor(last) : undefined,
    };
  }

  /** Takes what waits, in the order it was booked, locking it for the transaction; other relays pass over it. */
  async takeWaiting(sql: Sql, limit: number): Promise<WaitingRedelivery[]> {
    return sql.query<WaitingRedelivery>(
      `SELECT r.event_id AS "eventId", r.endpoint_id AS "endpointId", e.type, e.partner_id AS "partnerId", e.mode,
         w.status = 'enabled' AND w.deleted_at IS NULL AS wanted,
         (SELECT count(*)::int FROM webhook_attempt a WHERE a.event_id = r.event_id AND a.endpoint_id = r.endpoint_id)
           AS "attemptsMade"
       FROM webhook_redelivery r JOIN outbox_event e ON e.id = r.event_id JOIN webhook_endpoint w ON w.id = r.endpoint_id
       ORDER BY r.seq LIMIT $1 FOR UPDATE OF r SKIP LOCKED`,
      [limit],
    );
  }

  async done(sql: Sql, taken: readonly WaitingRedelivery[]): Promise<void> {
    await sql.query(
      `DELETE FROM webhook_redelivery r USING unnest($1::text[], $2::text[]) AS t(event_id, endpoint_id)
       WHERE r.event_id = t.event_id AND r.endpoint_id = t.endpoint_id`,
      [taken.map((r) => r.eventId), taken.map((r) => r.endpointId)],
    );
  }
}
