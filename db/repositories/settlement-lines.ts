// The lines of statements: of a closed month as they were closed, of a draft as they would be now. Read page by page, never all at once.
import { firstDayOf, nextMonth, type LineSums, type Month } from '../../domain/settlement.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { Database, Sql } from '../sql.js';

export type CarryReason = 'disputed' | 'unreconciled';

/** One ledger transaction on a statement. Amounts in paise, of credits negative. */
export type StatementLine = {
  line: number;
  day: TradingDay;
  kind: 'charge' | 'credit' | 'adjustment' | 'payment' | 'reversal';
  cause: string;
  reason: string | null;
  subscriptionId: string | null;
  userId: string | null;
  userEmail: string | null;
  templateId: string | null;
  periodStart: TradingDay | null;
  periodEnd: TradingDay | null;
  grossPaise: number;
  commissionPaise: number;
  platformFeePaise: number;
  adjustmentPaise: number;
  paymentPaise: number;
};
export type CarriedLine = Pick<StatementLine, 'day' | 'kind' | 'cause' | 'subscriptionId' | 'grossPaise'> & {
  why: CarryReason;
};

/**
 * What may be on a statement: all that was not on an earlier one, and why some of it must wait.
 * $1 partner, $2 the first day after the month, $3 subscriptions with a disputed execution.
 */
export const CANDIDATES = `SELECT m.*, CASE
    WHEN m.subscription_id = ANY($3::text[]) THEN 'disputed'
    WHEN m.kind IN ('charge','credit') AND NOT EXISTS (SELECT 1 FROM billing_item i WHERE i.cause = m.cause
      AND CASE i.kind WHEN 'charge' THEN i.amount_paise ELSE -i.amount_paise END = m.gross_paise
      AND CASE i.kind WHEN 'charge' THEN i.commission_paise ELSE -i.commission_paise END = m.commission_paise) THEN 'unreconciled'
  END AS why
  FROM ledger_movement m WHERE m.partner_id = $1 AND m.effective_day < $2
    AND NOT EXISTS (SELECT 1 FROM settlement_line l WHERE l.transaction_id = m.transaction_id)`;

const SUMS = `count(*)::integer AS lines,
  coalesce(sum(gross_paise) FILTER (WHERE kind = 'charge'), 0)::bigint AS "chargesPaise",
  coalesce(sum(gross_paise) FILTER (WHERE kind <> 'charge'), 0)::bigint AS "creditsPaise",
  coalesce(sum(commission_paise), 0)::bigint AS "commissionPaise", coalesce(sum(platform_fee_paise), 0)::bigint AS "platformFeePaise",
  coalesce(sum(adjustment_paise), 0)::bigint AS "adjustmentsPaise", coalesce(sum(payment_paise), 0)::bigint AS "paymentsPaise"`;

const FIELDS = `c.line, c.effective_day AS day, c.kind, c.cause, c.reason, c.subscription_id AS "subscriptionId", u.user_id AS "userId",
  u.email AS "userEmail", s.template_id AS "templateId", i.period_start AS "periodStart", i.period_end AS "periodEnd",
  c.gross_paise AS "grossPaise", c.commission_paise AS "commissionPaise", c.platform_fee_paise AS "platformFeePaise",
  c.adjustment_paise AS "adjustmentPaise", c.payment_paise AS "paymentPaise"`;
const AROUND = `LEFT JOIN subscription s ON s.id = c.subscription_id LEFT JOIN platform_user u ON u.id = s.user_pk
  LEFT JOIN ledger_transaction t ON t.id = c.transaction_id LEFT JOIN ledger_transaction o ON o.id = t.reverses
  LEFT JOIN billing_item i ON i.cause = coalesce(o.cause, c.cause)`;

/** The sums of a closed month's lines. */
export async function lineSums(sql: Sql, month: Month, partnerId: string): Promise<LineSums> {
  const [sums] = await sql.query<LineSums>(
    `SELECT ${SUMS} FROM settlement_line l JOIN ledger_movement m ON m.transaction_id = l.transaction_id
     WHERE l.month = $1 AND l.partner_id = $2`,
    [month, partnerId],
  );
  if (!sums) throw new Error('an aggregate gave no row');
  return sums;
}

/** Which statement is read. `disputed`: of a draft, the subscriptions whose lines wait. */
export type LineScope =
  | { month: Month; partnerId: string; draft: false }
  | { month: Month; partnerId: string; draft: true; disputed: string[] };

export class SettlementLineRepository {
  constructor(private readonly db: Database) {}

  /** The sums of a draft's lines, as of now. */
  async draftSums({ month, partnerId, disputed }: LineScope & { draft: true }): Promise<LineSums> {
    const [sums] = await this.db.query<LineSums>(`SELECT ${SUMS} FROM (${CANDIDATES}) c WHERE why IS NULL`, [
      partnerId,
      firstDayOf(nextMonth(month)),
      disputed,
    ]);
    if (!sums) throw new Error('an aggregate gave no row');
    return sums;
  }

  /** @param after - the last line of the former page; 0 begins */
  async page(scope: LineScope, after: number, limit: number): Promise<StatementLine[]> {
    if (!scope.draft)
      return this.db.query<StatementLine>(
        `SELECT ${FIELDS} FROM (SELECT l.line, m.* FROM settlement_line l JOIN ledger_movement m ON m.transaction_id = l.transaction_id
           WHERE l.month = $1 AND l.partner_id = $2 AND l.line > $3 ORDER BY l.line LIMIT $4) c ${AROUND} ORDER BY c.line`,
        [scope.month, scope.partnerId, after, limit],
      );
    return this.db.query<StatementLine>(
      `SELECT ${FIELDS} FROM (SELECT n.* FROM (
           SELECT k.*, (row_number() OVER (ORDER BY k.effective_day, k.cause COLLATE "C"))::integer AS line
           FROM (${CANDIDATES}) k WHERE k.why IS NULL) n WHERE n.line > $4 ORDER BY n.line LIMIT $5) c ${AROUND} ORDER BY c.line`,
      [scope.partnerId, firstDayOf(nextMonth(scope.month)), scope.disputed, after, limit],
    );
  }

  /** What is left for a later month, oldest first. */
  async carried(scope: LineScope, limit: number): Promise<CarriedLine[]> {
    const fields = `c.effective_day AS day, c.kind, c.cause, c.subscription_id AS "subscriptionId", c.gross_paise AS "grossPaise", c.why`;
    const order = `ORDER BY c.effective_day, c.cause COLLATE "C" LIMIT`;
    if (!scope.draft)
      return this.db.query<CarriedLine>(
        `SELECT ${fields} FROM (SELECT m.*, k.why FROM settlement_carried k JOIN ledger_movement m ON m.transaction_id = k.transaction_id
           WHERE k.month = $1 AND k.partner_id = $2) c ${order} $3`,
        [scope.month, scope.partnerId, limit],
      );
    return this.db.query<CarriedLine>(`SELECT ${fields} FROM (${CANDIDATES}) c WHERE c.why IS NOT NULL ${order} $4`, [
      scope.partnerId,
      firstDayOf(nextMonth(scope.month)),
      scope.disputed,
      limit,
    ]);
  }
}
