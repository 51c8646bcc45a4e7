// Monthly anniversaries in India's calendar: the 31st clamps to a short month's end and comes back.
import type { TradingDay } from './trading-time.js';

/**
 * The next monthly anniversary strictly after a day.
 * @param anchor - the subscription's first day; its day of the month is kept
 * @param after - `YYYY-MM-DD`
 */
export function nextBillingDate(anchor: TradingDay, after: TradingDay): TradingDay {
  for (let months = 1; ; months += 1) {
    const due = addMonths(anchor, months);
    if (due > after) return due;
  }
}

function addMonths(day: TradingDay, months: number): TradingDay {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const lastDate = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, lastDate));
  return first.toISOString().slice(0, 10);
}
