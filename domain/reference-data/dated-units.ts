// Quantities that the exchange changes from time to time: rows that hold from a day on.
import type { Underlying } from '../option-contract.js';
import type { TradingDay } from '../trading-time.js';

/** A quantity in units that holds from a day on, until a later row of the same underlying. */
export type DatedUnits = { effectiveFrom: TradingDay; source: string; units: Partial<Record<Underlying, number>> };

/** The quantity in force on a day; undefined before the first row. @param rows - oldest first */
export function unitsOn(rows: readonly DatedUnits[], underlying: Underlying, day: TradingDay): number | undefined {
  return rows.findLast((row) => row.effectiveFrom <= day && row.units[underlying] !== undefined)?.units[underlying];
}
