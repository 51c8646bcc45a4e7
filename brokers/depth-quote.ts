// A quote from the best prices of a contract's depth. Whoever cannot be traded with on both sides has none.
import type { Quote } from '../domain/option-contract.js';

/** As the wire has them, in rupees; 0 and undefined: nobody bids, or offers. */
export type Depth = {
  bid: number | undefined;
  ask: number | undefined;
  last: number;
  lowerBand: number;
  upperBand: number;
};

/**
 * @param paise - the wire's conversion of rupees
 * @returns undefined for a contract that nobody bids for or offers
 */
export function depthQuote(
  { bid = 0, ask = 0, last, lowerBand, upperBand }: Depth,
  paise: (rupees: number) => number,
): Quote | undefined {
  if (bid === 0 || ask === 0) return undefined;
  return {
    bidPaise: paise(bid),
    askPaise: paise(ask),
    lastPaise: paise(last),
    lowerBandPaise: paise(lowerBand),
    upperBandPaise: paise(upperBand),
  };
}
