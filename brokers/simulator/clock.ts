// The simulators' clock: epoch milliseconds with a microsecond fraction, because lateness at the broker is what the engine is judged by.

/** @returns epoch ms, not rounded */
export type Clock = () => number;

const LARGEST_DRIFT_MS = 2;

/** The machine's wall clock in microseconds: the monotonic clock anchored to it, anchored anew when the two drift apart. */
export function wallClock(): Clock {
  let anchorMs = performance.timeOrigin;
  return () => {
    const now = anchorMs + performance.now();
    if (Math.abs(Date.now() + 0.5 - now) <= LARGEST_DRIFT_MS) return now;
    anchorMs = Date.now() - performance.now();
    return Date.now();
  };
}

/** RFC 3339 in UTC with six decimals: `2026-11-24T03:50:00.001234Z`. */
export function microsecondTime(epochMs: number): string {
  const micros = Math.round(epochMs * 1000);
  const fraction = String(micros % 1_000_000).padStart(6, '0');
  return `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19)}.${fraction}Z`;
}
