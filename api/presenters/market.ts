// The exchange's dated facts as operators see them.
import type { z } from '../zod.js';
import type { MarketChangeRow } from '../../db/repositories/market-changes.js';
import { marketDay } from '../../domain/market-calendar.js';
import { entrySize, expiryWeekdayOn, unitsRowOn, type MarketFacts, type UnitsRow } from '../../domain/market-facts.js';
import { WEEKDAYS, type Cadence, type Weekday } from '../../domain/market-row.js';
import { UNDERLYINGS, type Underlying } from '../../domain/option-contract.js';
import { weekdayOf, type TradingDay } from '../../domain/trading-time.js';
import type * as schemas from '../schemas/market.js';
import { utc } from './times.js';

export function presentMarketDay(facts: MarketFacts, day: TradingDay): z.input<typeof schemas.MarketDay> {
  const market = marketDay(facts.calendar, day);
  return {
    trading_day: day,
    weekday: nameOf(weekdayOf(day)),
    open: market.open,
    opens: market.open ? market.opens : null,
    closes: market.open ? market.closes : null,
    reason: market.open ? null : market.reason,
    underlyings: UNDERLYINGS.map((underlying) => presentUnderlying(facts, underlying, day)),
  };
}

export function presentMarketChange(row: MarketChangeRow): z.input<typeof schemas.MarketChangeList>['changes'][number] {
  return {
    seq: row.seq,
    changed_at: utc(row.changedAt),
    changed_by: row.changedBy,
    reason: row.reason,
    fact: row.fact,
    before: row.before,
    after: row.after,
  };
}

function presentUnderlying(facts: MarketFacts, underlying: Underlying, day: TradingDay) {
  const size = entrySize(facts, underlying, day, 1);
  const weekday = (cadence: Cadence): Weekday | 'none' | null => {
    const known = expiryWeekdayOn(facts.expiryWeekdays, underlying, cadence, day);
    return known === undefined ? null : known === null ? 'none' : nameOf(known);
  };
  return {
    underlying,
    lot: presentUnits(unitsRowOn(facts.lots, underlying, day)),
    freeze: presentUnits(unitsRowOn(facts.freezes, underlying, day)),
    order_units: 'problem' in size ? null : size.sliceUnits,
    weekly_expiry: weekday('weekly'),
    monthly_expiry: weekday('monthly'),
  };
}

const presentUnits = (row: UnitsRow | undefined) =>
  row ? { units: row.units, from: row.effectiveFrom, until: row.effectiveTo, source: row.source } : null;

function nameOf(weekday: number): Weekday {
  const name = WEEKDAYS[weekday];
  if (name === undefined) throw new RangeError(`no weekday ${weekday}`);
  return name;
}
