// The event that tells a partner, on Monday morning, what became of the week's entries.
import { toRupees } from './money.js';
import { event, utcText, type PartnerEvent } from './partner-event.js';
import { addDays, type TradingDay } from './trading-time.js';

/** Sums of a week, over all strategies. */
export type WeekTotals = {
  executions: number;
  completed: number;
  failed: number;
  unwound: number;
  missed: number;
  skipped: number;
  unknown: number;
  orders: number;
  ordersFilled: number;
  realisedPnlPaise: number;
};

/** Told once a week, partner and mode, where anything was to be entered. @param input.weekStart - the week's Monday; `atMs` epoch ms */
export function weeklyReport(input: {
  partnerId: string;
  mode: string;
  weekStart: TradingDay;
  totals: WeekTotals;
  atMs: number;
}): PartnerEvent {
  const { partnerId, mode, weekStart } = input;
  const { executions, orders, ordersFilled, realisedPnlPaise, ...outcomes } = input.totals;
  return event('weekly_report', `${partnerId}/${mode}/${weekStart}`, {
    event: 'weekly_report',
    user_email: null,
    week_start: weekStart,
    week_end: addDays(weekStart, 6),
    executions,
    outcomes,
    orders,
    orders_filled: ordersFilled,
    realised_pnl: toRupees(realisedPnlPaise),
    report: `/partner/reports/executions/${weekStart}`,
    timestamp: utcText(input.atMs),
  });
}
