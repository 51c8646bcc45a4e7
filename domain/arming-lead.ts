// How long before its entry a run begins to arm: from how many subscribers there are and how fast arming went lately.

/** Subscribers per second until a run has been measured: slower than any set-up that was (docs/performance.md). */
const UNMEASURED_RATE = 20;
/** The volley's own preparations: it warms connections 6 s before the instant, and who joins later than that warms alone. */
const PREPARATION_S = 10;
/** An entry armed later than this before the instant does not join the burst; it is sent as soon as it may. */
export const JOIN_UNTIL_MS = 450;
/** Twice what is needed: the machine may be busier than when it was measured. */
const MARGIN = 2;
/** In steps, so that a Schedule is not changed for every subscriber. */
const STEP_S = 15;
/** A longer one than this is a matter of more workers. */
export const LONGEST_LEAD_S = 1_800;

/**
 * @param ratePerSecond - subscribers armed per second; undefined when none was measured
 * @param leastS - never less than this
 * @returns seconds
 */
export function armingLeadS(subscribers: number, ratePerSecond: number | undefined, leastS: number): number {
  const neededS = PREPARATION_S + (MARGIN * subscribers) / (ratePerSecond ?? UNMEASURED_RATE);
  return Math.max(leastS, Math.min(LONGEST_LEAD_S, Math.ceil(neededS / STEP_S) * STEP_S));
}
