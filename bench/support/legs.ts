// The iron condor's four orders as the simulated market lists them now: what the engine's competitors place.
import { marketableLimit } from '../../domain/limit-price.js';
import { resolveLeg, type LegSpec, type OptionInstrument, type Side } from '../../domain/option-contract.js';
import { listedOptions } from '../../domain/simulated-listing.js';
import { quoteOf, spotPaise } from '../../domain/simulated-market.js';
import { tradingDayOf } from '../../domain/trading-time.js';

export type PricedLeg = { option: OptionInstrument; side: Side; limitPricePaise: number };

const SPECS: readonly LegSpec[] = [
  spec('BUY', 'CE', 6),
  spec('BUY', 'PE', -6),
  spec('SELL', 'CE', 2),
  spec('SELL', 'PE', -2),
];

/** In order BUY, BUY, SELL, SELL. */
export function condorLegs(): PricedLeg[] {
  const now = Date.now();
  const day = tradingDayOf(now);
  return SPECS.map((leg) => {
    const option = resolveLeg(leg, listedOptions('NIFTY', day), spotPaise('NIFTY', now), day);
    if (!option) throw new Error('the simulated market lists no such option');
    return {
      option,
      side: leg.side,
      limitPricePaise: marketableLimit(leg.side, quoteOf(option, now), option.tickPaise),
    };
  });
}

/** The same on the wire of the naive ways: rupees, units. */
export function wireLegs(): { tradingsymbol: string; side: string; quantity: number; price: number }[] {
  return condorLegs().map(({ option, side, limitPricePaise }) => ({
    tradingsymbol: option.tradingsymbol,
    side,
    quantity: option.lotUnits,
    price: limitPricePaise / 100,
  }));
}

function spec(side: Side, optionType: 'CE' | 'PE', strikeOffset: number): LegSpec {
  return { side, optionType, strikeOffset, expiry: 'nearest', lots: 1 };
}
