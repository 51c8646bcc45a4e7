// Back to flat, the one way for unwinds and exits: shorts are bought back and seen filled before any long is sold.
import { idsOf, isPending, isPriceStale, netUnits, remainingUnits, type SagaOrder } from './saga-order.js';
import type { OrderPurpose } from './order-tag.js';
import type { Side } from './option-contract.js';

/**
 * Units still open on a leg after everything that filled; `side` is the side of the order that closes it. A leg of which more was
 * closed than opened (a closing order that appeared late, after its successor had filled) is open on its other side.
 */
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
  /** `not_needed`: a closing order that would close more than is open. */
  | { do: 'drop'; orders: string[]; reason: 'sibling_failed' | 'not_needed' }
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
  return endOpening(entry) ?? endClosing(orders, nowMs, limits) ?? closeMore(orders, purpose, nowMs, limits);
}

/** What is open per leg, whichever orders made it so. @param purpose - of the orders that are to close it: numbers their generation */
export function exposures(orders: readonly SagaOrder[], purpose: ClosingPurpose): Exposure[] {
  return legsOf(orders).flatMap(([legIndex, ofLeg]) => {
    const net = netUnits(ofLeg);
    const generation = ofLeg.reduce((most, o) => (o.purpose === purpose ? Math.max(most, o.generation + 1) : most), 0);
    return net === 0 ? [] : [{ legIndex, side: closingSide(net), units: Math.abs(net), generation }];
  });
}

const closingSide = (net: number): Side => (net > 0 ? 'SELL' : 'BUY');

function legsOf(orders: readonly SagaOrder[]): [number, SagaOrder[]][] {
  const legs = [...new Set(orders.map((o) => o.legIndex))].sort((a, b) => a - b);
  return legs.map((legIndex) => [legIndex, orders.filter((o) => o.legIndex === legIndex)]);
}

function endOpening(entry: readonly SagaOrder[]): CloseStep | undefined {
  const unsent = entry.filter((o) => o.state === 'INTENDED');
  if (unsent.length > 0) return { do: 'drop', orders: idsOf(unsent), reason: 'sibling_failed' };
  const resting = entry.filter((o) => o.state === 'OPEN');
  if (resting.length > 0) return { do: 'cancel', orders: idsOf(resting) };
  const pending = entry.filter(isPending);
  return pending.length > 0 ? { do: 'settle', orders: idsOf(pending) } : undefined;
}

function endClosing(orders: readonly SagaOrder[], nowMs: number, limits: CloseLimits): CloseStep | undefined {
  const closing = orders.filter((o) => o.purpose !== 'entry');
  const excess = legsOf(orders).flatMap(([, ofLeg]) => excessOf(ofLeg));
  const unneeded = excess.filter((o) => o.state === 'INTENDED');
  if (unneeded.length > 0) return { do: 'drop', orders: idsOf(unneeded), reason: 'not_needed' };
  const tooMuch = excess.filter((o) => o.state === 'OPEN');
  if (tooMuch.length > 0) return { do: 'cancel', orders: idsOf(tooMuch) };
  const unsent = closing.filter((o) => o.state === 'INTENDED');
  if (unsent.length > 0) return { do: 'send', orders: idsOf(unsent) };
  const stale = closing.filter((o) => isPriceStale(o, nowMs, limits.closeFillWaitMs));
  const exhausted = stale.filter((o) => o.reprices >= limits.maxCloseReprices);
  if (exhausted.length > 0) return { do: 'cancel', orders: idsOf(exhausted) };
  if (stale.length > 0) return { do: 'reprice', orders: idsOf(stale) };
  const pending = closing.filter(isPending);
  return pending.length > 0 ? { do: 'settle', orders: idsOf(pending) } : undefined;
}

/** A leg's closing orders that together would close more than is open, or on the wrong side: an order that appeared late made them too many. */
function excessOf(ofLeg: readonly SagaOrder[]): SagaOrder[] {
  const net = netUnits(ofLeg);
  const live = ofLeg.filter((o) => o.purpose !== 'entry' && (o.state === 'INTENDED' || isPending(o)));
  const fitting = live.filter((o) => net !== 0 && o.side === closingSide(net));
  const tooMany = fitting.reduce((sum, o) => sum + remainingUnits(o), 0) > Math.abs(net);
  return tooMany ? live : live.filter((o) => !fitting.includes(o));
}

function closeMore(
  orders: readonly SagaOrder[],
  purpose: ClosingPurpose,
  nowMs: number,
  limits: CloseLimits,
): CloseStep {
  const open = exposures(orders, purpose);
  const unknown = orders.filter((o) => o.state === 'UNKNOWN');
  const closable = closableNow(orders, open);
  const due = closable.filter((e) => tryAgainAtMs(e, orders, purpose, limits) <= nowMs);
  if (due.length > 0) return { do: 'close', exposures: due };
  const retryAtMs = Math.min(...closable.map((e) => tryAgainAtMs(e, orders, purpose, limits)));
  return { do: 'rest', open, unknown: idsOf(unknown), retryAtMs };
}

/** Shorts first. A leg with a closing order nobody can vouch for is left alone: it may be closed already. */
function closableNow(orders: readonly SagaOrder[], open: readonly Exposure[]): Exposure[] {
  const unknown = orders.filter((o) => o.state === 'UNKNOWN');
  const doubtful = new Set(unknown.filter((o) => o.purpose !== 'entry').map((o) => o.legIndex));
  // Longs stay while they may be the hedge of a short, seen or not.
  const shortMayBeOpen = legsOf(orders).some(([, ofLeg]) => lowestNet(ofLeg) < 0);
  return open.filter((e) => (e.side === 'BUY' || !shortMayBeOpen) && !doubtful.has(e.legIndex));
}

/** A leg's position if every sale nobody can vouch for was filled. */
function lowestNet(ofLeg: readonly SagaOrder[]): number {
  const sales = ofLeg.filter((o) => o.state === 'UNKNOWN' && o.side === 'SELL');
  return netUnits(ofLeg) - sales.reduce((sum, o) => sum + remainingUnits(o), 0);
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
