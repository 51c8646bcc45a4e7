// What a paper order has become at an instant: a pure function of what happened to it, so that every process sees the same fills.
import { sha256Hex } from '../../domain/digest.js';
import type { OptionInstrument } from '../../domain/option-contract.js';
import { findFill } from '../../domain/simulated-fill.js';
import { listedOption } from '../../domain/simulated-listing.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import type { BrokerOrder } from '../port.js';
import type { PaperOrder } from './book.js';

const FILL_MS = { shortest: 20, longest: 150 };
/** A `slow` order trades no sooner after its placement. */
const SLOW_FILL_MS = 3_000;
/** An order is not looked at for fills beyond this age. */
const DAY_MS = 86_400_000;

/**
 * The order as a broker's book would show it. A fill follows the placement or a reprice by 20–150 ms, fixed by the tag, and
 * only when the limit crosses the simulated quote; a `slow` one takes three seconds.
 * @param nowMs - epoch ms
 */
export function orderAt(order: PaperOrder, nowMs: number): BrokerOrder {
  const delayMs = fillDelayMs(order.tag);
  const open: BrokerOrder = {
    brokerOrderId: order.brokerOrderId,
    tag: order.tag,
    tradingsymbol: order.tradingsymbol,
    instrumentKey: order.tradingsymbol,
    side: order.side,
    quantityUnits: order.quantityUnits,
    filledUnits: 0,
    limitPricePaise: order.limits.findLast((l) => l.atMs <= nowMs)?.pricePaise ?? order.limits[0]?.pricePaise ?? 0,
    averagePricePaise: 0,
    status: 'OPEN',
  };
  const endMs = Math.min(nowMs, order.cancelledAtMs ?? nowMs);
  if (order.behaviour === 'rejected' && endMs >= order.placedAtMs + delayMs)
    return { ...open, status: 'REJECTED', statusMessage: 'Rejected by the exchange (paper)', statusCode: 'EX-16388' };
  const fill = firstFill(order, delayMs, endMs);
  const filled = fill
    ? { ...open, filledUnits: fill.units, averagePricePaise: fill.units > 0 ? fill.pricePaise : 0 }
    : open;
  if (filled.filledUnits === order.quantityUnits) return { ...filled, status: 'COMPLETE' };
  return order.cancelledAtMs !== undefined && order.cancelledAtMs <= nowMs
    ? { ...filled, status: 'CANCELLED', statusMessage: 'Cancelled by the user' }
    : filled;
}

function firstFill(
  order: PaperOrder,
  delayMs: number,
  endMs: number,
): { units: number; pricePaise: number } | undefined {
  const option = listedOption(order.tradingsymbol, tradingDayOf(order.placedAtMs));
  if (!option || order.behaviour === 'rests' || order.behaviour === 'rejected') return undefined;
  const lastMs = Math.min(endMs, order.placedAtMs + DAY_MS);
  const earliestMs = order.placedAtMs + (order.behaviour === 'slow' ? SLOW_FILL_MS : 0);
  for (const [i, limit] of order.limits.entries()) {
    const fromMs = Math.max(limit.atMs + delayMs, earliestMs);
    const untilMs = Math.min(lastMs, (order.limits[i + 1]?.atMs ?? Infinity) - 1);
    const search = findFill({ option, side: order.side, limitPricePaise: limit.pricePaise, fromMs }, untilMs);
    if (search.filled) return { units: unitsFilled(order, option), pricePaise: search.pricePaise };
  }
  return undefined;
}

/** Half the lots, rounded down, of a `partial` order: of a single lot nothing is filled. */
function unitsFilled({ behaviour, quantityUnits }: PaperOrder, { lotUnits }: OptionInstrument): number {
  return behaviour === 'partial' ? Math.floor(quantityUnits / lotUnits / 2) * lotUnits : quantityUnits;
}

function fillDelayMs(tag: string): number {
  const share = parseInt(sha256Hex(tag).slice(0, 8), 16) / 0xffff_ffff;
  return Math.round(FILL_MS.shortest + share * (FILL_MS.longest - FILL_MS.shortest));
}
