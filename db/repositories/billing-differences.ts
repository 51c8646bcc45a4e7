// Three comparisons of what should agree: subscriptions' periods with charges, charges with the ledger, the ledger with statements.
import { firstDayOf, nextMonth, type Month } from '../../domain/settlement.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { Database } from '../sql.js';

export const DIFFERENCE_KINDS = [
  'charge_missing',
  'charge_extra',
  'charge_not_in_ledger',
  'ledger_differs',
  'ledger_without_charge',
  'statement_differs',
  'balance_differs',
] as const;
export type BillingDifference = {
  kind: (typeof DIFFERENCE_KINDS)[number];
  partnerId: string;
  subscriptionId: string | null;
  /** The charge's or posting's; of a missing charge the one that it should have. */
  cause: string | null;
  day: TradingDay | null;
  expectedPaise: number | null;
  foundPaise: number | null;
};

const NONE = 'NULL::bigint, NULL::bigint';

/** $1 the month's first day, $2 the next one's, $3 today. Each charge begins where the former ended, unless a resume restarted it. */
const PERIODS = `WITH charged AS (
    SELECT i.*, s.status, s.mode AS of_mode, (s.cancelled_at AT TIME ZONE 'Asia/Kolkata')::date AS cancelled_on,
      coalesce(lag(i.period_end) OVER (PARTITION BY i.subscription_id ORDER BY i.period_start), b.first_day) AS expected
    FROM billing_item i JOIN subscription s ON s.id = i.subscription_id JOIN subscription_billing b ON b.subscription_id = s.id
    WHERE i.kind = 'charge'),
  stands AS (
    SELECT s.id, s.partner_id, s.status, coalesce(b.billed_to, s.next_billing_date) AS billed_to,
      coalesce((SELECT max(i.period_end) FROM billing_item i WHERE i.subscription_id = s.id AND i.kind = 'charge'), b.first_day,
        s.next_billing_date) AS charged_to
    FROM subscription s LEFT JOIN subscription_billing b ON b.subscription_id = s.id WHERE s.mode = 'live')
  SELECT 'charge_missing' AS kind, partner_id, subscription_id, 'charge/' || subscription_id || '/' || expected AS cause, expected AS day, ${NONE}
    FROM charged WHERE period_start > expected AND NOT restarts
  UNION ALL SELECT 'charge_missing', partner_id, id, 'charge/' || id || '/' || charged_to, charged_to, ${NONE}
    FROM stands WHERE billed_to > charged_to OR (status = 'ACTIVE' AND charged_to <= $3)
  UNION ALL SELECT 'charge_extra', partner_id, subscription_id, cause, period_start, NULL, amount_paise
    FROM charged WHERE period_start < expected OR of_mode <> 'live' OR period_start > cancelled_on`;

const LEDGER = `SELECT CASE WHEN m.cause IS NULL THEN 'charge_not_in_ledger' ELSE 'ledger_differs' END AS kind, i.partner_id, i.subscription_id,
    i.cause, i.effective_day AS day, CASE i.kind WHEN 'charge' THEN i.amount_paise ELSE -i.amount_paise END, m.gross_paise
  FROM billing_item i LEFT JOIN ledger_movement m ON m.cause = i.cause
  WHERE i.amount_paise > 0 AND (m.cause IS NULL
    OR m.gross_paise <> CASE i.kind WHEN 'charge' THEN i.amount_paise ELSE -i.amount_paise END
    OR m.commission_paise <> CASE i.kind WHEN 'charge' THEN i.commission_paise ELSE -i.commission_paise END
    OR m.effective_day <> i.effective_day OR m.partner_id <> i.partner_id OR m.subscription_id <> i.subscription_id)
  UNION ALL SELECT 'ledger_without_charge', m.partner_id, m.subscription_id, m.cause, m.effective_day, NULL, m.gross_paise
  FROM ledger_movement m WHERE m.kind IN ('charge','credit') AND NOT EXISTS (SELECT 1 FROM billing_item i WHERE i.cause = m.cause)`;

/** Of closed months: what each moved against its lines, and where each begins against where the one before it ended. */
const STATEMENTS = `SELECT 'statement_differs' AS kind, s.partner_id, NULL::text AS subscription_id, s.month AS cause, (s.month || '-01')::date AS day,
    s.closing_paise - s.opening_paise, t.balance
  FROM settlement s CROSS JOIN LATERAL (
    SELECT coalesce(sum(CASE e.side WHEN 'debit' THEN e.amount_paise ELSE -e.amount_paise END)
        FILTER (WHERE a.kind IN ('collections','commission')), 0)::bigint AS balance, count(DISTINCT l.line) AS lines
    FROM settlement_line l JOIN ledger_entry e ON e.transaction_id = l.transaction_id JOIN ledger_account a ON a.id = e.account_id
    WHERE l.month = s.month AND l.partner_id = s.partner_id) t
  WHERE s.status <> 'DRAFT' AND (t.balance <> s.closing_paise - s.opening_paise OR t.lines <> s.lines)
  UNION ALL SELECT 'balance_differs', s.partner_id, NULL, s.month, (s.month || '-01')::date, coalesce(f.closing_paise, 0), s.opening_paise
  FROM settlement s LEFT JOIN LATERAL (SELECT p.closing_paise FROM settlement p
    WHERE p.partner_id = s.partner_id AND p.month < s.month AND p.status <> 'DRAFT' ORDER BY p.month DESC LIMIT 1) f ON true
  WHERE s.status <> 'DRAFT' AND s.opening_paise <> coalesce(f.closing_paise, 0)`;

export class BillingDifferenceRepository {
  constructor(private readonly db: Database) {}

  /** What does not agree, of a month's days, by partner. @param limit - most that are given */
  async ofMonth(month: Month, today: TradingDay, limit: number): Promise<BillingDifference[]> {
    return this.db.query<BillingDifference>(
      `SELECT kind, partner_id AS "partnerId", subscription_id AS "subscriptionId", cause, day, expected_paise AS "expectedPaise",
         found_paise AS "foundPaise"
       FROM (SELECT * FROM (${PERIODS}) p UNION ALL SELECT * FROM (${LEDGER}) l UNION ALL SELECT * FROM (${STATEMENTS}) t)
         AS d(kind, partner_id, subscription_id, cause, day, expected_paise, found_paise)
       WHERE day >= $1::date AND day < $2::date AND $3::date IS NOT NULL ORDER BY partner_id, day, kind, cause COLLATE "C" LIMIT $4`,
      [firstDayOf(month), firstDayOf(nextMonth(month)), today, limit],
    );
  }
}
