// The exchange's dated facts, read whole: they are small, and a stale copy would be wrong only until the next read.
import type { MarketCalendar } from '../../domain/market-calendar.js';
import {
  sizingOn,
  type ExpiryWeekdayRow,
  type MarketFacts,
  type Sizing,
  type UnitsRow,
} from '../../domain/market-facts.js';
import type { Underlying } from '../../domain/option-contract.js';
import type { Sql } from '../sql.js';

const UNITS = `underlying, effective_from AS "effectiveFrom", effective_to AS "effectiveTo", units, source`;

export class ReferenceDataRepository {
  constructor(private readonly db: Sql) {}

  async loadCalendar(): Promise<MarketCalendar> {
    const [years, holidays, sessions, sessionHours] = await Promise.all([
      this.db.query<{ year: number }>('SELECT year FROM calendar_year ORDER BY year'),
      this.db.query<{ day: string; name: string }>('SELECT day, name FROM market_holiday'),
      this.db.query<{ day: string; name: string; opens: string; closes: string }>(
        'SELECT day, name, opens, closes FROM special_session',
      ),
      this.db.query<{ effectiveFrom: string; opens: string; closes: string }>(
        'SELECT effective_from AS "effectiveFrom", opens, closes FROM session_hours ORDER BY effective_from',
      ),
    ]);
    return {
      loadedYears: years.map((row) => row.year),
      holidays: new Map(holidays.map((row) => [row.day, row.name])),
      specialSessions: new Map(sessions.map((row) => [row.day, row])),
      sessionHours,
    };
  }

  /** Everything, for looking at any day, past or coming. */
  async loadFacts(): Promise<MarketFacts> {
    const [calendar, lots, freezes, expiryWeekdays] = await Promise.all([
      this.loadCalendar(),
      this.db.query<UnitsRow>(`SELECT ${UNITS} FROM lot_size ORDER BY effective_from`),
      this.db.query<UnitsRow>(`SELECT ${UNITS} FROM freeze_quantity ORDER BY effective_from`),
      this.db.query<ExpiryWeekdayRow>(
        'SELECT underlying, cadence, effective_from AS "effectiveFrom", weekday, source FROM expiry_weekday ORDER BY effective_from',
      ),
    ]);
    return { calendar, lots, freezes, expiryWeekdays };
  }

  /** Lot and freeze quantity of an underlying on a day, in units; undefined when not loaded (fail closed). */
  async sizing(underlying: Underlying, day: string): Promise<Sizing | undefined> {
    const sizing = await this.sizingOrProblem(underlying, day);
    return 'problem' in sizing ? undefined : sizing;
  }

  /** As `sizing`, or which of the two is not loaded, in words. */
  async sizingOrProblem(underlying: Underlying, day: string): Promise<Sizing | { problem: string }> {
    const rows = await this.db.query<UnitsRow & { kind: 'lot' | 'freeze' }>(
      `(SELECT 'lot' AS kind, ${UNITS} FROM lot_size WHERE underlying = $1 AND effective_from <= $2 ORDER BY effective_from DESC LIMIT 1)
       UNION ALL
       (SELECT 'freeze', ${UNITS} FROM freeze_quantity WHERE underlying = $1 AND effective_from <= $2 ORDER BY effective_from DESC LIMIT 1)`,
      [underlying, day],
    );
    const of = (kind: 'lot' | 'freeze') => rows.filter((row) => row.kind === kind);
    return sizingOn({ lots: of('lot'), freezes: of('freeze') }, underlying, day);
  }
}
