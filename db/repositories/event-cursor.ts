// The place in a partner's event stream as opaque text.
import type { PartnerEventOwner } from '../../domain/partner-event.js';
import type { Sql } from '../sql.js';

/** A transaction's 64-bit id as decimal text, and the event's number. */
export type EventCursor = { txid: string; seq: number };

export function encodeEventCursor({ txid, seq }: EventCursor): string {
  return Buffer.from(`${txid}.${seq}`).toString('base64url');
}

/**
 * Where to go on from: the place a cursor names, if this database can have given it out. It names an event of the partner, and one
 * that was final: older than every open transaction. What was given out once stays so, since events are never deleted and the
 * oldest open transaction only gets younger. A cursor from before a reset or from another cluster does not, and would skip events.
 * @param cursor - undefined: the beginning
 * @returns undefined when it must be refused
 */
export async function placeOf(
  sql: Sql,
  { partnerId, mode }: PartnerEventOwner,
  cursor: string | undefined,
): Promise<EventCursor | undefined> {
  if (cursor === undefined) return { txid: '0', seq: 0 };
  const place = decodeEventCursor(cursor);
  if (!place) return undefined;
  const rows = await sql.query(
    `SELECT 1 FROM outbox_event WHERE partner_id = $1 AND mode = $2 AND txid = $3::text::xid8 AND seq = $4::bigint
       AND txid < pg_snapshot_xmin(pg_current_snapshot())`,
    [partnerId, mode, place.txid, place.seq],
  );
  return rows.length > 0 ? place : undefined;
}

/** @returns undefined when the text is not a cursor of ours */
function decodeEventCursor(text: string): EventCursor | undefined {
  const match = /^(\d{1,18})\.(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  return match?.[1] !== undefined && match[2] !== undefined ? { txid: match[1], seq: Number(match[2]) } : undefined;
}
