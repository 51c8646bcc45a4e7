// Figures of one partner and mode over days in India: executions of a week, revenue of a month, and the guide's success metrics.
import type { Mode } from '../../domain/mode.js';
import { firstDayOf, nextMonth, type Month } from '../../domain/settlement.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { WeekTotals } from '../../domain/weekly-report-event.js';
import type { Database } from '../sql.js';

type Owner = { partnerId: string; mode: Mode };

export type ExecutionFigures = WeekTotals & { templateId: string };
export type RevenueFigures = {
  templateId: string;
  subscriptionsMade: number;
  subscriptionsCancelled: number;
  activeAtEnd: number;
  usersCharged: number;
  chargesPaise: number;
  creditsPaise: number;
  commissionPaise: number;
  platformFeePaise: number;
};
/** Counts behind the ratios of docs/reports.md. */
export type MetricCounts = {
  logins: number;
  activeUserDays: number;
  subscriptionsMade: number;
  portalVisitors: number | null;
  ordersFilled: number;
  orders: number;
  cohort: number;
  cohortRetained: number;
  usersCharged: number;
  feesPaise: number;
};

/** The day in India of an instant. */
const istDay = (column: string) => `(${column} AT TIME ZONE 'Asia/Kolkata')::date`;
const ORDERS = `SELECT count(*)::integer AS orders, (count(*) FILTER (WHERE o.state = 'COMPLETE'))::integer AS filled
  FROM order_intent o WHERE o.execution_id = e.id AND o.purpose = 'entry'`;
const outcome = (name: string) => `(count(*) FILTER (WHERE e.outcome = '${name}'))::integer AS ${name}`;
const FIGURES = `count(*)::integer AS executions, ${outcome('completed')}, ${outcome('failed')},
       ${outcome('unwound')}, ${outcome('missed')}, ${outcome('skipped')}, ${outcome('unknown')}, sum(o.orders)::integer AS orders,
       sum(o.filled)::integer AS "ordersFilled", coalesce(sum(p.realised_pnl_paise), 0)::bigint AS "realisedPnlPaise"
     FROM execution e JOIN strategy_run r ON r.id = e.run_id CROSS JOIN LATERAL (${ORDERS}) o
       LEFT JOIN position p ON p.execution_id = e.id`;

export class ReportRepository {
  constructor(private readonly db: Database) {}

  /** Of the runs of some trading days, by strategy. @param before - the first day that is not in */
  async executions({ partnerId, mode }: Owner, from: TradingDay, before: TradingDay): Promise<ExecutionFigures[]> {
    return this.db.query<ExecutionFigures>(
      `SELECT r.template_id AS "templateId", ${FIGURES}
       WHERE e.partner_id = $1 AND e.mode = $2 AND r.trading_day >= $3 AND r.trading_day < $4 GROUP BY r.template_id ORDER BY r.template_id`,
      [partnerId, mode, from, before],
    );
  }

  /** The sums of some trading days, of every partner and mode with an execution in them. @param before - the first day that is not in */
  async weeks(from: TradingDay, before: TradingDay): Promise<(Owner & WeekTotals)[]> {
    return this.db.query<Owner & WeekTotals>(
      `SELECT e.partner_id AS "partnerId", e.mode, ${FIGURES}
       WHERE r.trading_day >= $1 AND r.trading_day < $2 GROUP BY e.partner_id, e.mode ORDER BY e.partner_id, e.mode`,
      [from, before],
    );
  }

  /** Of a month, by strategy; from the ledger, so that it is what the statement adds up when nothing came late. */
  async revenue({ partnerId, mode }: Owner, month: Month): Promise<RevenueFigures[]> {
    return this.db.query<RevenueFigures>(
      `WITH moved AS (
         SELECT s.template_id, (count(DISTINCT s.user_pk) FILTER (WHERE m.kind = 'charge'))::integer AS users,
           coalesce(sum(m.gross_paise) FILTER (WHERE m.kind = 'charge'), 0)::bigint AS charges,
           coalesce(sum(m.gross_paise) FILTER (WHERE m.kind <> 'charge'), 0)::bigint AS credits,
           coalesce(sum(m.commission_paise), 0)::bigint AS commission, coalesce(sum(m.platform_fee_paise), 0)::bigint AS platform
         FROM ledger_movement m JOIN subscription s ON s.id = m.subscription_id
         WHERE s.partner_id = $1 AND s.mode = $2 AND m.effective_day >= $3 AND m.effective_day < $4 GROUP BY s.template_id)
       SELECT s.template_id AS "templateId",
         (count(*) FILTER (WHERE ${istDay('s.subscription_date')} >= $3::date))::integer AS "subscriptionsMade",
         (count(*) FILTER (WHERE ${istDay('s.cancelled_at')} >= $3::date AND ${istDay('s.cancelled_at')} < $4::date))::integer AS "subscriptionsCancelled",
         (count(*) FILTER (WHERE s.cancelled_at IS NULL OR ${istDay('s.cancelled_at')} >= $4::date))::integer AS "activeAtEnd",
         coalesce(max(m.users), 0) AS "usersCharged", coalesce(max(m.charges), 0)::bigint AS "chargesPaise",
         coalesce(max(m.credits), 0)::bigint AS "creditsPaise", coalesce(max(m.commission), 0)::bigint AS "commissionPaise",
         coalesce(max(m.platform), 0)::bigint AS "platformFeePaise"
       FROM subscription s LEFT JOIN moved m ON m.template_id = s.template_id
       WHERE s.partner_id = $1 AND s.mode = $2 AND ${istDay('s.subscription_date')} < $4::date
       GROUP BY s.template_id ORDER BY s.template_id`,
      [partnerId, mode, firstDayOf(month), firstDayOf(nextMonth(month))],
    );
  }

  /** @param before - the first day that is not in; @param today - nobody can have logged in, or stayed, later */
  async metrics(
    { partnerId, mode }: Owner,
    from: TradingDay,
    before: TradingDay,
    today: TradingDay,
  ): Promise<MetricCounts> {
    const [counts] = await this.db.query<MetricCounts>(
      `WITH days AS (
         SELECT d::date AS day FROM generate_series($3::date, least($4::date - 1, $5::date), '1 day') AS d
         WHERE (extract(isodow FROM d) < 6 AND NOT EXISTS (SELECT 1 FROM market_holiday h WHERE h.day = d::date)
             OR EXISTS (SELECT 1 FROM special_session x WHERE x.day = d::date))
           AND EXISTS (SELECT 1 FROM calendar_year y WHERE y.year = extract(year FROM d))),
       active AS (
         SELECT DISTINCT days.day, s.user_pk FROM days JOIN subscription s ON s.partner_id = $1 AND s.mode = $2
           AND ${istDay('s.subscription_date')} <= days.day AND (s.cancelled_at IS NULL OR ${istDay('s.cancelled_at')} > days.day)
           AND (s.paused_at IS NULL OR s.status <> 'PAUSED' OR ${istDay('s.paused_at')} > days.day)),
       cohort AS (
         SELECT s.cancelled_at, s.subscription_date FROM subscription s WHERE s.partner_id = $1 AND s.mode = $2
           AND ${istDay('s.subscription_date')} >= $3::date - 30 AND ${istDay('s.subscription_date')} < least($4::date, $5::date + 1) - 30),
       orders AS (
         SELECT o.orders, o.filled FROM execution e JOIN strategy_run r ON r.id = e.run_id CROSS JOIN LATERAL (${ORDERS}) o
         WHERE e.partner_id = $1 AND e.mode = $2 AND r.trading_day >= $3 AND r.trading_day < $4),
       fees AS (
         SELECT m.kind, m.gross_paise, s.user_pk FROM ledger_movement m JOIN subscription s ON s.id = m.subscription_id
         WHERE s.partner_id = $1 AND s.mode = $2 AND m.effective_day >= $3 AND m.effective_day < $4)
       SELECT (SELECT count(*)::integer FROM active a WHERE EXISTS (SELECT 1 FROM login_day l JOIN broker_account b ON b.id = l.account_id
           WHERE l.day = a.day AND b.user_pk = a.user_pk)) AS logins,
         (SELECT count(*)::integer FROM active) AS "activeUserDays",
         (SELECT count(*)::integer FROM subscription s WHERE s.partner_id = $1 AND s.mode = $2
           AND ${istDay('s.subscription_date')} >= $3::date AND ${istDay('s.subscription_date')} < $4::date) AS "subscriptionsMade",
         (SELECT sum(v.visitors)::bigint FROM portal_visitors v WHERE v.partner_id = $1 AND v.mode = $2 AND v.day >= $3 AND v.day < $4)
           AS "portalVisitors",
         (SELECT coalesce(sum(filled), 0)::integer FROM orders) AS "ordersFilled", (SELECT coalesce(sum(orders), 0)::integer FROM orders) AS orders,
         (SELECT count(*)::integer FROM cohort) AS cohort,
         (SELECT count(*)::integer FROM cohort WHERE cancelled_at IS NULL OR cancelled_at >= subscription_date + interval '30 days')
           AS "cohortRetained",
         (SELECT count(DISTINCT user_pk)::integer FROM fees WHERE kind = 'charge') AS "usersCharged",
         (SELECT coalesce(sum(gross_paise), 0)::bigint FROM fees) AS "feesPaise"`,
      [partnerId, mode, from, before, today],
    );
    if (!counts) throw new Error('an aggregate gave no row');
    return counts;
  }

  /** Replaces what was said of the day before. */
  async notePortalVisitors({ partnerId, mode }: Owner, day: TradingDay, visitors: number): Promise<void> {
    await this.db.query(
      `INSERT INTO portal_visitors (partner_id, mode, day, visitors) VALUES ($1, $2, $3, $4)
       ON CONFLICT (partner_id, mode, day) DO UPDATE SET visitors = EXCLUDED.visitors`,
      [partnerId, mode, day, visitors],
    );
  }
}
