// What our own records say of the entries of accounts: their active subscriptions, and what stands in their way.
import type { SubscriptionFacts } from '../../domain/account-readiness.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { Database } from '../sql.js';

export class AccountReadinessRepository {
  constructor(private readonly db: Database) {}

  /** The ACTIVE subscriptions of accounts, by account, each in the order of their making. */
  async subscriptionsOf(accountIds: readonly string[], day: TradingDay): Promise<Map<string, SubscriptionFacts[]>> {
    const rows = await this.db.query<SubscriptionFacts & { accountId: string }>(
      `SELECT l.account_id AS "accountId", s.id AS "subscriptionId", s.template_id AS "templateId", v.entry_time AS "entryTime",
         t.status = 'active' AS "templateActive",
         EXISTS (SELECT 1 FROM position p WHERE p.subscription_id = s.id AND p.closed_at IS NULL) AS "holdsPosition",
         EXISTS (SELECT 1 FROM position p JOIN strategy_run r ON r.id = p.run_id
           WHERE p.subscription_id = s.id AND p.exit_reason = 'day_loss_limit' AND r.trading_day = $2) AS "dayLossReached"
       FROM broker_allocation l JOIN subscription s ON s.id = l.subscription_id AND s.status = 'ACTIVE'
       JOIN strategy_template t ON t.id = s.template_id
       JOIN template_version v ON v.template_id = t.id AND v.version = t.current_version
       WHERE l.account_id = ANY($1) ORDER BY s.created_at, s.id`,
      [accountIds, day],
    );
    const byAccount = new Map<string, SubscriptionFacts[]>();
    for (const { accountId, ...facts } of rows) byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), facts]);
    return byAccount;
  }
}
