// Where each subscription's billing stands, and what was charged and credited. Every item is written once, with its ledger posting.
import type { BillingPeriod, BillingState } from '../../domain/billing.js';
import { chargeMoves, creditMoves, entriesOf, reversalCause } from '../../domain/ledger.js';
import type { RevenueShare } from '../../domain/money.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { Sql } from '../sql.js';
import { LedgerRepository } from './ledger.js';

export type BillingItem = RevenueShare & {
  cause: string;
  kind: 'charge' | 'cancellation_credit' | 'failed_execution_credit';
  partnerId: string;
  subscriptionId: string;
  templateVersion: number;
  period: BillingPeriod;
  /** The charge that restarted the anniversary after a pause. */
  restarts: boolean;
  effectiveDay: TradingDay;
  /** Of a credit: the charge it gives part of back. */
  chargeCause: string | null;
  commissionBps: number;
  /** Of a failed execution's credit. */
  executionId?: string;
};

export type CoveringCharge = {
  cause: string;
  amountPaise: number;
  commissionBps: number;
  templateVersion: number;
  period: BillingPeriod;
};

type Begun = BillingState & { carriedFrom: string | null };

export class BillingRepository {
  private readonly ledger = new LedgerRepository();

  /** Notes how a subscription's billing begins. */
  async begin(sql: Sql, subscriptionId: string, { anchor, billedTo, carriedFrom }: Begun): Promise<void> {
    await sql.query(
      `INSERT INTO subscription_billing (subscription_id, anchor, first_day, billed_to, carried_from) VALUES ($1, $2, $3, $3, $4)`,
      [subscriptionId, anchor, billedTo, carriedFrom],
    );
  }

  /**
   * Holds the row until the transaction ends. One that has none (made before billing was) is charged from its next billing date on.
   */
  async lock(sql: Sql, subscriptionId: string): Promise<BillingState> {
    await sql.query(
      `INSERT INTO subscription_billing (subscription_id, anchor, first_day, billed_to)
       SELECT id, (subscription_date AT TIME ZONE 'Asia/Kolkata')::date, next_billing_date, next_billing_date
       FROM subscription WHERE id = $1 ON CONFLICT DO NOTHING`,
      [subscriptionId],
    );
    const [state] = await sql.query<BillingState>(
      `SELECT anchor, billed_to AS "billedTo" FROM subscription_billing WHERE subscription_id = $1 FOR UPDATE`,
      [subscriptionId],
    );
    if (!state) throw new Error(`there is no subscription ${subscriptionId}`);
    return state;
  }

  async move(sql: Sql, subscriptionId: string, { anchor, billedTo }: BillingState): Promise<void> {
    await sql.query('UPDATE subscription_billing SET anchor = $2, billed_to = $3 WHERE subscription_id = $1', [
      subscriptionId,
      anchor,
      billedTo,
    ]);
  }

  /** The user's last subscription to a strategy that was cancelled, and how far it is paid: one from before billing was, to its date. */
  async lastCancelled(
    sql: Sql,
    userPk: string,
    templateId: string,
  ): Promise<(BillingState & { subscriptionId: string }) | undefined> {
    const rows = await sql.query<BillingState & { subscriptionId: string }>(
      `SELECT s.id AS "subscriptionId", coalesce(b.anchor, (s.subscription_date AT TIME ZONE 'Asia/Kolkata')::date) AS anchor,
         coalesce(b.billed_to, s.next_billing_date) AS "billedTo"
       FROM subscription s LEFT JOIN subscription_billing b ON b.subscription_id = s.id
       WHERE s.user_pk = $1 AND s.template_id = $2 AND s.status = 'CANCELLED'
       ORDER BY s.created_at DESC, s.id LIMIT 1`,
      [userPk, templateId],
    );
    return rows[0];
  }

  /** The charge of the period that ends on a day, of this subscription or of the one whose paid-up date it took over. */
  async coveringCharge(sql: Sql, subscriptionId: string, periodEnd: TradingDay): Promise<CoveringCharge | undefined> {
    const rows = await sql.query<CoveringCharge>(
      `WITH RECURSIVE line AS (
         SELECT subscription_id, carried_from FROM subscription_billing WHERE subscription_id = $1
         UNION SELECT b.subscription_id, b.carried_from FROM subscription_billing b JOIN line l ON b.subscription_id = l.carried_from)
       SELECT i.cause, i.amount_paise AS "amountPaise", i.commission_bps AS "commissionBps", i.template_version AS "templateVersion",
         json_build_object('start', i.period_start, 'end', i.period_end) AS period
       FROM line JOIN billing_item i ON i.subscription_id = line.subscription_id
       WHERE i.kind = 'charge' AND i.period_end = $2`,
      [subscriptionId, periodEnd],
    );
    return rows[0];
  }

  /**
   * Writes an item and its posting.
   * @returns false when its cause was there before, or when it is a credit of a charge that was reversed: nothing is written
   */
  async add(sql: Sql, item: BillingItem): Promise<boolean> {
    const { partnerCommissionPaise, platformFeePaise } = item;
    if (item.chargeCause !== null && (await this.isReversed(sql, item.chargeCause))) return false;
    const rows = await sql.query(
      `INSERT INTO billing_item (cause, kind, partner_id, subscription_id, template_version, period_start, period_end, restarts,
         effective_day, charge_cause, amount_paise, commission_paise, platform_fee_paise, commission_bps, execution_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (cause) DO NOTHING RETURNING cause`,
      [
        item.cause,
        item.kind,
        item.partnerId,
        item.subscriptionId,
        item.templateVersion,
        item.period.start,
        item.period.end,
        item.restarts,
        item.effectiveDay,
        item.chargeCause,
        partnerCommissionPaise + platformFeePaise,
        partnerCommissionPaise,
        platformFeePaise,
        item.commissionBps,
        item.executionId ?? null,
      ],
    );
    if (rows.length === 0) return false;
    const isCharge = item.kind === 'charge';
    await this.ledger.post(
      sql,
      {
        cause: item.cause,
        kind: isCharge ? 'charge' : 'credit',
        partnerId: item.partnerId,
        subscriptionId: item.subscriptionId,
        effectiveDay: item.effectiveDay,
        reason: null,
        entries: entriesOf(isCharge ? chargeMoves(item) : creditMoves(item)),
      },
      'billing',
    );
    return true;
  }

  /** Whether all of a charge was given back. Holds the charge: a reversal waits until the transaction ends. */
  private async isReversed(sql: Sql, chargeCause: string): Promise<boolean> {
    await sql.query('SELECT 1 FROM billing_item WHERE cause = $1 FOR KEY SHARE', [chargeCause]);
    const rows = await sql.query('SELECT 1 FROM ledger_transaction WHERE cause = $1', [reversalCause(chargeCause)]);
    return rows.length > 0;
  }

  /** The price and its shares, as the subscription shows them. */
  async notePrice(sql: Sql, subscriptionId: string, feePaise: number, share: RevenueShare): Promise<void> {
    await sql.query(
      `UPDATE subscription SET monthly_fee_paise = $2, partner_commission_paise = $3, platform_fee_paise = $4 WHERE id = $1`,
      [subscriptionId, feePaise, share.partnerCommissionPaise, share.platformFeePaise],
    );
  }
}
