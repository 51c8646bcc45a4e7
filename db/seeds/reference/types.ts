// The shape of the calendar files.
import type { TradingDay } from '../../../domain/trading-time.js';

export type CalendarYear = {
  year: number;
  source: string;
  /** Day and name; weekend days may be listed too. */
  holidays: readonly (readonly [day: TradingDay, name: string])[];
  /** Sessions on days that would otherwise be closed. IST, `HH:MM`. */
  specialSessions: readonly { day: TradingDay; name: string; opens: string; closes: string }[];
};
