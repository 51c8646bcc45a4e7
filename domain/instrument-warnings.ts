// Where a broker's list and the dated facts disagree: nothing is refused for it here, but an operator hears of it before the open.
import { marketDay } from './market-calendar.js';
import { expiryWeekdayOn, unitsRowOn, type MarketFacts } from './market-facts.js';
import { WEEKDAYS } from './market-row.js';
import { UNDERLYINGS, type OptionInstrument, type Underlying } from './option-contract.js';
import { addDays, weekdayOf, type TradingDay } from './trading-time.js';

/** One sentence each. @param instruments - a list of the day, believed */
export function instrumentWarnings(
  instruments: readonly OptionInstrument[],
  facts: MarketFacts,
  day: TradingDay,
): string[] {
  return UNDERLYINGS.flatMap((underlying) => {
    const listed = instruments.filter((i) => i.underlying === underlying);
    const [nearest] = [...new Set(listed.map((i) => i.expiry))].sort();
    if (nearest === undefined) return [];
    const lots = new Set(listed.filter((i) => i.expiry === nearest).map((i) => i.lotUnits));
    return [...lotWarnings(underlying, lots, facts, day), ...weekdayWarnings(underlying, nearest, facts)];
  });
}

function lotWarnings(underlying: Underlying, lots: ReadonlySet<number>, facts: MarketFacts, day: TradingDay): string[] {
  const dated = unitsRowOn(facts.lots, underlying, day)?.units;
  const listed = [...lots].sort((a, b) => a - b).join(' and ');
  if (dated === undefined) return [`${underlying}: the broker lists a lot of ${listed}, and none is loaded here.`];
  if (lots.size === 1 && lots.has(dated)) return [];
  return [`${underlying}: the broker lists a lot of ${listed}, our dated table ${dated}: entries will be refused.`];
}

function weekdayWarnings(underlying: Underlying, expiry: TradingDay, facts: MarketFacts): string[] {
  const expected = (['weekly', 'monthly'] as const)
    .map((cadence) => expiryWeekdayOn(facts.expiryWeekdays, underlying, cadence, expiry))
    .filter((weekday): weekday is number => typeof weekday === 'number');
  if (expected.length === 0 || expected.some((weekday) => fallsFor(expiry, weekday, facts))) return [];
  const names = [...new Set(expected)].map((weekday) => WEEKDAYS[weekday]).join(' or ');
  return [
    `${underlying}: the next expiry, ${expiry}, is a ${WEEKDAYS[weekdayOf(expiry)]}, and ${names} is loaded here.`,
  ];
}

/** On the weekday itself, or before it with nothing but closed days from there to it. */
function fallsFor(expiry: TradingDay, weekday: number, { calendar }: MarketFacts): boolean {
  const ahead = (weekday - weekdayOf(expiry) + 7) % 7;
  return Array.from({ length: ahead }, (_, i) => addDays(expiry, i + 1)).every((d) => !marketDay(calendar, d).open);
}
