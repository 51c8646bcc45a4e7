// One wall clock for instants: epoch ms with sub-millisecond digits, and waiting for one.
import { setTimeout as sleep } from 'node:timers/promises';

/** Long enough for Date.now to tick at least once between two samples. */
const SAMPLED_FOR_MS = 1.5;

let offsetMs = sampledOffset();

/** Epoch ms with sub-millisecond digits, as right as the last `alignWallClock`. */
export function wallClockMs(): number {
  return offsetMs + performance.now();
}

/**
 * Takes over the system's time as it is now. A process runs for weeks: what it measured at its start knows nothing of
 * the corrections that the system's clock has had since. Spins for about a millisecond and a half.
 */
export function alignWallClock(): void {
  offsetMs = sampledOffset();
}

/**
 * Date.now is cut to whole milliseconds, so it is right at its tick: there its lead over the monotonic clock is largest. The
 * monotonic clock is read after it: a process that loses the processor in between takes the offset for too small, never for too
 * large, and no order leaves before its instant.
 */
function sampledOffset(): number {
  let largest = -Infinity;
  for (let at = performance.now(), end = at + SAMPLED_FOR_MS; at < end;) {
    const wallMs = Date.now();
    at = performance.now();
    largest = Math.max(largest, wallMs - at);
  }
  return largest;
}

/** Resolves at an instant (epoch ms), at once when it has passed. @param now - epoch ms */
export async function sleepUntil(instantMs: number, now: () => number = Date.now): Promise<void> {
  const waitMs = instantMs - now();
  if (waitMs > 0) await sleep(waitMs);
}
