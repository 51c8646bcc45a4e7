// The shape of the dated market data files.
import type { TradingDay } from '../../../domain/trading-time.js';
import type { Underlying } from '../../../domain/option-contract.js';

export type CalendarYear = {
  year: number;
  source: string;
  /** Day and name; weekend days may be listed too. */
  holidays: readonly (readonly [day: TradingDay, name: string])[];
  /** Sessions on days that would otherwise be closed. IST, `HH:MM`. */
  specialSessions: readonly { day: TradingDay; name: string; opens: string; closes: string }[];
};

/** A quantity in units that holds from a day on, until a later row of the same underlying. */
export type DatedUnits = { effectiveFrom: TradingDay; source: string; units: Partial<Record<Underlying, number>> };
