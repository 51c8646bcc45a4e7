// Changes of a linked account that end its session: other credentials, or no link any more. Each is put on record with who asked.
import type { SubscriptionState } from '../../domain/subscription-state.js';
import type { Database, Sql } from '../sql.js';
import { BrokerAccountRepository, type BrokerAccount } from './broker-accounts.js';
import { normalisedEmail } from './platform-users.js';

type AccountChange = {
  accountId: string;
  change: 'credentials_rotated' | 'unlinked';
  /** Who asked, and in which request. */
  by: string;
  forced: boolean;
  sessionEnded: boolean;
};

/** A subscription that trades in the account, for whoever wants to unlink it. */
export type LivingSubscription = { subscriptionId: string; templateId: string; status: SubscriptionState };

export class AccountChangeRepository {
  private readonly accounts: BrokerAccountRepository;

  constructor(private readonly db: Database) {
    this.accounts = new BrokerAccountRepository(db);
  }

  /** The account, its row held against every other change until the transaction ends; undefined when there is none. */
  async lock(sql: Sql, accountId: string): Promise<BrokerAccount | undefined> {
    await sql.query('SELECT 1 FROM broker_account WHERE id = $1 FOR UPDATE', [accountId]);
    return this.accounts.findById(accountId, sql);
  }

  /** Ends the link; its client_id is free again. Erase its secrets in the same transaction. */
  async markUnlinked(sql: Sql, accountId: string, by: string): Promise<void> {
    await sql.query(
      `UPDATE broker_account SET account_status = 'unlinked', status_reason = 'unlinked by ' || $2::text,
         credentials_secret_id = NULL, updated_at = now() WHERE id = $1`,
      [accountId, by],
    );
  }

  /** Ends every login that was begun: no callback of it is taken any more. */
  async forgetLogins(sql: Sql, accountId: string): Promise<void> {
    await sql.query('DELETE FROM oauth_state WHERE account_id = $1', [accountId]);
  }

  /** The subscriptions of an account that are not cancelled, oldest first. */
  async livingSubscriptions(accountId: string, sql: Sql = this.db): Promise<LivingSubscription[]> {
    return sql.query<LivingSubscription>(
      `SELECT s.id AS "subscriptionId", s.template_id AS "templateId", s.status
       FROM broker_allocation l JOIN subscription s ON s.id = l.subscription_id
       WHERE l.account_id = $1 AND s.status <> 'CANCELLED' ORDER BY s.created_at, s.id`,
      [accountId],
    );
  }

  /** Whether an order of the account is still looked for: what appears late could not be closed without its login. */
  async watchesOrders(sql: Sql, accountId: string): Promise<boolean> {
    const rows = await sql.query(
      `SELECT 1 FROM late_watch w JOIN execution e ON e.id = w.execution_id
       WHERE e.account_id = $1 AND w.ended_at IS NULL LIMIT 1`,
      [accountId],
    );
    return rows.length > 0;
  }

  async record(sql: Sql, { accountId, change, by, forced, sessionEnded }: AccountChange): Promise<void> {
    await sql.query(
      'INSERT INTO account_change (account_id, change, changed_by, forced, session_ended) VALUES ($1, $2, $3, $4, $5)',
      [accountId, change, by, forced, sessionEnded],
    );
  }

  /** Whether this user's account of this client_id was linked once and is unlinked now. */
  async wasUnlinked(partnerId: string, mode: string, clientId: string, userEmail: string): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT 1 FROM broker_account a JOIN platform_user u ON u.id = a.user_pk
       WHERE a.partner_id = $1 AND a.mode = $2 AND a.client_id = $3 AND u.email = $4 AND a.account_status = 'unlinked' LIMIT 1`,
      [partnerId, mode, clientId, normalisedEmail(userEmail)],
    );
    return rows.length > 0;
  }
}
