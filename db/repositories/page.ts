// Keyset pages: the cursor is the id of the last row shown, so that insertions never shift a page.

/** Where to go on and how many rows to bring (1 or more). */
export type PageRequest = { cursor?: string | undefined; limit: number };
export type Page<Row> = { rows: Row[]; /** absent on the last page */ nextCursor?: string };

/** Cuts what was read with one row too many (`limit + 1`) into a page. */
export function toPage<Row extends { id: string }>(read: readonly Row[], limit: number): Page<Row> {
  const rows = read.slice(0, limit);
  const last = rows.at(-1);
  return read.length > limit && last ? { rows, nextCursor: last.id } : { rows };
}
