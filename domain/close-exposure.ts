// Back to flat, the one way for unwinds and exits: shorts are bought back and seen filled before any long is sold.
import type { OrderPurpose } from './order-tag.js';
import type { Side } from './option-contract.js';
import { filledUnits, idsOf, isPending, isPriceStale, type SagaOrder } from './saga-order.js';

/** Units still open on a leg after everything that filled; `side` is the side of the order that closes it. */
export type Exposure = { legIndex: number; side: Side; units: number; generation: number };
export type ClosingPurpose = Exclude<OrderPurpose, 'entry'>;

export type CloseLimits = {
  /** how long a closing order may rest at one price, ms */
  closeFillWaitMs: number;
  /** prices tried in place before an order is cancelled and replaced; 0 where the broker cannot modify */
  maxCloseReprices: number;
  /** orders tried per leg, one after the other, before the leg counts as exposed */
  maxCloseGenerations: number;
  /** pace of further tries on an exposed leg, ms; Infinity: none */
  exposedRetryMs: number;
};

export type CloseStep =
  | { do: 'drop'; orders: string[]; reason: 'sibling_failed' }
  | { do: 'send' | 'settle' | 'cancel' | 'reprice'; orders: string[] }
  /** Write the intents of a next generation. */
  | { do: 'close'; exposures: Exposure[] }
  /** Nothing to do now. `retryAtMs`: when an exposed leg may be tried again, Infinity if never. */
  | { do: 'rest'; open: Exposure[]; unknown: string[]; retryAtMs: number };

/** The next step towards flat. Pure: the same orders and time always give the same step. */
export function closeStep(
  orders: readonly SagaOrder[],
  purpose: ClosingPurpose,
  nowMs: number,
  limits: CloseLimits,
): CloseStep {
  const entry = orders.filter((o) => o.purpose === 'entry');
  const closing = orders.filter((o) => o.purpose !== 'entry');
  return endOpening(entry) ?? endClosing(closing, nowMs, limits) ?? closeMore(orders, purpose, nowMs, limits);
}

/** What is open per leg: entry fills less closing fills. @param purpose - of the orders that are to close it: numbers their generation */
export function exposures(orders: readonly SagaOrder[], purpose: ClosingPurpose): Exposure[] {
  const legs = [...new Set(orders.map((o) => o.legIndex))].sort((a, b) => a - b);
  return legs.flatMap((legIndex) => {
    const ofLeg = orders.filter((o) => o.legIndex === legIndex);
    const opening = ofLeg.filter((o) => o.purpose === 'entry');
    const closing = ofLeg.filter((o) => o.purpose !== 'entry');
    const units = filledUnits(opening) - filledUnits(closing);
    const side: Side = opening[0]?.side === 'SELL' ? 'BUY' : 'SELL';
    const generation = closing.reduce(
      (most, o) => (o.purpose === purpose ? Math.max(most, o.generation + 1) : most),
      0,
    );
    return units > 0 ? [{ legIndex, side, units, generation }] : [];
  });
}

function endOpening(entry: readonly SagaOrder[]): CloseStep | undefined {
  const unsent = entry.filter((o) => o.state === 'INTENDED');
  if (unsent.length > 0) return { do: 'drop', orders: idsOf(unsent), reason: 'sibling_failed' };
  const resting = entry.filter((o) => o.state === 'OPEN');
  if (resting.length > 0) return { do: 'cancel', orders: idsOf(resting) };
  const pending = entry.filter(isPending);
  return pending.length > 0 ? { do: 'settle', orders: idsOf(pending) } : undefined;
}

function endClosing(closing: readonly SagaOrder[], nowMs: number, limits: CloseLimits): CloseStep | undefined {
  const unsent = closing.filter((o) => o.state === 'INTENDED');
  if (unsent.length > 0) return { do: 'send', orders: idsOf(unsent) };
  const stale = closing.filter((o) => isPriceStale(o, nowMs, limits.closeFillWaitMs));
  const exhausted = stale.filter((o) => o.reprices >= limits.maxCloseReprices);
  if (exhausted.length > 0) return { do: 'cancel', orders: idsOf(exhausted) };
  if (stale.length > 0) return { do: 'reprice', orders: idsOf(stale) };
  const pending = closing.filter(isPending);
  return pending.length > 0 ? { do: 'settle', orders: idsOf(pending) } : undefined;
}

function closeMore(
  orders: readonly SagaOrder[],
  purpose: ClosingPurpose,
  nowMs: number,
  limits: CloseLimits,
): CloseStep {
  const open = exposures(orders, purpose);
  const unknown = orders.filter((o) => o.state === 'UNKNOWN');
  const closable = closableNow(open, unknown);
  const due = closable.filter((e) => tryAgainAtMs(e, orders, purpose, limits) <= nowMs);
  if (due.length > 0) return { do: 'close', exposures: due };
  const retryAtMs = Math.min(...closable.map((e) => tryAgainAtMs(e, orders, purpose, limits)));
  return { do: 'rest', open, unknown: idsOf(unknown), retryAtMs };
}

/** Shorts first. A leg with a closing order nobody can vouch for is left alone: it may be closed already. */
function closableNow(open: readonly Exposure[], unknown: readonly SagaOrder[]): Exposure[] {
  const doubtful = new Set(unknown.filter((o) => o.purpose !== 'entry').map((o) => o.legIndex));
  const shorts = open.filter((e) => e.side === 'BUY');
  // Longs stay while they may be the hedge of a short, seen or not.
  const shortMayBeOpen = shorts.length > 0 || unknown.some((o) => o.purpose === 'entry' && o.side === 'SELL');
  return (shortMayBeOpen ? shorts : open).filter((e) => !doubtful.has(e.legIndex));
}

function tryAgainAtMs(
  exposure: Exposure,
  orders: readonly SagaOrder[],
  purpose: ClosingPurpose,
  limits: CloseLimits,
): number {
  if (exposure.generation < limits.maxCloseGenerations) return -Infinity;
  const ofLeg = orders.filter((o) => o.purpose === purpose && o.legIndex === exposure.legIndex);
  return ofLeg.reduce((latest, o) => Math.max(latest, o.sentAtMs ?? 0), 0) + limits.exposedRetryMs;
}
