// Which executions are disputed: the broker's book and ours disagree about an order of theirs, or nobody can say what became of one.
import { firstDayOf, nextMonth } from '../../domain/settlement.js';
import type { TradingDay } from '../../domain/trading-time.js';
import { BY_COMPARISON } from './reconciliation-findings.js';
import type { Database } from '../sql.js';

/** A person has looked into it and said so. */
const RESOLVED_BY_HAND = `SELECT 1 FROM reconciliation_finding h WHERE h.resolved_at IS NOT NULL AND h.resolved_by <> '${BY_COMPARISON}'`;

/**
 * True of execution `e`: an open finding, an order nobody can vouch for, or an unknown outcome whose position was never proven
 * flat; the latter two until a person has resolved a finding about them.
 */
export const IS_DISPUTED = `(EXISTS (SELECT 1 FROM reconciliation_finding f WHERE f.execution_id = e.id AND f.resolved_at IS NULL)
  OR EXISTS (SELECT 1 FROM order_intent d WHERE d.execution_id = e.id AND d.state = 'UNKNOWN'
    AND NOT EXISTS (${RESOLVED_BY_HAND} AND h.order_id = d.id))
  OR (e.outcome = 'unknown' AND NOT EXISTS (SELECT 1 FROM position q WHERE q.execution_id = e.id AND q.status = 'closed')
    AND NOT EXISTS (${RESOLVED_BY_HAND} AND h.execution_id = e.id)))`;

export type DisputedExecution = { executionId: string; subscriptionId: string; tradingDay: TradingDay };

export class DisputeRepository {
  constructor(private readonly db: Database) {}

  /**
   * A partner's live executions of a month that must not be settled yet.
   * @param month - `YYYY-MM`, of the runs' trading days
   */
  async disputedExecutions(partnerId: string, month: string): Promise<DisputedExecution[]> {
    return this.disputedBetween(partnerId, firstDayOf(month), firstDayOf(nextMonth(month)));
  }

  /** As `disputedExecutions`, of the trading days from one up to, not including, another. */
  async disputedBetween(partnerId: string, from: TradingDay, before: TradingDay): Promise<DisputedExecution[]> {
    return this.db.query<DisputedExecution>(
      `SELECT e.id AS "executionId", e.subscription_id AS "subscriptionId", r.trading_day AS "tradingDay"
       FROM execution e JOIN strategy_run r ON r.id = e.run_id
       WHERE e.partner_id = $1 AND e.mode = 'live' AND r.trading_day >= $2::date AND r.trading_day < $3::date AND ${IS_DISPUTED}
       ORDER BY r.trading_day, e.id`,
      [partnerId, from, before],
    );
  }
}
