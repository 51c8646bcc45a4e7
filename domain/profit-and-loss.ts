// Profit and loss in whole paise, from fills and quotes: what was received less what was paid, plus what closing would bring now.
import type { Quote, Side } from './option-contract.js';

export type Fill = { side: Side; filledUnits: number; averagePricePaise: number };
/** An open leg; `side` is the side of the order that closes it. */
export type OpenLeg = { tradingsymbol: string; side: Side; units: number };

/** Received for what was sold less paid for what was bought; of a flat position this is its realised profit or loss. */
export function cashPaise(fills: readonly Fill[]): number {
  return fills.reduce((sum, f) => sum + (f.side === 'SELL' ? 1 : -1) * f.filledUnits * f.averagePricePaise, 0);
}

/** What closing the legs at the touch would bring: longs at the bid, shorts at the ask. @returns undefined when a quote is missing */
export function liquidationPaise(legs: readonly OpenLeg[], quotes: ReadonlyMap<string, Quote>): number | undefined {
  let sum = 0;
  for (const leg of legs) {
    const quote = quotes.get(leg.tradingsymbol);
    if (!quote) return undefined;
    sum += leg.side === 'SELL' ? leg.units * quote.bidPaise : -leg.units * quote.askPaise;
  }
  return sum;
}

/** The average price of fills of one side, in paise (a fraction is possible); 0 when nothing is filled. */
export function averagePaise(fills: readonly Fill[]): number {
  const units = fills.reduce((sum, f) => sum + f.filledUnits, 0);
  return units === 0 ? 0 : fills.reduce((sum, f) => sum + f.filledUnits * f.averagePricePaise, 0) / units;
}
