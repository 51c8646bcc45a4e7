// Heartbeats of activities that last: sparse, and none while a burst has the machine to itself.

/** After a quiet time those put off are spread over this long. */
const SPREAD_MS = 1_000;

/** How long there are to be no heartbeats, ms from now; 0 when there may be. A few seconds at most: time-outs go on running. */
export type QuietForMs = () => number;

/** @returns what ends them */
export function startHeartbeats(beat: () => void, everyMs: number, quietForMs: QuietForMs = () => 0): () => void {
  let timer = setTimeout(turn, everyMs);
  function turn(): void {
    const quietMs = quietForMs();
    if (quietMs === 0) beat();
    timer = setTimeout(turn, quietMs === 0 ? everyMs : quietMs + Math.random() * SPREAD_MS);
  }
  return () => clearTimeout(timer);
}
