// Which of the listed expiries a leg means on a day.
import { assertNever } from './assert-never.js';
import { addDays, weekdayOf, type TradingDay } from './trading-time.js';

/**
 * `nearest`: the next listed expiry, today's included; `next_weekly`: the one after it, a week or so later;
 * `monthly`: the nearest that is the last of its month.
 */
export type ExpiryRule = 'nearest' | 'next_weekly' | 'monthly';

/** Two weekly expiries are this far apart at most, a holiday's shift included. */
const LONGEST_WEEK_DAYS = 10;
const DAY_MS = 86_400_000;

/** The expiry that a rule means on a day, or undefined when the list has none. @param expiries - any order, with repeats */
export function expiryBy(rule: ExpiryRule, expiries: readonly TradingDay[], day: TradingDay): TradingDay | undefined {
  const coming = [...new Set(expiries)].filter((expiry) => expiry >= day).sort();
  const [nearest, next] = coming;
  switch (rule) {
    case 'nearest':
      return nearest;
    case 'next_weekly':
      return nearest && next && daysBetween(nearest, next) <= LONGEST_WEEK_DAYS ? next : undefined;
    case 'monthly':
      return coming.find(
        (expiry, i) => !isSameMonth(expiry, coming[i + 1]) && endsItsMonth(expiry, usualWeekday(coming)),
      );
    default:
      return assertNever(rule, 'expiry rule');
  }
}

/**
 * Whether no further expiry of the usual weekday falls into its month: the last one listed need not be the month's last.
 * An expiry on a holiday is moved ahead, so its place in the month is that of the usual weekday on or after it.
 */
function endsItsMonth(expiry: TradingDay, weekday: number): boolean {
  const nominal = addDays(expiry, (weekday - weekdayOf(expiry) + 7) % 7);
  return !isSameMonth(expiry, addDays(nominal, 7));
}

/** The weekday of most expiries; the first one's on a tie. */
function usualWeekday(expiries: readonly TradingDay[]): number {
  const counts = new Map<number, number>();
  for (const expiry of expiries) counts.set(weekdayOf(expiry), (counts.get(weekdayOf(expiry)) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

const isSameMonth = (a: TradingDay, b: TradingDay | undefined): boolean => a.slice(0, 7) === b?.slice(0, 7);
const daysBetween = (a: TradingDay, b: TradingDay): number => (Date.parse(b) - Date.parse(a)) / DAY_MS;
