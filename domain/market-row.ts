// One dated fact of the exchange, as operators load it: its kinds, what names it, and what makes a set of them impossible.
import type { Underlying } from './option-contract.js';
import type { TimeOfDay, TradingDay } from './trading-time.js';

export const CADENCES = ['weekly', 'monthly'] as const;
/** By number: 0 = Sunday. */
export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export type Cadence = (typeof CADENCES)[number];
export type Weekday = (typeof WEEKDAYS)[number];

/** Holds from `from` until a later row of the same series, or until and including `until`: after that nothing is known. */
type Dated = { from: TradingDay; until?: TradingDay | undefined; source: string };

export type MarketRow =
  /** Declares a year's holidays complete: without it the year has no trading day. */
  | { kind: 'year'; year: number; source: string }
  | { kind: 'holiday'; day: TradingDay; name: string }
  /** A session on a day that would otherwise be closed, or at other hours than usual. IST. */
  | { kind: 'special_session'; day: TradingDay; name: string; opens: TimeOfDay; closes: TimeOfDay }
  /** The F&O session of ordinary days. IST. */
  | { kind: 'session_hours'; from: TradingDay; opens: TimeOfDay; closes: TimeOfDay; source: string }
  | ({ kind: 'lot'; underlying: Underlying; units: number } & Dated)
  | ({ kind: 'freeze'; underlying: Underlying; units: number } & Dated)
  /** `none`: from then on there are no expiries of this cadence. */
  | {
      kind: 'expiry_weekday';
      underlying: Underlying;
      cadence: Cadence;
      from: TradingDay;
      weekday: Weekday | 'none';
      source: string;
    };
export type MarketKind = MarketRow['kind'];

/** What names a row: the same name is the same fact. */
export type MarketKey =
  | { kind: 'year'; year: number }
  | { kind: 'holiday' | 'special_session'; day: TradingDay }
  | { kind: 'session_hours'; from: TradingDay }
  | { kind: 'lot' | 'freeze'; underlying: Underlying; from: TradingDay }
  | { kind: 'expiry_weekday'; underlying: Underlying; cadence: Cadence; from: TradingDay };

/** A row's name in words: `lot of NIFTY from 2025-12-31`. */
export function nameOf(row: MarketKey): string {
  switch (row.kind) {
    case 'year':
      return `year ${row.year}`;
    case 'holiday':
      return `holiday ${row.day}`;
    case 'special_session':
      return `special session ${row.day}`;
    case 'session_hours':
      return `session hours from ${row.from}`;
    case 'lot':
    case 'freeze':
      return `${row.kind} of ${row.underlying} from ${row.from}`;
    case 'expiry_weekday':
      return `${row.cadence} expiry weekday of ${row.underlying} from ${row.from}`;
  }
}

/** What is wrong with a row by itself, beyond its fields' formats; undefined when nothing is. */
export function rowProblem(row: MarketRow): { field: string; message: string } | undefined {
  if ('opens' in row && row.opens >= row.closes) return { field: 'closes', message: `must be after ${row.opens}` };
  if ('until' in row && row.until !== undefined && row.until < row.from)
    return { field: 'until', message: `must not be before ${row.from}` };
  return undefined;
}

/** Two rows of a series with an `until` overlap when the later begins before the earlier has ended. */
export function overlaps(a: Period, b: Period): boolean {
  const [earlier, later] = a.from <= b.from ? [a, b] : [b, a];
  return a.from !== b.from && later.from <= (earlier.until ?? '');
}

type Period = { from: TradingDay; until?: TradingDay | null | undefined };
