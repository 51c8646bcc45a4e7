// What the simulated exchange refuses, and the margin it asks. One rule book for the simulators and paper trading.
import { freezeUnitsOf } from './contract-sizes.js';
import type { OptionInstrument, Side } from './option-contract.js';
import { baseSpotPaise } from './simulated-listing.js';
import { priceBand } from './simulated-market.js';
import type { TradingDay } from './trading-time.js';

export type OrderRule = 'tag' | 'lot' | 'freeze' | 'tick' | 'band';
export type BrokenRule = { rule: OrderRule; message: string };

export type CheckedOrder = { tag: string; option: OptionInstrument; quantityUnits: number; limitPricePaise: number };

const TAG = /^[A-Za-z0-9]{1,20}$/;
/** Margin of an open short position as a fraction of the index value it covers (SPAN and exposure, roughly). */
const SHORT_MARGIN = 0.12;

/** The first rule an order breaks on a day, in the exchange's words; undefined when it is acceptable. */
export function brokenRule(order: CheckedOrder, day: TradingDay): BrokenRule | undefined {
  const { option, quantityUnits, tag } = order;
  if (!TAG.test(tag)) return { rule: 'tag', message: 'tag must be 1 to 20 letters or digits' };
  if (!Number.isSafeInteger(quantityUnits) || quantityUnits <= 0 || quantityUnits % option.lotUnits !== 0)
    return { rule: 'lot', message: `quantity ${quantityUnits} is not a multiple of the lot size ${option.lotUnits}` };
  const freeze = freezeUnitsOf(option.underlying, day);
  if (quantityUnits > freeze)
    return { rule: 'freeze', message: `quantity ${quantityUnits} exceeds the freeze quantity ${freeze}` };
  return brokenPriceRule(option, order.limitPricePaise, day);
}

/** As `brokenRule`, for the price alone: what a reprice is checked against. */
export function brokenPriceRule(
  option: OptionInstrument,
  limitPricePaise: number,
  day: TradingDay,
): BrokenRule | undefined {
  if (!Number.isSafeInteger(limitPricePaise) || limitPricePaise <= 0 || limitPricePaise % option.tickPaise !== 0)
    return {
      rule: 'tick',
      message: `price ${limitPricePaise / 100} is not a multiple of the tick ${option.tickPaise / 100}`,
    };
  const { lowerBandPaise, upperBandPaise } = priceBand(option, day);
  if (limitPricePaise < lowerBandPaise || limitPricePaise > upperBandPaise)
    return {
      rule: 'band',
      message: `price ${limitPricePaise / 100} is outside the day's range ${lowerBandPaise / 100} to ${upperBandPaise / 100}`,
    };
  return undefined;
}

/** Margin for units that open exposure, whole paise: the premium of a purchase, a share of the index value of a sale. */
export function openingMarginPaise(side: Side, option: OptionInstrument, units: number, pricePaise: number): number {
  return side === 'BUY' ? units * pricePaise : Math.ceil(units * baseSpotPaise(option.underlying) * SHORT_MARGIN);
}

/** The broker's words for too little money: `Available margin: ₹5000, Required: ₹15000`. */
export function marginShortfallText(availablePaise: number, requiredPaise: number): string {
  return `Available margin: ₹${rupees(availablePaise)}, Required: ₹${rupees(requiredPaise)}`;
}

function rupees(paise: number): string {
  return paise % 100 === 0 ? String(paise / 100) : (paise / 100).toFixed(2);
}
