// The simulators' clock: epoch milliseconds with a microsecond fraction, because lateness at the broker is what the engine is judged by.

const MOST_OF_A_MS = 0.999;

/** @returns epoch ms, not rounded */
export type Clock = () => number;

/** The machine's wall clock in microseconds: the monotonic clock, held within the millisecond that the wall clock shows. */
export function wallClock(): Clock {
  let anchorMs = Date.now() - performance.now();
  return () => {
    const wallMs = Date.now();
    const now = anchorMs + performance.now();
    // Cut to whole milliseconds, the wall clock bounds the true time from both sides; what is seen near a tick makes the anchor exact.
    const correction = now < wallMs ? wallMs - now : Math.min(0, wallMs + MOST_OF_A_MS - now);
    anchorMs += correction;
    return now + correction;
  };
}

/** RFC 3339 in UTC with six decimals: `2026-11-24T03:50:00.001234Z`. */
export function microsecondTime(epochMs: number): string {
  const micros = Math.round(epochMs * 1000);
  const fraction = String(micros % 1_000_000).padStart(6, '0');
  return `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19)}.${fraction}Z`;
}
