// Hedged or flat: what to do next with one subscriber's entry, decided from the persisted orders alone, so that any process can go on.
import { closeStep, type CloseLimits, type CloseStep, type Exposure } from './close-exposure.js';
import { idsOf, isPending, isPriceStale, isStale, type SagaOrder } from './saga-order.js';

export type SagaLimits = CloseLimits & {
  /** epoch ms past which no opening order leaves */
  deadlineMs: number;
  /** how long an entry order may rest unfilled, whatever its prices */
  entryFillWaitMs: number;
  /** how long it may rest at one price before it is repriced in place */
  entryRepriceMs: number;
  /** how often; 0 where the broker cannot modify */
  maxEntryReprices: number;
};

export type SagaStep =
  | Exclude<CloseStep, { do: 'rest' | 'drop' }>
  | { do: 'drop'; orders: string[]; reason: 'deadline' | 'sibling_failed' | 'not_needed' }
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
    const step = advanceWave(
      entry.filter((o) => o.wave === wave),
      nowMs,
      limits,
    );
    if (step) return step;
  }
  return { do: 'conclude', outcome: 'completed', exposed: [] };
}

function advanceWave(orders: readonly SagaOrder[], nowMs: number, limits: SagaLimits): SagaStep | undefined {
  const inTime = nowMs < limits.deadlineMs;
  const waiting = orders.filter((o) => o.state === 'INTENDED');
  if (waiting.length > 0)
    return inTime ? { do: 'send', orders: idsOf(waiting) } : { do: 'drop', orders: idsOf(waiting), reason: 'deadline' };
  const stale = orders.filter((o) => isStale(o, nowMs, limits.entryFillWaitMs));
  if (stale.length > 0) return { do: 'cancel', orders: idsOf(stale) };
  const repriceable = orders.filter((o) => inTime && o.reprices < limits.maxEntryReprices);
  const due = repriceable.filter((o) => isPriceStale(o, nowMs, limits.entryRepriceMs));
  if (due.length > 0) return { do: 'reprice', orders: idsOf(due) };
  const pending = orders.filter(isPending);
  return pending.length > 0 ? { do: 'settle', orders: idsOf(pending) } : undefined;
}

function retreat(
  orders: readonly SagaOrder[],
  entry: readonly SagaOrder[],
  nowMs: number,
  limits: SagaLimits,
): SagaStep {
  const step = closeStep(orders, 'unwind', nowMs, limits);
  if (step.do !== 'rest') return step;
  const { open, unknown } = step;
  if (unknown.length > 0) return { do: 'conclude', outcome: 'unknown', exposed: open };
  if (open.length > 0) return { do: 'conclude', outcome: 'failed', exposed: open };
  if (entry.some((o) => o.filledUnits > 0)) return { do: 'conclude', outcome: 'unwound', exposed: [] };
  return { do: 'conclude', outcome: emptyOutcome(entry), exposed: [] };
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
