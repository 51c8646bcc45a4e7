// endOfDayReconciliation: every broker's order book of a day against ours, account by account.
import type { TradingDay } from '../../domain/trading-time.js';

/** A Schedule's firing has no day: it starts the day's own workflow. `gated`: only if the market was open. */
export type ReconciliationInput = { day?: TradingDay; gated?: boolean; by?: string };

export type ReconciliationResult =
  | {
      outcome: 'completed';
      day: TradingDay;
      accounts: number;
      compared: number;
      /** Accounts without a session, or whose book could not be read: not known to be fine. */
      notRead: number;
      openFindings: number;
    }
  | { outcome: 'skipped'; day: TradingDay; reason: string }
  /** The day's own workflow was running already; the firing left it alone. */
  | { outcome: 'running_already'; day: TradingDay };

/** One at a time per day; it may be repeated. */
export const reconciliationWorkflowId = (day: TradingDay): string => `reconciliation/${day}`;

/** The operators' words, in the UI, for what a day's workflow is. */
export const reconciliationSummary = (day: TradingDay): string => `Broker books of ${day} against ours`;
