// Whether and when the exchange trades on a day. Fails closed: a year or hours that aren't loaded give no trading day.
import { istInstant, weekdayOf, type TimeOfDay, type TradingDay } from './trading-time.js';

/** The F&O session of ordinary days from a day on, until a later row. IST. */
export type SessionHours = { effectiveFrom: TradingDay; opens: TimeOfDay; closes: TimeOfDay };
export type MarketCalendar = {
  loadedYears: readonly number[];
  holidays: ReadonlyMap<TradingDay, string>;
  specialSessions: ReadonlyMap<TradingDay, { name: string; opens: string; closes: string }>;
  /** Oldest first. */
  sessionHours: readonly SessionHours[];
};
export type MarketDay = { open: true; opens: string; closes: string } | { open: false; reason: string };

/** The session of a day, or why there is none. A special session beats a weekend or holiday. */
export function marketDay(calendar: MarketCalendar, day: TradingDay): MarketDay {
  const year = Number(day.slice(0, 4));
  if (!calendar.loadedYears.includes(year)) return { open: false, reason: `calendar of ${year} is not loaded` };
  const special = calendar.specialSessions.get(day);
  if (special) return { open: true, opens: special.opens, closes: special.closes };
  const holiday = calendar.holidays.get(day);
  if (holiday !== undefined) return { open: false, reason: `market holiday: ${holiday}` };
  const weekday = weekdayOf(day);
  if (weekday === 0 || weekday === 6)
    return { open: false, reason: weekday === 0 ? 'weekend: Sunday' : 'weekend: Saturday' };
  const hours = calendar.sessionHours.findLast(({ effectiveFrom }) => effectiveFrom <= day);
  if (!hours) return { open: false, reason: `session hours of ${day} are not loaded` };
  return { open: true, opens: hours.opens, closes: hours.closes };
}

/** Why an entry at an instant must not trade on its day, or undefined when it may. */
export function entryProblem(calendar: MarketCalendar, day: TradingDay, entryAtMs: number): string | undefined {
  const market = marketDay(calendar, day);
  if (!market.open) return market.reason;
  const inside = entryAtMs >= istInstant(day, market.opens) && entryAtMs < istInstant(day, market.closes);
  return inside ? undefined : `entry time is outside the session ${market.opens}–${market.closes}`;
}
