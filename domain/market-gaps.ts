// What is missing before a year can be traded, in words for operators.
import { marketDay } from './market-calendar.js';
import { expiryWeekdayOn, unitsRowOn, type MarketFacts, type UnitsRow } from './market-facts.js';
import { CADENCES } from './market-row.js';
import { UNDERLYINGS, type Underlying } from './option-contract.js';
import { addDays, type TradingDay } from './trading-time.js';

/** One sentence per gap; none when every trading day of the year has all it needs. */
export function yearGaps(facts: MarketFacts, year: number): string[] {
  const days = daysOf(year);
  const first = `${year}-01-01`;
  if (!facts.calendar.loadedYears.includes(year))
    return [`The calendar of ${year} is not loaded: no day of it trades.`];
  const withoutHours = days.filter((day) => {
    const market = marketDay(facts.calendar, day);
    return !market.open && market.reason.startsWith('session hours');
  });
  const trading = days.filter((day) => marketDay(facts.calendar, day).open);
  return [
    ...(withoutHours.length > 0 ? [`Session hours are not loaded for ${span(withoutHours)}.`] : []),
    ...UNDERLYINGS.flatMap((underlying) => [
      ...unitsGap('lot size', facts.lots, underlying, trading),
      ...unitsGap('freeze quantity', facts.freezes, underlying, trading),
      ...CADENCES.filter((c) => expiryWeekdayOn(facts.expiryWeekdays, underlying, c, first) === undefined).map(
        (c) => `No ${c} expiry weekday of ${underlying} is loaded for ${first}.`,
      ),
    ]),
  ];
}

function unitsGap(
  what: string,
  rows: readonly UnitsRow[],
  underlying: Underlying,
  trading: readonly TradingDay[],
): string[] {
  const missing = trading.filter((day) => !unitsRowOn(rows, underlying, day));
  return missing.length === 0 ? [] : [`No ${what} of ${underlying} is loaded for ${span(missing)}: it does not trade.`];
}

function span(days: readonly TradingDay[]): string {
  const [first] = days;
  const last = days.at(-1);
  return first === last ? `${first}` : `${days.length} days from ${first} to ${last}`;
}

function daysOf(year: number): TradingDay[] {
  const days: TradingDay[] = [];
  for (let day = `${year}-01-01`; day.startsWith(`${year}-`); day = addDays(day, 1)) days.push(day);
  return days;
}
