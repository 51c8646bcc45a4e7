// When a resting limit order trades in the simulated market: looked for on a fixed grid of instants, so that every reader finds the same fill.
import type { OptionInstrument, Side } from './option-contract.js';
import { quoteOf } from './simulated-market.js';

export type RestingLimit = {
  option: OptionInstrument;
  side: Side;
  limitPricePaise: number;
  /** First instant at which it may trade, epoch ms. */
  fromMs: number;
};

export type FillSearch = { filled: true; atMs: number; pricePaise: number } | { filled: false; nextCheckMs: number };

const CLOSE_STEPS_FOR_MS = 60_000;
const CLOSE_STEP_MS = 1_000;
const WIDE_STEP_MS = 15_000;

/**
 * Looks for the first instant up to `untilMs` at which the limit crosses the quote: every second in the order's first
 * minute, every 15 seconds after it. A buyer pays the ask, a seller gets the bid.
 * @param resumeMs - `nextCheckMs` of an earlier search of the same order, to go on from there
 */
export function findFill(order: RestingLimit, untilMs: number, resumeMs = order.fromMs): FillSearch {
  let atMs = resumeMs;
  while (atMs <= untilMs) {
    const { bidPaise, askPaise } = quoteOf(order.option, atMs);
    if (order.side === 'BUY' && order.limitPricePaise >= askPaise) return { filled: true, atMs, pricePaise: askPaise };
    if (order.side === 'SELL' && order.limitPricePaise <= bidPaise) return { filled: true, atMs, pricePaise: bidPaise };
    atMs += atMs - order.fromMs < CLOSE_STEPS_FOR_MS ? CLOSE_STEP_MS : WIDE_STEP_MS;
  }
  return { filled: false, nextCheckMs: atMs };
}
