// Credits for executions that we failed, where the partner's contract gives them: a day's share of the fee, once per subscription and day.
import { BillingRepository } from '../db/repositories/billing.js';
import { failedExecutions } from '../db/repositories/billing-credits.js';
import type { Sql } from '../db/sql.js';
import { executionCreditCause } from '../domain/ledger.js';
import { shareOf, splitFee } from '../domain/money.js';
import { firstDayOf, nextMonth } from '../domain/settlement.js';
import { daysBetween } from '../domain/trading-time.js';
import type { SettlePartnerInput } from '../workflows/messages/settlement.js';

/** Those up to the month's end that have none yet; a disputed one waits. Repeatable. */
export async function creditFailedExecutions(tx: Sql, { month, partnerId }: SettlePartnerInput): Promise<void> {
  const billing = new BillingRepository();
  for (const failed of await failedExecutions(tx, partnerId, firstDayOf(nextMonth(month)))) {
    const { start, end } = failed.period;
    await billing.add(tx, {
      cause: executionCreditCause(failed.executionId),
      kind: 'failed_execution_credit',
      partnerId,
      subscriptionId: failed.subscriptionId,
      executionId: failed.executionId,
      effectiveDay: failed.tradingDay,
      ...{ restarts: false, period: failed.period, chargeCause: failed.chargeCause },
      ...{ templateVersion: failed.templateVersion, commissionBps: failed.commissionBps },
      ...splitFee(shareOf(failed.amountPaise, 1, daysBetween(start, end)), failed.commissionBps),
    });
  }
}
