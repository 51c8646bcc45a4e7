// One dated fact at a time: which table and columns a kind of row lives in. Changes are made by MarketChanges, which announces who makes them.
import { overlaps, WEEKDAYS, type MarketKey, type MarketKind, type MarketRow } from '../../domain/market-row.js';
import type { Sql } from '../sql.js';

type Column = string | number | null;
type Columns = Record<string, Column>;

const TABLES: Readonly<Record<MarketKind, string>> = {
  year: 'calendar_year',
  holiday: 'market_holiday',
  special_session: 'special_session',
  session_hours: 'session_hours',
  lot: 'lot_size',
  freeze: 'freeze_quantity',
  expiry_weekday: 'expiry_weekday',
};

/** @returns what the row held before; undefined when there is none of this name */
export async function findRow(sql: Sql, row: MarketRow): Promise<Columns | undefined> {
  const key = keyOf(row);
  const names = [...Object.keys(key), ...Object.keys(valuesOf(row))];
  const rows = await sql.query<Columns>(
    `SELECT ${names.join(', ')} FROM ${TABLES[row.kind]} WHERE ${where(key)}`,
    Object.values(key),
  );
  return rows[0];
}

export const columnsOf = (row: MarketRow): Columns => ({ ...keyOf(row), ...valuesOf(row) });

export async function writeRow(sql: Sql, row: MarketRow): Promise<void> {
  const key = Object.keys(keyOf(row));
  const values = valuesOf(row);
  const columns = columnsOf(row);
  const names = Object.keys(columns);
  await sql.query(
    `INSERT INTO ${TABLES[row.kind]} (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})
     ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${Object.keys(values)
       .map((name) => `${name} = excluded.${name}`)
       .join(', ')}`,
    Object.values(columns),
  );
}

/** Adds a row unless there is one of its name, or was one that somebody removed. @returns whether it was added */
export async function insertIfNeverThere(sql: Sql, row: MarketRow): Promise<boolean> {
  const table = TABLES[row.kind];
  const columns = columnsOf(row);
  const names = Object.keys(columns);
  const rows = await sql.query(
    `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.join(', ')} FROM jsonb_populate_record(NULL::${table}, $1::jsonb)
     WHERE NOT EXISTS (SELECT 1 FROM market_change WHERE fact = $2 AND after IS NULL AND before @> $3::jsonb)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [JSON.stringify(columns), table, JSON.stringify(keyOf(row))],
  );
  return rows.length > 0;
}

/** @returns whether there was one */
export async function removeRow(sql: Sql, key: MarketKey): Promise<boolean> {
  const columns = keyOf(key);
  const rows = await sql.query(
    `DELETE FROM ${TABLES[key.kind]} WHERE ${where(columns)} RETURNING 1`,
    Object.values(columns),
  );
  return rows.length > 0;
}

/** @returns the first day of another row of the series whose stated period runs into this one's, or undefined */
export async function overlappingFrom(sql: Sql, row: MarketRow): Promise<string | undefined> {
  if (row.kind !== 'lot' && row.kind !== 'freeze') return undefined;
  const rows = await sql.query<{ from: string; until: string | null }>(
    `SELECT effective_from AS "from", effective_to AS until FROM ${TABLES[row.kind]} WHERE underlying = $1 ORDER BY effective_from`,
    [row.underlying],
  );
  return rows.find((other) => overlaps(row, other))?.from;
}

export async function holidaysOf(sql: Sql, year: number): Promise<number> {
  const rows = await sql.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM market_holiday WHERE extract(year FROM day) = $1',
    [year],
  );
  return rows[0]?.count ?? 0;
}

const where = (key: Columns): string =>
  Object.keys(key)
    .map((name, i) => `${name} = $${i + 1}`)
    .join(' AND ');

function keyOf(row: MarketKey): Columns {
  switch (row.kind) {
    case 'year':
      return { year: row.year };
    case 'holiday':
    case 'special_session':
      return { day: row.day };
    case 'session_hours':
      return { effective_from: row.from };
    case 'lot':
    case 'freeze':
      return { underlying: row.underlying, effective_from: row.from };
    case 'expiry_weekday':
      return { underlying: row.underlying, cadence: row.cadence, effective_from: row.from };
  }
}

function valuesOf(row: MarketRow): Columns {
  switch (row.kind) {
    case 'year':
      return { source: row.source };
    case 'holiday':
      return { name: row.name };
    case 'special_session':
      return { name: row.name, opens: row.opens, closes: row.closes };
    case 'session_hours':
      return { opens: row.opens, closes: row.closes, source: row.source };
    case 'lot':
    case 'freeze':
      return { units: row.units, effective_to: row.until ?? null, source: row.source };
    case 'expiry_weekday':
      return { weekday: row.weekday === 'none' ? null : WEEKDAYS.indexOf(row.weekday), source: row.source };
  }
}
