// Loads the market's dated facts in every environment. Rows that exist are left alone: an operator's correction survives.
import type { DatedUnits } from '../../domain/reference-data/dated-units.js';
import { FREEZE_QUANTITIES } from '../../domain/reference-data/freeze-quantities.js';
import { LOT_SIZES } from '../../domain/reference-data/lot-sizes.js';
import type { Sql } from '../sql.js';
import { CALENDAR_2025 } from './reference/calendar-2025.js';
import { CALENDAR_2026 } from './reference/calendar-2026.js';
import type { CalendarYear } from './reference/types.js';

const CALENDARS = [CALENDAR_2025, CALENDAR_2026];

/** @returns how many rows of each kind were missing and are loaded now */
export async function seedReferenceData(sql: Sql): Promise<{ years: number; days: number; quantities: number }> {
  let years = 0;
  let days = 0;
  for (const calendar of CALENDARS) {
    days += await loadHolidays(sql, calendar);
    days += await loadSpecialSessions(sql, calendar);
    years += await loadYear(sql, calendar);
  }
  const quantities =
    (await loadUnits(sql, 'lot_size', LOT_SIZES)) + (await loadUnits(sql, 'freeze_quantity', FREEZE_QUANTITIES));
  return { years, days, quantities };
}

/** The year's row comes last: it is what declares the calendar complete. */
async function loadYear(sql: Sql, calendar: CalendarYear): Promise<number> {
  const rows = await sql.query(
    'INSERT INTO calendar_year (year, source) VALUES ($1, $2) ON CONFLICT (year) DO NOTHING RETURNING year',
    [calendar.year, calendar.source],
  );
  return rows.length;
}

async function loadHolidays(sql: Sql, calendar: CalendarYear): Promise<number> {
  const rows = await sql.query(
    `INSERT INTO market_holiday (day, name) SELECT * FROM unnest($1::date[], $2::text[])
     ON CONFLICT (day) DO NOTHING RETURNING day`,
    [calendar.holidays.map(([day]) => day), calendar.holidays.map(([, name]) => name)],
  );
  return rows.length;
}

async function loadSpecialSessions(sql: Sql, calendar: CalendarYear): Promise<number> {
  const rows = await sql.query(
    `INSERT INTO special_session (day, name, opens, closes)
     SELECT day, name, opens, closes FROM jsonb_to_recordset($1::jsonb) AS s(day date, name text, opens text, closes text)
     ON CONFLICT (day) DO NOTHING RETURNING day`,
    [JSON.stringify(calendar.specialSessions)],
  );
  return rows.length;
}

async function loadUnits(
  sql: Sql,
  table: 'lot_size' | 'freeze_quantity',
  dated: readonly DatedUnits[],
): Promise<number> {
  const values = dated.flatMap(({ effectiveFrom, source, units }) =>
    Object.entries(units).map(([underlying, count]) => ({
      underlying,
      effective_from: effectiveFrom,
      units: count,
      source,
    })),
  );
  const rows = await sql.query(
    `INSERT INTO ${table} (underlying, effective_from, units, source)
     SELECT underlying, effective_from, units, source
     FROM jsonb_to_recordset($1::jsonb) AS u(underlying text, effective_from date, units integer, source text)
     ON CONFLICT (underlying, effective_from) DO NOTHING RETURNING underlying`,
    [JSON.stringify(values)],
  );
  return rows.length;
}
