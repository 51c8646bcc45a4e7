// The Retry-After header: seconds, or an HTTP date.

/**
 * @param nowMs - epoch ms, for dates
 * @returns whole seconds to wait, ≥ 0; undefined when the header is missing or unreadable
 */
export function retryAfterSeconds(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // Dates only: Date.parse would read "1.5" or "-3" as one.
  const atMs = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}
