// Which accounts could not trade a day's entries for want of a login.
import type { TradingDay } from '../../domain/trading-time.js';
import type { Database } from '../sql.js';

export type AccountWithoutSession = {
  id: string;
  partnerId: string;
  userEmail: string;
  clientId: string;
  brokerName: string;
};

export class LoginReminderRepository {
  constructor(private readonly db: Database) {}

  /**
   * Live accounts with an ACTIVE subscription whose session does not last past the latest of those entries on a day.
   * @param afterId - goes on after this account; '' begins
   */
  async accountsWithoutSession(day: TradingDay, afterId: string, limit: number): Promise<AccountWithoutSession[]> {
    return this.db.query<AccountWithoutSession>(
      `SELECT a.id, a.partner_id AS "partnerId", u.email AS "userEmail", a.client_id AS "clientId", a.broker_name AS "brokerName"
       FROM broker_account a
       JOIN platform_user u ON u.id = a.user_pk
       JOIN broker_allocation l ON l.account_id = a.id
       JOIN subscription s ON s.id = l.subscription_id AND s.status = 'ACTIVE'
       JOIN strategy_template t ON t.id = s.template_id AND t.status = 'active'
       JOIN template_version v ON v.template_id = t.id AND v.version = t.current_version
       WHERE a.mode = 'live' AND a.account_status = 'enabled' AND a.id > $2
       GROUP BY a.id, u.email
       HAVING a.session_status <> 'ready' OR a.entry_valid_until IS NULL
         OR a.entry_valid_until <= max(($1::date + v.entry_time::time) AT TIME ZONE 'Asia/Kolkata')
       ORDER BY a.id LIMIT $3`,
      [day, afterId, limit],
    );
  }
}
