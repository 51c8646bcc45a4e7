// loginReminder: on trading mornings, tells partners whose users have an active subscription and no session for today's entry.
import type { TradingDay } from '../../domain/trading-time.js';

/** `day` only for a repeat by hand; a Schedule's firing has it from its scheduled time. */
export type LoginReminderInput = { day?: TradingDay };
export type LoginReminderResult =
  { outcome: 'reminded'; day: TradingDay; accounts: number } | { outcome: 'skipped'; day: TradingDay; reason: string };
