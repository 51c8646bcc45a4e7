// Executions that earn a credit: missed or unwound by us, under a contract that gives one, in a period that was charged.
import type { BillingPeriod } from '../../domain/billing.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { Sql } from '../sql.js';
import { IS_DISPUTED } from './disputes.js';

export type FailedExecution = {
  executionId: string;
  subscriptionId: string;
  tradingDay: TradingDay;
  chargeCause: string;
  amountPaise: number;
  commissionBps: number;
  templateVersion: number;
  period: BillingPeriod;
};

/**
 * The first of each subscription and day, without those that have their credit. The charge may be that of the user's former
 * subscription to the strategy, whose paid-up date was carried over; where two cover the day, the former one's rest was credited.
 * @param before - the first day that is not looked at
 */
export async function failedExecutions(sql: Sql, partnerId: string, before: TradingDay): Promise<FailedExecution[]> {
  return sql.query<FailedExecution>(
    `SELECT DISTINCT ON (s.user_pk, s.template_id, r.trading_day) e.id AS "executionId", s.id AS "subscriptionId",
       r.trading_day AS "tradingDay", i.cause AS "chargeCause", i.amount_paise AS "amountPaise", i.commission_bps AS "commissionBps",
       i.template_version AS "templateVersion", json_build_object('start', i.period_start, 'end', i.period_end) AS period
     FROM execution e JOIN strategy_run r ON r.id = e.run_id JOIN subscription s ON s.id = e.subscription_id
       JOIN subscription p ON p.user_pk = s.user_pk AND p.template_id = s.template_id
       JOIN billing_item i ON i.subscription_id = p.id AND i.kind = 'charge' AND i.period_start <= r.trading_day AND i.period_end > r.trading_day
     WHERE e.partner_id = $1 AND e.mode = 'live' AND e.outcome IN ('missed','unwound')
       AND r.trading_day < $2 AND r.trading_day >= $2::date - interval '4 months'
       AND (SELECT c.failed_execution_credit FROM partner_contract c WHERE c.partner_id = $1 AND c.effective_from <= r.trading_day
            ORDER BY c.effective_from DESC LIMIT 1)
       AND NOT ${IS_DISPUTED}
       AND NOT EXISTS (SELECT 1 FROM ledger_transaction v WHERE v.cause = 'reversal/' || i.cause)
       AND NOT EXISTS (SELECT 1 FROM billing_item g JOIN subscription gs ON gs.id = g.subscription_id
         WHERE g.kind = 'failed_execution_credit' AND g.effective_day = r.trading_day
           AND gs.user_pk = s.user_pk AND gs.template_id = s.template_id)
     ORDER BY s.user_pk, s.template_id, r.trading_day, i.period_start DESC, e.id`,
    [partnerId, before],
  );
}
