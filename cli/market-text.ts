// The exchange's facts as text for a terminal.
import type { MarketChangeRow } from '../db/repositories/market-changes.js';
import { marketDay } from '../domain/market-calendar.js';
import { expiryWeekdayOn, unitsRowOn, type EntrySize, type MarketFacts } from '../domain/market-facts.js';
import { WEEKDAYS } from '../domain/market-row.js';
import { UNDERLYINGS } from '../domain/option-contract.js';
import { weekdayOf, type TradingDay } from '../domain/trading-time.js';

const UNKNOWN = 'not loaded';

export function dayText(facts: MarketFacts, day: TradingDay): string {
  const market = marketDay(facts.calendar, day);
  const session = market.open ? `open ${market.opens} to ${market.closes} IST` : `closed: ${market.reason}`;
  const rows = UNDERLYINGS.map((underlying) => {
    const weekday = (cadence: 'weekly' | 'monthly') =>
      weekdayName(expiryWeekdayOn(facts.expiryWeekdays, underlying, cadence, day));
    return [
      underlying,
      String(unitsRowOn(facts.lots, underlying, day)?.units ?? UNKNOWN),
      String(unitsRowOn(facts.freezes, underlying, day)?.units ?? UNKNOWN),
      weekday('weekly'),
      weekday('monthly'),
    ];
  });
  const table = aligned([['', 'lot', 'freeze', 'weekly expiry', 'monthly expiry'], ...rows]);
  return `${day} (${WEEKDAYS[weekdayOf(day)]}): ${session}\n\n${table}`;
}

export function sizeText(size: EntrySize, underlying: string, day: TradingDay, lots: number): string {
  const { lotUnits, freezeUnits, quantityUnits, orders } = size;
  const counted = `${orders.length} ${orders.length === 1 ? 'order' : 'orders'}: ${ordersText(orders)}`;
  return `${lots} ${lots === 1 ? 'lot' : 'lots'} of ${underlying} on ${day}: ${quantityUnits} units (lot ${lotUnits}, freeze quantity ${freezeUnits}), ${counted}`;
}

export function changeText({ seq, changedAt, changedBy, reason, fact, before, after }: MarketChangeRow): string {
  const why = reason === null ? '' : ` (${reason})`;
  return `${seq}  ${changedAt.toISOString()}  ${changedBy}${why}  ${fact}: ${written(before)} → ${written(after)}`;
}

const weekdayName = (weekday: number | null | undefined): string =>
  weekday === undefined ? UNKNOWN : weekday === null ? 'none' : (WEEKDAYS[weekday] ?? UNKNOWN);

const written = (row: Record<string, unknown> | null): string => (row ? JSON.stringify(row) : 'nothing');

/** Equal orders are counted rather than listed: `3 × 1755 + 65`. */
function ordersText(orders: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const units of orders) counts.set(units, (counts.get(units) ?? 0) + 1);
  return [...counts].map(([units, count]) => (count === 1 ? String(units) : `${count} × ${units}`)).join(' + ');
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
