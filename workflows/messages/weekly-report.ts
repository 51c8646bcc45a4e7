// weeklyReport: on Mondays, tells partners what became of the entries of the week before.
import type { TradingDay } from '../../domain/trading-time.js';

/** `weekStart`, a Monday, only for a repeat by hand; a Schedule's firing reports the week before its scheduled time. */
export type WeeklyReportInput = { weekStart?: TradingDay };
export type WeeklyReportResult = { weekStart: TradingDay; reports: number };
