// What one lot of the simulated market is and how much one order may carry: the exchange's dated rows, applied as a broker's list does.
import type { Underlying } from './option-contract.js';
import { unitsOn } from './reference-data/dated-units.js';
import { FREEZE_QUANTITIES } from './reference-data/freeze-quantities.js';
import { LOT_SIZES } from './reference-data/lot-sizes.js';
import type { TradingDay } from './trading-time.js';

/** Units of one lot of the options that expire on a day: a contract keeps the lot of its series. @throws RangeError before the first row */
export function lotUnitsOf(underlying: Underlying, expiry: TradingDay): number {
  return required(unitsOn(LOT_SIZES, underlying, expiry), `lot size of ${underlying} on ${expiry}`);
}

/** Most units one order may carry on a trading day. @throws RangeError before the first row */
export function freezeUnitsOf(underlying: Underlying, day: TradingDay): number {
  return required(unitsOn(FREEZE_QUANTITIES, underlying, day), `freeze quantity of ${underlying} on ${day}`);
}

function required(units: number | undefined, what: string): number {
  if (units === undefined) throw new RangeError(`no ${what} is loaded`);
  return units;
}
