// What holds at the exchange on a day: sizes and expiry weekdays, as pure look-ups in dated rows. What is not loaded is absent, never guessed.
import type { MarketCalendar } from './market-calendar.js';
import type { Cadence } from './market-row.js';
import type { Underlying } from './option-contract.js';
import { slice, sliceUnits } from './sizing.js';
import type { TradingDay } from './trading-time.js';

type Dated = { effectiveFrom: TradingDay; /** inclusive; null: until the next row */ effectiveTo: TradingDay | null };
export type UnitsRow = Dated & { underlying: Underlying; units: number; source: string };
/** `weekday`: 0 = Sunday; null: there are none of this cadence. */
export type ExpiryWeekdayRow = {
  underlying: Underlying;
  cadence: Cadence;
  effectiveFrom: TradingDay;
  weekday: number | null;
  source: string;
};
/** Rows oldest first. */
export type MarketFacts = {
  calendar: MarketCalendar;
  lots: readonly UnitsRow[];
  freezes: readonly UnitsRow[];
  expiryWeekdays: readonly ExpiryWeekdayRow[];
};
/** Lot and freeze quantity of a day, in units. */
export type Sizing = { lotUnits: number; freezeUnits: number };

/** The row in force on a day: the latest that has begun, unless it has ended. @param rows - oldest first */
export function unitsRowOn(rows: readonly UnitsRow[], underlying: Underlying, day: TradingDay): UnitsRow | undefined {
  const row = rows.findLast((r) => r.underlying === underlying && r.effectiveFrom <= day);
  return row && (row.effectiveTo === null || row.effectiveTo >= day) ? row : undefined;
}

/** The sizes of a day, or which of them is not loaded, in words for a run's report. */
export function sizingOn(
  { lots, freezes }: Pick<MarketFacts, 'lots' | 'freezes'>,
  underlying: Underlying,
  day: TradingDay,
): Sizing | { problem: string } {
  const lot = unitsRowOn(lots, underlying, day);
  const freeze = unitsRowOn(freezes, underlying, day);
  if (lot && freeze) return { lotUnits: lot.units, freezeUnits: freeze.units };
  const missing = [...(lot ? [] : ['lot size']), ...(freeze ? [] : ['freeze quantity'])].join(' and no ');
  return { problem: `no ${missing} of ${underlying} is loaded for ${day}` };
}

/** The weekday on which options of a cadence expire, null when there are none; undefined when it is not loaded. */
export function expiryWeekdayOn(
  rows: readonly ExpiryWeekdayRow[],
  underlying: Underlying,
  cadence: Cadence,
  day: TradingDay,
): number | null | undefined {
  return rows.findLast((r) => r.underlying === underlying && r.cadence === cadence && r.effectiveFrom <= day)?.weekday;
}

export type EntrySize = Sizing & {
  quantityUnits: number;
  /** Most units of one order: whole lots under the freeze quantity. */
  sliceUnits: number;
  /** The orders of one leg, in units. */
  orders: number[];
};

/**
 * The quantities of one leg on a day, past or coming: what an entry of that day was or would be sized to.
 * @param lots - whole lots, multiplier included
 */
export function entrySize(
  facts: Pick<MarketFacts, 'lots' | 'freezes'>,
  underlying: Underlying,
  day: TradingDay,
  lots: number,
): EntrySize | { problem: string } {
  const sizing = sizingOn(facts, underlying, day);
  if ('problem' in sizing) return sizing;
  const { lotUnits, freezeUnits } = sizing;
  if (freezeUnits < lotUnits)
    return { problem: `the freeze quantity ${freezeUnits} of ${underlying} on ${day} is below one lot of ${lotUnits}` };
  const quantityUnits = lots * lotUnits;
  const most = sliceUnits(freezeUnits, lotUnits);
  return { ...sizing, quantityUnits, sliceUnits: most, orders: slice(quantityUnits, most) };
}
