// Limit prices that fill at once yet never run away: through the touch by a margin, inside a protection band, on the tick.
import type { Quote, Side } from './option-contract.js';

/** How far through the touch an opening limit reaches, basis points. */
const MARKETABLE_BPS = 200;
/** The least reach, in ticks: two per cent of a cheap option is less than its next move. */
const MARKETABLE_MIN_TICKS = 10;
/** Furthest a limit may move from the reference price when it is repriced, basis points. */
const PROTECTION_BPS = 500;
/** How much further through the touch a closing order reaches at each further try, basis points. */
const CLOSING_STEP_BPS = 100;

/**
 * The limit price of an order that should fill at once.
 * @param reachBps - basis points beyond the ask (BUY) or below the bid (SELL); at least ten ticks
 * @returns whole paise on the tick, inside the exchange's band
 */
export function marketableLimit(side: Side, quote: Quote, tickPaise: number, reachBps = MARKETABLE_BPS): number {
  const touch = side === 'BUY' ? quote.askPaise : quote.bidPaise;
  const reach = Math.max(Math.round((touch * reachBps) / 10_000), MARKETABLE_MIN_TICKS * tickPaise);
  const wanted = side === 'BUY' ? touch + reach : touch - reach;
  const onTick =
    side === 'BUY' ? Math.ceil(wanted / tickPaise) * tickPaise : Math.floor(wanted / tickPaise) * tickPaise;
  const lowest = Math.max(tickPaise, Math.ceil(quote.lowerBandPaise / tickPaise) * tickPaise);
  const highest = Math.floor(quote.upperBandPaise / tickPaise) * tickPaise;
  return Math.min(Math.max(onTick, lowest), highest);
}

/**
 * The limit of an order that closes exposure: further through the touch with each try, inside the protection band.
 * @param tries - prices tried before on this leg
 */
export function closingLimit(side: Side, quote: Quote, tickPaise: number, tries: number): number {
  return marketableLimit(side, quote, tickPaise, Math.min(MARKETABLE_BPS + tries * CLOSING_STEP_BPS, PROTECTION_BPS));
}

/**
 * The next limit of an opening order that rests: through the touch again, never further than the protection band
 * from its first price.
 * @param firstPaise - its first limit
 */
export function repricedLimit(side: Side, quote: Quote, tickPaise: number, firstPaise: number): number {
  const wanted = marketableLimit(side, quote, tickPaise);
  const reach = (firstPaise * PROTECTION_BPS) / 10_000;
  return side === 'BUY'
    ? Math.min(wanted, Math.floor((firstPaise + reach) / tickPaise) * tickPaise)
    : Math.max(wanted, Math.ceil((firstPaise - reach) / tickPaise) * tickPaise);
}
