// readiness: before the open, which live subscriptions are ready for the day's entries.
import type { TradingDay } from '../../domain/trading-time.js';

/** `day` only for a repeat by hand; a Schedule's firing has it from its scheduled time. */
export type ReadinessInput = { day?: TradingDay };
export type ReadinessResult =
  | { outcome: 'completed'; day: TradingDay; subscriptions: number; ready: number }
  | { outcome: 'skipped'; day: TradingDay; reason: string };

/** IST; nothing is asked of brokers after it, so that the open finds them idle. */
export const READINESS_ENDS = '09:10';
