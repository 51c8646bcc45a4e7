// The place in a partner's event stream as opaque text.

/** A transaction's 64-bit id as decimal text, and the event's number. */
export type EventCursor = { txid: string; seq: number };

export function encodeEventCursor({ txid, seq }: EventCursor): string {
  return Buffer.from(`${txid}.${seq}`).toString('base64url');
}

/** @returns undefined when the text is not a cursor of ours */
export function decodeEventCursor(text: string): EventCursor | undefined {
  const match = /^(\d{1,18})\.(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  return match?.[1] !== undefined && match[2] !== undefined ? { txid: match[1], seq: Number(match[2]) } : undefined;
}
