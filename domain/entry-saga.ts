// Hedged or flat: what to do next with one subscriber's entry, decided from the persisted orders alone, so that any process can go on.
import type { OrderPurpose } from './order-tag.js';
import type { OrderState } from './order-state.js';
import type { Side } from './option-contract.js';

export type SagaOrder = {
  id: string;
  purpose: OrderPurpose;
  legIndex: number;
  generation: number;
  wave: number;
  side: Side;
  quantityUnits: number;
  filledUnits: number;
  state: OrderState;
  refusalReason: string | null;
  sentAtMs: number | null;
};
export type SagaLimits = {
  /** epoch ms past which no opening order leaves */
  deadlineMs: number;
  /** how long an entry order may rest unfilled */
  entryFillWaitMs: number;
  /** how long an unwinding order may rest before it is repriced */
  unwindFillWaitMs: number;
  /** prices tried before an unwinding leg is reported as exposed */
  maxUnwindGenerations: number;
};
/** Units still open on a leg after everything that filled; `side` is the side of the order that closes it. */
export type Exposure = { legIndex: number; side: Side; units: number; generation: number };

export type SagaStep =
  | { do: 'send'; orders: string[] }
  | { do: 'drop'; orders: string[]; reason: 'deadline' | 'sibling_failed' }
  | { do: 'settle'; orders: string[] }
  | { do: 'cancel'; orders: string[] }
  | { do: 'unwind'; exposures: Exposure[] }
  | {
      do: 'conclude';
      outcome: 'completed' | 'unwound' | 'failed' | 'missed' | 'skipped' | 'unknown';
      exposed: Exposure[];
    };

/** The next step, until `conclude`. Pure: the same orders and time always give the same step. */
export function nextStep(orders: readonly SagaOrder[], nowMs: number, limits: SagaLimits): SagaStep {
  const entry = orders.filter((o) => o.purpose === 'entry');
  return entry.some(hasFailed) ? retreat(orders, entry, nowMs, limits) : advance(entry, nowMs, limits);
}

function advance(entry: readonly SagaOrder[], nowMs: number, limits: SagaLimits): SagaStep {
  const waves = [...new Set(entry.map((o) => o.wave))].sort((a, b) => a - b);
  for (const wave of waves) {
    const orders = entry.filter((o) => o.wave === wave);
    const waiting = orders.filter((o) => o.state === 'INTENDED');
    if (waiting.length > 0)
      return nowMs < limits.deadlineMs
        ? { do: 'send', orders: ids(waiting) }
        : { do: 'drop', orders: ids(waiting), reason: 'deadline' };
    const stale = orders.filter((o) => o.state === 'OPEN' && rested(o, nowMs, limits.entryFillWaitMs));
    if (stale.length > 0) return { do: 'cancel', orders: ids(stale) };
    const pending = orders.filter(isPending);
    if (pending.length > 0) return { do: 'settle', orders: ids(pending) };
  }
  return { do: 'conclude', outcome: 'completed', exposed: [] };
}

function retreat(
  orders: readonly SagaOrder[],
  entry: readonly SagaOrder[],
  nowMs: number,
  limits: SagaLimits,
): SagaStep {
  const unsent = entry.filter((o) => o.state === 'INTENDED');
  if (unsent.length > 0) return { do: 'drop', orders: ids(unsent), reason: 'sibling_failed' };
  const open = entry.filter((o) => o.state === 'OPEN');
  if (open.length > 0) return { do: 'cancel', orders: ids(open) };
  const pending = entry.filter(isPending);
  if (pending.length > 0) return { do: 'settle', orders: ids(pending) };
  return flatten(orders, entry, nowMs, limits);
}

function flatten(
  orders: readonly SagaOrder[],
  entry: readonly SagaOrder[],
  nowMs: number,
  limits: SagaLimits,
): SagaStep {
  const unwinds = orders.filter((o) => o.purpose === 'unwind');
  const unsent = unwinds.filter((o) => o.state === 'INTENDED');
  if (unsent.length > 0) return { do: 'send', orders: ids(unsent) };
  const stale = unwinds.filter((o) => o.state === 'OPEN' && rested(o, nowMs, limits.unwindFillWaitMs));
  if (stale.length > 0) return { do: 'cancel', orders: ids(stale) };
  const pending = unwinds.filter(isPending);
  if (pending.length > 0) return { do: 'settle', orders: ids(pending) };

  const open = exposures(orders);
  // An order nobody can vouch for: longs stay, for they may be the hedge of a short we cannot see.
  const unknown = orders.some((o) => o.state === 'UNKNOWN');
  const shorts = open.filter((e) => e.side === 'BUY');
  const next = shorts.length > 0 ? shorts : unknown ? [] : open;
  const allowed = next.filter((e) => e.generation < limits.maxUnwindGenerations);
  if (allowed.length > 0 && !unwinds.some((o) => o.state === 'UNKNOWN')) return { do: 'unwind', exposures: allowed };
  if (unknown) return { do: 'conclude', outcome: 'unknown', exposed: open };
  if (open.length > 0) return { do: 'conclude', outcome: 'failed', exposed: open };
  if (entry.some((o) => o.filledUnits > 0)) return { do: 'conclude', outcome: 'unwound', exposed: [] };
  return { do: 'conclude', outcome: emptyOutcome(entry), exposed: [] };
}

/** What is open per leg: entry fills less unwinding fills. */
export function exposures(orders: readonly SagaOrder[]): Exposure[] {
  const legs = [...new Set(orders.map((o) => o.legIndex))].sort((a, b) => a - b);
  return legs.flatMap((legIndex) => {
    const ofLeg = orders.filter((o) => o.legIndex === legIndex);
    const opening = ofLeg.filter((o) => o.purpose === 'entry');
    const closing = ofLeg.filter((o) => o.purpose === 'unwind');
    const units = filled(opening) - filled(closing);
    const side = opening[0]?.side === 'SELL' ? 'BUY' : 'SELL';
    const generation = closing.reduce((most, o) => Math.max(most, o.generation + 1), 0);
    return units > 0 ? [{ legIndex, side, units, generation }] : [];
  });
}

function hasFailed(o: SagaOrder): boolean {
  const short = o.state === 'CANCELLED' && o.filledUnits < o.quantityUnits;
  return short || o.state === 'REJECTED' || o.state === 'NOT_PLACED' || o.state === 'DROPPED' || o.state === 'UNKNOWN';
}

/** What an entry without a single fill is called: refused or not filled, stopped by someone, or too late. */
function emptyOutcome(entry: readonly SagaOrder[]): 'skipped' | 'missed' | 'failed' {
  const reasons = entry.flatMap((o) => {
    if (o.state === 'REJECTED' || o.state === 'CANCELLED') return ['at the broker'];
    return o.refusalReason === null ? [] : [o.refusalReason];
  });
  if (reasons.some((reason) => reason !== 'stopped')) return 'failed';
  return reasons.length > 0 ? 'skipped' : 'missed';
}

const isPending = (o: SagaOrder): boolean => o.state === 'SENDING' || o.state === 'AMBIGUOUS' || o.state === 'OPEN';
const rested = (o: SagaOrder, nowMs: number, waitMs: number): boolean =>
  o.sentAtMs !== null && nowMs - o.sentAtMs > waitMs;
const ids = (orders: readonly SagaOrder[]): string[] => orders.map((o) => o.id);
const filled = (orders: readonly SagaOrder[]): number => orders.reduce((sum, o) => sum + o.filledUnits, 0);
