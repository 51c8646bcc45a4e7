// Cursors of events that nobody has given out: a real one with its transaction and number moved.

/** @param by - added to the transaction's id and to the event's number */
export function movedCursor(cursor: string, by: { txid?: number; seq?: number }): string {
  const [txid, seq] = Buffer.from(cursor, 'base64url').toString().split('.').map(Number) as [number, number];
  return Buffer.from(`${txid + (by.txid ?? 0)}.${seq + (by.seq ?? 0)}`).toString('base64url');
}
