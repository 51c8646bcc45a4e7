// The day's report before the open: one row per active live subscription, not checked until it was.
import type { ReadinessProblem } from '../../domain/account-readiness.js';
import type { LegSpec, Underlying } from '../../domain/option-contract.js';
import type { Mode } from '../../domain/mode.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { Database, Sql } from '../sql.js';
import { toPage, type Page, type PageRequest } from './page.js';
import { normalisedEmail } from './platform-users.js';

export type CheckStatus = 'not_checked' | 'ready' | 'not_ready';

/** What is looked up for a subscription besides its account. */
export type SubscriptionToCheck = {
  checkId: string;
  subscriptionId: string;
  templateId: string;
  underlying: Underlying;
  legs: LegSpec[];
  lotMultiplier: number;
  /** Of the template at multiplier 1 on the day; null: not on record. */
  marginPaise: number | null;
};
export type CheckResult = {
  checkId: string;
  problems: readonly ReadinessProblem[];
  marginAvailablePaise: number | null;
  marginNeededPaise: number | null;
};
export type ReadinessCheck = {
  id: string;
  subscriptionId: string;
  userEmail: string;
  clientId: string;
  templateId: string;
  /** IST, `HH:MM` */
  entryTime: string;
  status: CheckStatus;
  problems: ReadinessProblem[];
  marginAvailablePaise: number | null;
  marginNeededPaise: number | null;
  checkedAt: Date | null;
};
export type PartnerCounts = { partnerId: string; mode: Mode; total: number; ready: number };

/** Until it was checked, a subscription is not ready, and says so. */
const NOT_CHECKED: ReadinessProblem[] = [
  { code: 'not_checked', message: 'It has not been checked: nothing is known of its readiness.', subscriptionId: null },
];

const SELECT = `SELECT c.id, c.subscription_id AS "subscriptionId", u.email AS "userEmail", a.client_id AS "clientId",
    s.template_id AS "templateId", v.entry_time AS "entryTime", c.status, c.problems, c.margin_available_paise AS "marginAvailablePaise",
    c.margin_needed_paise AS "marginNeededPaise", c.checked_at AS "checkedAt"
  FROM readiness_check c JOIN subscription s ON s.id = c.subscription_id JOIN broker_account a ON a.id = c.account_id
  JOIN platform_user u ON u.id = a.user_pk JOIN strategy_template t ON t.id = s.template_id
  JOIN template_version v ON v.template_id = t.id AND v.version = t.current_version`;

export class ReadinessRepository {
  constructor(private readonly db: Database) {}

  /** Writes down what is to be checked. Repeating it adds what has come since. @returns the wires it is reached over */
  async begin(day: TradingDay): Promise<string[]> {
    return this.db.transaction(async (tx) => {
      await tx.query('INSERT INTO readiness_report (day) VALUES ($1) ON CONFLICT DO NOTHING', [day]);
      await tx.query(
        `INSERT INTO readiness_check (id, day, subscription_id, account_id, partner_id, mode, wire, problems)
         SELECT 'rdy_' || replace(gen_random_uuid()::text, '-', ''), $1, s.id, a.id, s.partner_id, s.mode,
           coalesce(a.broker_wire, a.broker_name), $2::jsonb
         FROM subscription s JOIN broker_allocation l ON l.subscription_id = s.id JOIN broker_account a ON a.id = l.account_id
         WHERE s.mode = 'live' AND s.status = 'ACTIVE' AND a.account_status = 'enabled'
         ON CONFLICT (day, subscription_id) DO NOTHING`,
        [day, JSON.stringify(NOT_CHECKED)],
      );
      const rows = await tx.query<{ wire: string }>(
        'SELECT DISTINCT wire FROM readiness_check WHERE day = $1 ORDER BY wire',
        [day],
      );
      return rows.map(({ wire }) => wire);
    });
  }

  /** Accounts of a wire that wait to be checked, those with the earliest entries first. */
  async waiting(day: TradingDay, wire: string, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT c.account_id AS id FROM readiness_check c JOIN subscription s ON s.id = c.subscription_id
       JOIN strategy_template t ON t.id = s.template_id
       JOIN template_version v ON v.template_id = t.id AND v.version = t.current_version
       WHERE c.day = $1 AND c.wire = $2 AND c.checked_at IS NULL GROUP BY c.account_id
       ORDER BY min(v.entry_time), c.account_id LIMIT $3`,
      [day, wire, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** The subscriptions of an account that wait to be checked. */
  async toCheck(day: TradingDay, accountId: string): Promise<SubscriptionToCheck[]> {
    return this.db.query<SubscriptionToCheck>(
      `SELECT c.id AS "checkId", s.id AS "subscriptionId", s.template_id AS "templateId", v.underlying, v.legs,
         l.lot_multiplier AS "lotMultiplier",
         (SELECT m.margin_paise FROM template_margin m WHERE m.template_id = s.template_id AND m.effective_from <= $1
           ORDER BY m.effective_from DESC LIMIT 1) AS "marginPaise"
       FROM readiness_check c JOIN subscription s ON s.id = c.subscription_id
       JOIN broker_allocation l ON l.subscription_id = s.id JOIN strategy_template t ON t.id = s.template_id
       JOIN template_version v ON v.template_id = t.id AND v.version = t.current_version
       WHERE c.day = $1 AND c.account_id = $2 AND c.checked_at IS NULL ORDER BY v.entry_time, s.id`,
      [day, accountId],
    );
  }

  /** Writes what was found; what is written already stays. */
  async note(sql: Sql, results: readonly CheckResult[]): Promise<void> {
    for (const { checkId, problems, marginAvailablePaise, marginNeededPaise } of results)
      await sql.query(
        `UPDATE readiness_check SET status = CASE WHEN $2::jsonb = '[]'::jsonb THEN 'ready' ELSE 'not_ready' END, problems = $2::jsonb,
           margin_available_paise = $3, margin_needed_paise = $4, checked_at = now() WHERE id = $1 AND checked_at IS NULL`,
        [checkId, JSON.stringify(problems), marginAvailablePaise, marginNeededPaise],
      );
  }

  /** @returns the counts of every partner of the report; undefined when it was completed before */
  async complete(sql: Sql, day: TradingDay): Promise<PartnerCounts[] | undefined> {
    const rows = await sql.query(
      'UPDATE readiness_report SET completed_at = now() WHERE day = $1 AND completed_at IS NULL RETURNING day',
      [day],
    );
    return rows.length > 0 ? this.counts(sql, day) : undefined;
  }

  async counts(sql: Sql, day: TradingDay): Promise<PartnerCounts[]> {
    return sql.query<PartnerCounts>(
      `SELECT partner_id AS "partnerId", mode, count(*)::int AS total, (count(*) FILTER (WHERE status = 'ready'))::int AS ready
       FROM readiness_check WHERE day = $1 GROUP BY partner_id, mode ORDER BY partner_id, mode`,
      [day],
    );
  }

  async find(day: TradingDay): Promise<{ begunAt: Date; completedAt: Date | null } | undefined> {
    const rows = await this.db.query<{ begunAt: Date; completedAt: Date | null }>(
      'SELECT begun_at AS "begunAt", completed_at AS "completedAt" FROM readiness_report WHERE day = $1',
      [day],
    );
    return rows[0];
  }

  /** A partner's checks of a day. @param filter.notReady - only those that are not known to be ready */
  async list(
    partnerId: string,
    mode: Mode,
    day: TradingDay,
    filter: PageRequest & { userEmail?: string | undefined; notReady?: boolean },
    sql: Sql = this.db,
  ): Promise<Page<ReadinessCheck>> {
    const rows = await sql.query<ReadinessCheck>(
      `${SELECT} WHERE c.partner_id = $1 AND c.mode = $2 AND c.day = $3 AND ($4::text IS NULL OR c.id > $4)
         AND ($5::text IS NULL OR u.email = $5) AND (NOT $6 OR c.status <> 'ready') ORDER BY c.id LIMIT $7`,
      [
        partnerId,
        mode,
        day,
        filter.cursor ?? null,
        filter.userEmail === undefined ? null : normalisedEmail(filter.userEmail),
        filter.notReady ?? false,
        filter.limit + 1,
      ],
    );
    return toPage(rows, filter.limit);
  }

  /** @returns how many days' reports were deleted */
  async deleteBefore(day: TradingDay): Promise<number> {
    return (await this.db.query('DELETE FROM readiness_report WHERE day < $1 RETURNING 1', [day])).length;
  }
}
