// Settlements: which months are asked for, closed, approved and paid, per partner. A closed one is never written again.
import {
  firstDayOf,
  nextMonth,
  statementTotals,
  type Month,
  type SettlementState,
  type StatementTotals,
} from '../../domain/settlement.js';
import type { Database, Sql } from '../sql.js';
import { DisputeRepository } from './disputes.js';
import { toPage, type Page, type PageRequest } from './page.js';
import { CANDIDATES, lineSums } from './settlement-lines.js';

export type Settlement = {
  month: Month;
  partnerId: string;
  status: SettlementState;
  currency: string;
  reconciledAt: Date | null;
  approvedAt: Date | null;
  approvedBy: string | null;
  paidAt: Date | null;
  paidBy: string | null;
  payoutReference: string | null;
} & Nullable<StatementTotals>;

/** Null while it is a draft: then the sums are those of the moment. */
type Nullable<T> = { [K in keyof T]: T[K] | null };

const SELECT = `SELECT month, partner_id AS "partnerId", status, currency, lines, opening_paise AS "openingPaise", charges_paise AS "chargesPaise",
  credits_paise AS "creditsPaise", commission_paise AS "commissionPaise", platform_fee_paise AS "platformFeePaise",
  adjustments_paise AS "adjustmentsPaise", payments_paise AS "paymentsPaise", net_payable_paise AS "netPayablePaise",
  closing_paise AS "closingPaise", reconciled_at AS "reconciledAt", approved_at AS "approvedAt", approved_by AS "approvedBy",
  paid_at AS "paidAt", paid_by AS "paidBy", payout_reference AS "payoutReference" FROM settlement`;

/** Partners with something to settle by the first day after the month ($3): money has moved, or somebody subscribes. A closed later month ends it. */
const TO_SETTLE = `SELECT p.id FROM partner p WHERE
  (EXISTS (SELECT 1 FROM ledger_transaction t WHERE t.partner_id = p.id AND t.effective_day < $3::date)
    OR EXISTS (SELECT 1 FROM subscription s WHERE s.partner_id = p.id AND s.mode = 'live'
      AND (s.subscription_date AT TIME ZONE 'Asia/Kolkata')::date < $3::date))
  AND NOT EXISTS (SELECT 1 FROM settlement l WHERE l.partner_id = p.id AND l.month > $1 AND l.status <> 'DRAFT')`;

export class SettlementRepository {
  private readonly disputes: DisputeRepository;

  constructor(private readonly db: Database) {
    this.disputes = new DisputeRepository(db);
  }

  /** Notes that a month is to be settled, for every partner; a row that exists is left alone. */
  async request(month: Month, partnerId?: string): Promise<void> {
    await this.db.query(
      `INSERT INTO settlement (month, partner_id) SELECT $1, s.id FROM (${TO_SETTLE}) s WHERE $2::text IS NULL OR s.id = $2 ON CONFLICT DO NOTHING`,
      [month, partnerId ?? null, firstDayOf(nextMonth(month))],
    );
  }

  /** Partners whose month was asked for, by id. @param after - the last one of the former page */
  async partners(month: Month, after: string, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      'SELECT partner_id AS id FROM settlement WHERE month = $1 AND partner_id > $2 ORDER BY partner_id LIMIT $3',
      [month, after, limit],
    );
    return rows.map(({ id }) => id);
  }

  async find(month: Month, partnerId: string, sql: Sql = this.db): Promise<Settlement | undefined> {
    return (await sql.query<Settlement>(`${SELECT} WHERE month = $1 AND partner_id = $2`, [month, partnerId]))[0];
  }

  /** A month's settlements, by partner. @param request.cursor - `after_` and a partner's id */
  async list(month: Month, { cursor, limit }: PageRequest): Promise<Page<Settlement & { id: string }>> {
    const rows = await this.db.query<Settlement & { id: string }>(
      `SELECT s.*, s."partnerId" AS id FROM (${SELECT} WHERE month = $1 AND partner_id > $2 ORDER BY partner_id LIMIT $3) s`,
      [month, cursor?.replace(/^after_/, '') ?? '', limit + 1],
    );
    return toPage(rows, limit);
  }

  /** Whether a later month of a partner is closed: then this one cannot be closed any more. */
  async laterIsClosed(month: Month, partnerId: string, sql: Sql = this.db): Promise<boolean> {
    const rows = await sql.query(
      `SELECT 1 FROM settlement WHERE month > $1 AND partner_id = $2 AND status <> 'DRAFT' LIMIT 1`,
      [month, partnerId],
    );
    return rows.length > 0;
  }

  /** Whether nothing of a month can be settled any more, and nothing of it was: later ones are closed. */
  async isPassedOver(month: Month): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT 1 WHERE EXISTS (SELECT 1 FROM settlement WHERE month > $1 AND status <> 'DRAFT')
         AND NOT EXISTS (SELECT 1 FROM settlement WHERE month = $1 AND status <> 'DRAFT')
         AND NOT EXISTS (${TO_SETTLE.replaceAll('$3', '$2')})`,
      [month, firstDayOf(nextMonth(month))],
    );
    return rows.length > 0;
  }

  /** Holds everything about a partner's statements until the transaction ends. */
  async lock(sql: Sql, partnerId: string): Promise<void> {
    await sql.query(`SELECT pg_advisory_xact_lock(hashtextextended('settlement/' || $1, 0))`, [partnerId]);
  }

  /** Of a partner: what it owed after its last closed month before this one. */
  async openingPaise(month: Month, partnerId: string, sql: Sql = this.db): Promise<number> {
    const rows = await sql.query<{ paise: number }>(
      `SELECT closing_paise AS paise FROM settlement WHERE partner_id = $1 AND month < $2 AND status <> 'DRAFT' ORDER BY month DESC LIMIT 1`,
      [partnerId, month],
    );
    return rows[0]?.paise ?? 0;
  }

  /** Subscriptions whose lines must wait: an execution of theirs is disputed, in a month of which something is not settled yet. */
  async disputedSubscriptions(month: Month, partnerId: string, sql: Sql = this.db): Promise<string[]> {
    const [oldest] = await sql.query<{ day: string | null }>(
      `SELECT min(t.effective_day) AS day FROM ledger_transaction t WHERE t.partner_id = $1 AND t.effective_day < $2
         AND NOT EXISTS (SELECT 1 FROM settlement_line l WHERE l.transaction_id = t.id)`,
      [partnerId, firstDayOf(nextMonth(month))],
    );
    if (!oldest?.day) return [];
    const from = `${oldest.day.slice(0, 7)}-01`;
    const disputed = await this.disputes.disputedBetween(partnerId, from, firstDayOf(nextMonth(month)));
    return [...new Set(disputed.map(({ subscriptionId }) => subscriptionId))];
  }

  /** Closes a draft: its lines, what is carried, its sums. Call it under `lock`. */
  async close(sql: Sql, month: Month, partnerId: string, at: Date): Promise<StatementTotals> {
    const scope = [partnerId, firstDayOf(nextMonth(month)), await this.disputedSubscriptions(month, partnerId, sql)];
    // One look at the ledger for both; materialised, so that it ends before the first line is written and no look-up meets the new lines.
    await sql.query(
      `WITH candidate AS MATERIALIZED (${CANDIDATES}),
         carried AS (
           INSERT INTO settlement_carried (month, partner_id, transaction_id, why)
           SELECT $4, $1, c.transaction_id, c.why FROM candidate c WHERE c.why IS NOT NULL)
       INSERT INTO settlement_line (month, partner_id, line, transaction_id)
       SELECT $4, $1, row_number() OVER (ORDER BY c.effective_day, c.cause COLLATE "C"), c.transaction_id
       FROM candidate c WHERE c.why IS NULL`,
      [...scope, month],
    );
    const sums = await lineSums(sql, month, partnerId);
    const totals = statementTotals(await this.openingPaise(month, partnerId, sql), sums);
    await sql.query(
      `UPDATE settlement SET status = 'RECONCILED', reconciled_at = $3, lines = $4, opening_paise = $5, charges_paise = $6,
         credits_paise = $7, commission_paise = $8, platform_fee_paise = $9, adjustments_paise = $10, payments_paise = $11,
         net_payable_paise = $12, closing_paise = $13 WHERE month = $1 AND partner_id = $2`,
      [
        month,
        partnerId,
        at,
        totals.lines,
        totals.openingPaise,
        totals.chargesPaise,
        totals.creditsPaise,
        totals.commissionPaise,
        totals.platformFeePaise,
        totals.adjustmentsPaise,
        totals.paymentsPaise,
        totals.netPayablePaise,
        totals.closingPaise,
      ],
    );
    return totals;
  }

  /** Under `lock`, from RECONCILED. */
  async approve(sql: Sql, month: Month, partnerId: string, by: string, at: Date): Promise<void> {
    await sql.query(
      `UPDATE settlement SET status = 'APPROVED', approved_by = $3, approved_at = $4 WHERE month = $1 AND partner_id = $2`,
      [month, partnerId, by, at],
    );
  }

  /** Whether a reference is on another partner's statement. Holds the reference until the transaction ends. */
  async referenceIsOthers(sql: Sql, partnerId: string, reference: string): Promise<boolean> {
    await sql.query(`SELECT pg_advisory_xact_lock(hashtextextended('payout/' || $1, 0))`, [reference]);
    const rows = await sql.query('SELECT 1 FROM settlement WHERE payout_reference = $1 AND partner_id <> $2 LIMIT 1', [
      reference,
      partnerId,
    ]);
    return rows.length > 0;
  }

  /** Under `lock`, from APPROVED. */
  async markPaid(
    sql: Sql,
    {
      month,
      partnerId,
      by,
      at,
      reference,
    }: { month: Month; partnerId: string; by: string; at: Date; reference: string },
  ): Promise<void> {
    await sql.query(
      `UPDATE settlement SET status = 'PAID', paid_by = $3, paid_at = $4, payout_reference = $5 WHERE month = $1 AND partner_id = $2`,
      [month, partnerId, by, at, reference],
    );
  }
}
