// The outbox: events stored in the transaction that makes them true, read by partners with a cursor and by the relay.
import type { Mode } from '../../domain/mode.js';
import type { PartnerEvent, PartnerEventOwner, PartnerEventType } from '../../domain/partner-event.js';
import { newId } from '../../platform/ids.js';
import type { Database, Sql } from '../sql.js';
import { encodeEventCursor, placeOf } from './event-cursor.js';

export const OUTBOX_CHANNEL = 'outbox';

export type StoredEvent = {
  id: string;
  type: PartnerEventType;
  body: Record<string, unknown>;
  createdAt: Date;
  /** Delivered to this endpoint alone; null: to all that take its type. */
  onlyEndpointId: string | null;
};
/** `nextCursor` continues after the last event listed; undefined only when nothing was ever listed. */
export type EventPage = { events: StoredEvent[]; nextCursor: string | undefined; hasMore: boolean };
/** An event that no relay has taken yet. */
export type WaitingEvent = PartnerEventOwner & Pick<StoredEvent, 'id' | 'type' | 'onlyEndpointId'>;

const COLUMNS = `id, type, body, created_at AS "createdAt", only_endpoint_id AS "onlyEndpointId"`;

export class OutboxRepository {
  constructor(private readonly db: Database) {}

  /**
   * Stores an event and announces it; call it in the transaction that makes the event true.
   * @param onlyEndpointId - delivered to this endpoint alone, whatever the types it takes
   * @returns the event's id (`evt_…`), or undefined when its cause was told before: a replay changes nothing
   */
  async append(
    sql: Sql,
    event: PartnerEventOwner & PartnerEvent,
    onlyEndpointId: string | null = null,
  ): Promise<string | undefined> {
    const id = newId('evt');
    // The number that closes the body is the row's own: taken from a sequence, which holds up nobody until the commit.
    const unclosed = JSON.stringify({ ...event.body, event_id: id }).slice(0, -1);
    const rows = await sql.query<{ id: string }>(
      `WITH number AS (SELECT nextval(pg_get_serial_sequence('outbox_event', 'seq')) AS seq), stored AS (
         INSERT INTO outbox_event (seq, id, partner_id, mode, type, cause, body, only_endpoint_id)
         SELECT seq, $1, $2, $3, $4, $5, ($6 || ',"sequence":' || seq || '}')::json, $8 FROM number
         ON CONFLICT (cause) DO NOTHING RETURNING id)
       SELECT id, pg_notify($7, id) FROM stored`,
      [id, event.partnerId, event.mode, event.type, event.cause, unclosed, OUTBOX_CHANNEL, onlyEndpointId],
    );
    return rows[0]?.id;
  }

  /**
   * A partner's events after a cursor, oldest first. Ordered by transaction, then sequence, and only up to the oldest
   * transaction still open: a sequence number is taken before the commit, so ordering by it alone would let a cursor
   * pass an event whose transaction commits late. What is listed is sorted by sequence: a transaction that waited for another's
   * rows is older than it, and yet its event is the later one.
   * @param cursor - a former page's `nextCursor`; undefined starts at the beginning
   * @param limit - most events returned, ≥ 1
   * @returns undefined when the cursor is none that this database has given out for the partner and mode
   */
  async listAfter(
    partnerId: string,
    mode: Mode,
    cursor: string | undefined,
    limit: number,
  ): Promise<EventPage | undefined> {
    const after = await placeOf(this.db, { partnerId, mode }, cursor);
    if (after === undefined) return undefined;
    const rows = await this.db.query<StoredEvent & { txid: string; seq: number }>(
      `SELECT ${COLUMNS}, txid::text AS txid, seq FROM outbox_event
       WHERE partner_id = $1 AND mode = $2 AND (txid, seq) > ($3::text::xid8, $4::bigint)
         AND txid < pg_snapshot_xmin(pg_current_snapshot())
       ORDER BY outbox_event.txid, seq LIMIT $5`,
      [partnerId, mode, after.txid, after.seq, limit + 1],
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      events: page.toSorted((a, b) => a.seq - b.seq).map(({ txid: _txid, seq: _seq, ...event }) => event),
      nextCursor: last ? encodeEventCursor(last) : cursor,
      hasMore: rows.length > limit,
    };
  }

  /** One event of a partner, or undefined. */
  async find(partnerId: string, mode: Mode, eventId: string): Promise<StoredEvent | undefined> {
    const rows = await this.db.query<StoredEvent>(
      `SELECT ${COLUMNS} FROM outbox_event WHERE partner_id = $1 AND mode = $2 AND id = $3`,
      [partnerId, mode, eventId],
    );
    return rows[0];
  }

  /** Takes events that no one has relayed, oldest first, locking them for the transaction; other relays pass over them. */
  async takeWaiting(sql: Sql, limit: number): Promise<WaitingEvent[]> {
    return sql.query<WaitingEvent>(
      `SELECT id, partner_id AS "partnerId", mode, type, only_endpoint_id AS "onlyEndpointId" FROM outbox_event
       WHERE relayed_at IS NULL ORDER BY seq LIMIT $1 FOR UPDATE SKIP LOCKED`,
      [limit],
    );
  }

  async markRelayed(sql: Sql, eventIds: readonly string[]): Promise<void> {
    await sql.query('UPDATE outbox_event SET relayed_at = now() WHERE id = ANY($1)', [eventIds]);
  }

  /**
   * Whether an entry is under way right now: from the moment it begins to arm until the run is completed, but no
   * longer than three minutes past the instant, so that a run that hangs cannot silence everyone's events.
   */
  async entryUnderWay(): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT 1 FROM strategy_run WHERE status = 'running' AND only_partner_id IS NULL AND now() < entry_at + interval '3 minutes' LIMIT 1`,
    );
    return rows.length > 0;
  }
}
