// From a template's legs to the orders of one subscriber's entry: BUY legs in the first wave, SELL legs in the second.
import type { LegSpec } from './option-contract.js';
import { slice, sliceUnits } from './sizing.js';

export type PlannedOrder = {
  legIndex: number;
  sliceIndex: number;
  wave: number;
  side: 'BUY' | 'SELL';
  quantityUnits: number;
};

/**
 * @param lotUnits - units of one lot on the trading day; @param freezeUnits - most units the exchange takes in one order
 * @returns orders sorted by wave; without BUY legs there is one wave
 */
export function planEntry(
  legs: readonly LegSpec[],
  lotMultiplier: number,
  lotUnits: number,
  freezeUnits: number,
): PlannedOrder[] {
  const hedged = legs.some((leg) => leg.side === 'BUY');
  const most = sliceUnits(freezeUnits, lotUnits);
  return legs
    .flatMap((leg, legIndex) =>
      slice(leg.lots * lotMultiplier * lotUnits, most).map((quantityUnits, sliceIndex) => ({
        legIndex,
        sliceIndex,
        wave: hedged && leg.side === 'SELL' ? 1 : 0,
        side: leg.side,
        quantityUnits,
      })),
    )
    .sort((a, b) => a.wave - b.wave);
}
