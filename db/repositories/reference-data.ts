// The exchange's dated facts, read whole: they are small, and a stale copy would be wrong only until the next read.
import type { MarketCalendar } from '../../domain/market-calendar.js';
import type { Underlying } from '../../domain/option-contract.js';
import type { Database } from '../sql.js';

export class ReferenceDataRepository {
  constructor(private readonly db: Database) {}

  async loadCalendar(): Promise<MarketCalendar> {
    const [years, holidays, sessions] = await Promise.all([
      this.db.query<{ year: number }>('SELECT year FROM calendar_year'),
      this.db.query<{ day: string; name: string }>('SELECT day, name FROM market_holiday'),
      this.db.query<{ day: string; name: string; opens: string; closes: string }>(
        'SELECT day, name, opens, closes FROM special_session',
      ),
    ]);
    return {
      loadedYears: years.map((row) => row.year),
      holidays: new Map(holidays.map((row) => [row.day, row.name])),
      specialSessions: new Map(sessions.map((row) => [row.day, row])),
    };
  }

  /** Lot and freeze quantity of an underlying on a day, in units; undefined when not loaded (fail closed). */
  async sizing(underlying: Underlying, day: string): Promise<{ lotUnits: number; freezeUnits: number } | undefined> {
    const rows = await this.db.query<{ lotUnits: number | null; freezeUnits: number | null }>(
      `SELECT (SELECT units FROM lot_size WHERE underlying = $1 AND effective_from <= $2 ORDER BY effective_from DESC LIMIT 1) AS "lotUnits",
              (SELECT units FROM freeze_quantity WHERE underlying = $1 AND effective_from <= $2 ORDER BY effective_from DESC LIMIT 1) AS "freezeUnits"`,
      [underlying, day],
    );
    const row = rows[0];
    return row?.lotUnits && row.freezeUnits ? { lotUnits: row.lotUnits, freezeUnits: row.freezeUnits } : undefined;
  }
}
