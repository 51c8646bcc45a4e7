// Subscriptions with their allocation to a broker account. The partial unique index, not a look-up, keeps them single.
import type { Mode } from '../../domain/mode.js';
import type { SubscriptionState } from '../../domain/subscription-state.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { Database, Sql } from '../sql.js';
import { toPage, type Page, type PageRequest } from './page.js';
import { normalisedEmail } from './platform-users.js';

type BrokerAllocation = {
  id: string;
  accountId: string;
  clientId: string;
  brokerName: string;
  lotMultiplier: number;
  priority: number;
  status: SubscriptionState;
};

export type Subscription = {
  id: string;
  partnerId: string;
  mode: Mode;
  userPk: string;
  userId: string;
  userEmail: string;
  templateId: string;
  status: SubscriptionState;
  subscriptionDate: Date;
  nextBillingDate: TradingDay;
  monthlyFeePaise: number;
  partnerCommissionPaise: number;
  platformFeePaise: number;
  currency: string;
  dayLossLimitPaise: number | null;
  pausedAt: Date | null;
  cancelledAt: Date | null;
  workflowStartedAt: Date | null;
  createdAt: Date;
  allocation: BrokerAllocation;
};

export type CreateSubscription = {
  id: string;
  allocationId: string;
  partnerId: string;
  mode: Mode;
  userPk: string;
  templateId: string;
  accountId: string;
  /** Whole lots, 1 to 100. */
  lotMultiplier: number;
  subscriptionDate: Date;
  nextBillingDate: TradingDay;
  monthlyFeePaise: number;
  partnerCommissionPaise: number;
  platformFeePaise: number;
};
/** `from` and `to`: days in India on which it was made, both included. */
export type SubscriptionFilter = PageRequest & {
  userEmail?: string | undefined;
  status?: SubscriptionState | undefined;
  from?: TradingDay | undefined;
  to?: TradingDay | undefined;
};
/** Thrown when the account was unlinked meanwhile: roll the transaction back. */
export class AccountUnlinkedError extends Error {
  override name = 'AccountUnlinkedError';

  constructor(accountId: string) {
    super(`account ${accountId} is not linked any more`);
  }
}
export type SubscriptionConflict = { conflict: 'subscription_exists'; existingSubscriptionId: string };

const SELECT = `SELECT s.id, s.partner_id AS "partnerId", s.mode, s.user_pk AS "userPk", u.user_id AS "userId", u.email AS "userEmail",
  s.template_id AS "templateId", s.status, s.subscription_date AS "subscriptionDate", s.next_billing_date AS "nextBillingDate",
  s.monthly_fee_paise AS "monthlyFeePaise", s.partner_commission_paise AS "partnerCommissionPaise",
  s.platform_fee_paise AS "platformFeePaise", s.currency, s.day_loss_limit_paise AS "dayLossLimitPaise", s.paused_at AS "pausedAt", s.cancelled_at AS "cancelledAt",
  s.workflow_started_at AS "workflowStartedAt", s.created_at AS "createdAt",
  json_build_object('id', l.id, 'accountId', l.account_id, 'clientId', a.client_id, 'brokerName', a.broker_name,
    'lotMultiplier', l.lot_multiplier, 'priority', l.priority, 'status', l.status) AS allocation
  FROM subscription s JOIN platform_user u ON u.id = s.user_pk
  JOIN broker_allocation l ON l.subscription_id = s.id JOIN broker_account a ON a.id = l.account_id`;

export class SubscriptionRepository {
  constructor(private readonly db: Database) {}

  /**
   * Inserts subscription and allocation, both ACTIVE. Of two that race exactly one wins; the other gets its id.
   * @throws AccountUnlinkedError
   */
  async create(sql: Sql, input: CreateSubscription): Promise<Subscription | SubscriptionConflict> {
    while (!(await this.insert(sql, input))) {
      const existing = await sql.query<{ id: string }>(
        `SELECT id FROM subscription WHERE user_pk = $1 AND template_id = $2 AND status <> 'CANCELLED'`,
        [input.userPk, input.templateId],
      );
      // None: the rival was cancelled between the two statements, so the place is free again.
      if (existing[0]) return { conflict: 'subscription_exists', existingSubscriptionId: existing[0].id };
    }
    // Waits for an unlinking that is undecided; one that has won leaves nothing to allocate to.
    const allocated = await sql.query(
      `INSERT INTO broker_allocation (id, subscription_id, account_id, lot_multiplier)
       SELECT $1, $2, id, $4::int FROM broker_account WHERE id = $3 AND account_status = 'enabled' FOR KEY SHARE RETURNING id`,
      [input.allocationId, input.id, input.accountId, input.lotMultiplier],
    );
    if (allocated.length === 0) throw new AccountUnlinkedError(input.accountId);
    const created = await this.findById(input.id, sql);
    if (!created) throw new Error(`subscription ${input.id} vanished in its own transaction`);
    return created;
  }

  private async insert(sql: Sql, s: CreateSubscription): Promise<boolean> {
    const rows = await sql.query(
      `INSERT INTO subscription (id, partner_id, mode, user_pk, template_id, status, subscription_date, next_billing_date,
         monthly_fee_paise, partner_commission_paise, platform_fee_paise)
       VALUES ($1, $2, $3, $4, $5, 'ACTIVE', $6, $7, $8, $9, $10)
       ON CONFLICT (user_pk, template_id) WHERE status <> 'CANCELLED' DO NOTHING RETURNING id`,
      [
        s.id,
        s.partnerId,
        s.mode,
        s.userPk,
        s.templateId,
        s.subscriptionDate,
        s.nextBillingDate,
        s.monthlyFeePaise,
        s.partnerCommissionPaise,
        s.platformFeePaise,
      ],
    );
    return rows.length > 0;
  }

  async find(partnerId: string, mode: Mode, subscriptionId: string): Promise<Subscription | undefined> {
    const rows = await this.db.query<Subscription>(`${SELECT} WHERE s.partner_id = $1 AND s.mode = $2 AND s.id = $3`, [
      partnerId,
      mode,
      subscriptionId,
    ]);
    return rows[0];
  }

  /** The user's live (not cancelled) subscription to a template. */
  async findLive(partnerId: string, mode: Mode, userPk: string, templateId: string): Promise<Subscription | undefined> {
    const rows = await this.db.query<Subscription>(
      `${SELECT} WHERE s.partner_id = $1 AND s.mode = $2 AND s.user_pk = $3 AND s.template_id = $4 AND s.status <> 'CANCELLED'`,
      [partnerId, mode, userPk, templateId],
    );
    return rows[0];
  }

  /** For activities, which hold only the id. */
  async findById(subscriptionId: string, sql: Sql = this.db): Promise<Subscription | undefined> {
    const rows = await sql.query<Subscription>(`${SELECT} WHERE s.id = $1`, [subscriptionId]);
    return rows[0];
  }

  /** As `findById`, holding the subscription's row until the transaction ends. */
  async lock(sql: Sql, subscriptionId: string): Promise<Subscription | undefined> {
    const rows = await sql.query<Subscription>(`${SELECT} WHERE s.id = $1 FOR UPDATE OF s`, [subscriptionId]);
    return rows[0];
  }

  /** A partner's subscriptions, oldest first. */
  async list(partnerId: string, mode: Mode, filter: SubscriptionFilter): Promise<Page<Subscription>> {
    const rows = await this.db.query<Subscription>(
      `${SELECT} WHERE s.partner_id = $1 AND s.mode = $2 AND ($3::text IS NULL OR u.email = $3) AND ($4::text IS NULL OR s.status = $4)
         AND ($7::date IS NULL OR s.subscription_date >= $7::date::timestamp AT TIME ZONE 'Asia/Kolkata')
         AND ($8::date IS NULL OR s.subscription_date < ($8::date + 1)::timestamp AT TIME ZONE 'Asia/Kolkata')
         AND ($5::text IS NULL OR (s.created_at, s.id) >
           (SELECT c.created_at, c.id FROM subscription c WHERE c.id = $5 AND c.partner_id = $1 AND c.mode = $2))
       ORDER BY s.created_at, s.id LIMIT $6`,
      [
        partnerId,
        mode,
        filter.userEmail === undefined ? null : normalisedEmail(filter.userEmail),
        filter.status ?? null,
        filter.cursor ?? null,
        filter.limit + 1,
        filter.from ?? null,
        filter.to ?? null,
      ],
    );
    return toPage(rows, filter.limit);
  }

  /**
   * Moves the status, and the allocation's with it.
   * @param at - written as `paused_at` or `cancelled_at`; resuming clears `paused_at`
   * @returns false when the status is none of `from`
   */
  async changeStatus(
    sql: Sql,
    subscriptionId: string,
    from: readonly SubscriptionState[],
    to: SubscriptionState,
    at: Date,
  ): Promise<boolean> {
    const moved = await sql.query(
      `UPDATE subscription SET status = $3, updated_at = now(),
         paused_at = CASE $3 WHEN 'PAUSED' THEN $4::timestamptz WHEN 'ACTIVE' THEN NULL ELSE paused_at END,
         cancelled_at = CASE $3 WHEN 'CANCELLED' THEN $4::timestamptz ELSE NULL END
       WHERE id = $1 AND status = ANY($2) RETURNING id`,
      [subscriptionId, from, to, at],
    );
    if (moved.length === 0) return false;
    await sql.query('UPDATE broker_allocation SET status = $2 WHERE subscription_id = $1', [subscriptionId, to]);
    return true;
  }

  /** Effective from the next run. @param lotMultiplier - 1 to 100 */
  async setLotMultiplier(sql: Sql, subscriptionId: string, lotMultiplier: number): Promise<void> {
    await sql.query('UPDATE broker_allocation SET lot_multiplier = $2 WHERE subscription_id = $1', [
      subscriptionId,
      lotMultiplier,
    ]);
  }

  /** Effective at once, also on what is open. @param limitPaise - null: none. @returns false when it is cancelled */
  async setDayLossLimit(
    partnerId: string,
    mode: Mode,
    subscriptionId: string,
    limitPaise: number | null,
  ): Promise<boolean> {
    const rows = await this.db.query(
      `UPDATE subscription SET day_loss_limit_paise = $4, updated_at = now()
       WHERE partner_id = $1 AND mode = $2 AND id = $3 AND status <> 'CANCELLED' RETURNING id`,
      [partnerId, mode, subscriptionId, limitPaise],
    );
    return rows.length > 0;
  }

  /** Moves the billing date on. @returns false when it was not `from`: moved already, so a repeat does nothing */
  async setNextBillingDate(
    subscriptionId: string,
    from: TradingDay,
    to: TradingDay,
    sql: Sql = this.db,
  ): Promise<boolean> {
    const moved = await sql.query(
      'UPDATE subscription SET next_billing_date = $3, updated_at = now() WHERE id = $1 AND next_billing_date = $2 RETURNING id',
      [subscriptionId, from, to],
    );
    return moved.length > 0;
  }

  /** Notes that the entity workflow exists, so that the sweeper leaves it alone. */
  async markWorkflowStarted(subscriptionId: string, sql: Sql = this.db): Promise<void> {
    await sql.query(
      'UPDATE subscription SET workflow_started_at = now() WHERE id = $1 AND workflow_started_at IS NULL',
      [subscriptionId],
    );
  }

  /** Subscriptions whose entity workflow was never seen to start, older than so many ms. */
  async withoutWorkflow(olderThanMs: number, limit = 200): Promise<Subscription[]> {
    return this.db.query<Subscription>(
      `${SELECT} WHERE s.workflow_started_at IS NULL AND s.status <> 'CANCELLED' AND s.created_at < now() - $1 * interval '1 millisecond'
       ORDER BY s.created_at LIMIT $2`,
      [olderThanMs, limit],
    );
  }
}
