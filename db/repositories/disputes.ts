// Which executions are disputed: the broker's book and ours disagree about an order of theirs, or nobody can say what became of one.
import type { TradingDay } from '../../domain/trading-time.js';
import type { Database } from '../sql.js';

/** True of execution `e`: an open finding, an order nobody can vouch for, or an unknown outcome whose position was never proven flat. */
export const IS_DISPUTED = `(EXISTS (SELECT 1 FROM reconciliation_finding f WHERE f.execution_id = e.id AND f.resolved_at IS NULL)
  OR EXISTS (SELECT 1 FROM order_intent d WHERE d.execution_id = e.id AND d.state = 'UNKNOWN')
  OR (e.outcome = 'unknown' AND NOT EXISTS (SELECT 1 FROM position q WHERE q.execution_id = e.id AND q.status = 'closed')))`;

export type DisputedExecution = { executionId: string; subscriptionId: string; tradingDay: TradingDay };

export class DisputeRepository {
  constructor(private readonly db: Database) {}

  /**
   * A partner's live executions of a month that must not be settled yet.
   * @param month - `YYYY-MM`, of the runs' trading days
   */
  async disputedExecutions(partnerId: string, month: string): Promise<DisputedExecution[]> {
    return this.db.query<DisputedExecution>(
      `SELECT e.id AS "executionId", e.subscription_id AS "subscriptionId", r.trading_day AS "tradingDay"
       FROM execution e JOIN strategy_run r ON r.id = e.run_id
       WHERE e.partner_id = $1 AND e.mode = 'live' AND r.trading_day >= $2::date
         AND r.trading_day < $2::date + interval '1 month' AND ${IS_DISPUTED}
       ORDER BY r.trading_day, e.id`,
      [partnerId, `${month}-01`],
    );
  }
}
