// Loads the market's dated facts in every environment. Rows that exist are left alone and removed ones stay away: an operator's correction survives.
import type { MarketKind, MarketRow } from '../../domain/market-row.js';
import { announceChanger } from '../repositories/market-changes.js';
import { insertIfNeverThere } from '../repositories/market-rows.js';
import type { Sql } from '../sql.js';
import { MARKET_ROWS } from './reference/market-rows.js';

export type LoadedCounts = { years: number; days: number; quantities: number; rules: number };

const COUNTED_AS: Readonly<Record<MarketKind, keyof LoadedCounts>> = {
  year: 'years',
  holiday: 'days',
  special_session: 'days',
  lot: 'quantities',
  freeze: 'quantities',
  session_hours: 'rules',
  expiry_weekday: 'rules',
};

/** @returns how many rows of each kind were missing and are loaded now */
export async function seedReferenceData(
  sql: Sql,
  rows: readonly MarketRow[] = MARKET_ROWS,
  by = 'seed',
): Promise<LoadedCounts> {
  await announceChanger(sql, by);
  const counts: LoadedCounts = { years: 0, days: 0, quantities: 0, rules: 0 };
  for (const row of rows) if (await insertIfNeverThere(sql, row)) counts[COUNTED_AS[row.kind]] += 1;
  return counts;
}
