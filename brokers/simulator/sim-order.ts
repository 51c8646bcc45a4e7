// One order at a simulated broker, from acceptance to its end, advanced only when somebody looks: resting orders cost nothing.
import type { OptionInstrument, Side } from '../../domain/option-contract.js';
import { findFill } from '../../domain/simulated-fill.js';
import type { PlaceTerms } from './refusals.js';

type SimOrderStatus = 'OPEN' | 'COMPLETE' | 'REJECTED' | 'CANCELLED';
/** What a fault makes of an accepted order; `rests` never trades (again). */
export type Behaviour = 'normal' | 'partial' | 'rests' | 'rejected';

export type LiveOrder = {
  orderId: string;
  clientId: string;
  tag: string;
  option: OptionInstrument;
  exchange: string;
  product: string;
  side: Side;
  quantityUnits: number;
  limitPricePaise: number;
  receivedAtMs: number;
  /** Before this instant the book does not show it (`late_accept`). */
  visibleAtMs: number;
  behaviour: Behaviour;
  /** First instant at which it may trade, and the next at which to look. */
  fillFromMs: number;
  nextCheckMs: number;
  status: SimOrderStatus;
  filledUnits: number;
  averagePricePaise: number;
  /** Instant of its last fill. */
  filledAtMs?: number;
  statusMessage?: string;
  statusCode?: string;
  /** Why it will be rejected; absent: the exchange's reason. */
  rejection?: Rejection;
};
type Rejection = { statusCode: string; statusMessage: string };

export type Trade = { units: number; pricePaise: number };

const EXCHANGE_REJECTION: Rejection = {
  statusCode: 'EX-16388',
  statusMessage: 'Rejected by the exchange: 16388 order outside the execution range',
};

/** An accepted order as it enters the book. */
export function openOrder(
  terms: PlaceTerms,
  { option, side }: { option: OptionInstrument; side: Side },
  fate: Pick<LiveOrder, 'orderId' | 'visibleAtMs' | 'fillFromMs' | 'behaviour' | 'rejection'>,
): LiveOrder {
  return {
    orderId: fate.orderId,
    visibleAtMs: fate.visibleAtMs,
    fillFromMs: fate.fillFromMs,
    behaviour: fate.behaviour,
    ...(fate.rejection && { rejection: fate.rejection }),
    clientId: terms.clientId,
    tag: terms.tag,
    option,
    exchange: terms.exchange,
    product: terms.product,
    side,
    quantityUnits: terms.quantityUnits,
    limitPricePaise: terms.limitPricePaise,
    receivedAtMs: terms.receivedAtMs,
    nextCheckMs: fate.fillFromMs,
    status: 'OPEN',
    filledUnits: 0,
    averagePricePaise: 0,
  };
}

/** Brings an order up to an instant. @returns the trade that happened on the way, if any */
export function advance(order: LiveOrder, nowMs: number): Trade | undefined {
  if (order.status !== 'OPEN' || order.behaviour === 'rests' || nowMs < order.nextCheckMs) return undefined;
  if (order.behaviour === 'rejected') {
    Object.assign(order, { status: 'REJECTED', ...(order.rejection ?? EXCHANGE_REJECTION) });
    return undefined;
  }
  const search = findFill({ ...order, fromMs: order.fillFromMs }, nowMs, order.nextCheckMs);
  if (!search.filled) {
    order.nextCheckMs = search.nextCheckMs;
    return undefined;
  }
  return fill(order, search);
}

function fill(order: LiveOrder, { atMs, pricePaise }: { atMs: number; pricePaise: number }): Trade | undefined {
  const units = order.behaviour === 'partial' ? partOf(order) : order.quantityUnits;
  if (order.behaviour === 'partial') order.behaviour = 'rests';
  else order.status = 'COMPLETE';
  if (units === 0) return undefined;
  order.filledUnits = units;
  order.averagePricePaise = pricePaise;
  order.filledAtMs = atMs;
  return { units, pricePaise };
}

/** Half the lots, rounded down: of a single lot nothing is filled. */
function partOf({ quantityUnits, option }: LiveOrder): number {
  return Math.floor(quantityUnits / option.lotUnits / 2) * option.lotUnits;
}
