// What reconciliation has found: one row per day, account, kind and order; raised again when it comes back, resolved when it is gone.
import type { Finding } from '../../domain/reconcile-book.js';
import type { FoundOrder } from '../../domain/book-finding.js';
import type { Mode } from '../../domain/mode.js';
import type { TradingDay } from '../../domain/trading-time.js';
import { newId } from '../../platform/ids.js';
import type { Database, Sql } from '../sql.js';
import { toPage, type Page, type PageRequest } from './page.js';

/** Who resolved what a later comparison no longer saw. */
export const BY_COMPARISON = 'reconciliation';

export type FindingRow = Pick<Finding, 'kind' | 'problem' | 'sentence' | 'tag' | 'ours' | 'brokers'> & {
  id: string;
  tradingDay: TradingDay;
  accountId: string;
  partnerId: string;
  mode: Mode;
  clientId: string;
  brokerName: string;
  userEmail: string;
  orderId: string | null;
  executionId: string | null;
  subscriptionId: string | null;
  /** How often it was raised. */
  times: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
  resolvedAt: Date | null;
  resolution: string | null;
  resolvedBy: string | null;
};

const SELECT = `SELECT f.id, f.trading_day AS "tradingDay", f.account_id AS "accountId", a.partner_id AS "partnerId", a.mode,
    a.client_id AS "clientId", a.broker_name AS "brokerName", u.email AS "userEmail", f.kind, f.problem, f.sentence, f.tag,
    f.ours, f.brokers, f.order_id AS "orderId", f.execution_id AS "executionId", e.subscription_id AS "subscriptionId", f.times,
    f.first_seen_at AS "firstSeenAt", f.last_seen_at AS "lastSeenAt", f.resolved_at AS "resolvedAt", f.resolution,
    f.resolved_by AS "resolvedBy"
  FROM reconciliation_finding f JOIN broker_account a ON a.id = f.account_id JOIN platform_user u ON u.id = a.user_pk
  LEFT JOIN execution e ON e.id = f.execution_id`;

export class ReconciliationFindingRepository {
  constructor(private readonly db: Database) {}

  /**
   * Raises a finding, or notes that it is still seen. One that a person has resolved stays resolved while both versions are the same.
   * @returns the open finding, or undefined when it stays resolved
   */
  async raise(sql: Sql, day: TradingDay, accountId: string, finding: Finding): Promise<FindingRow | undefined> {
    const rows = await sql.query<{ id: string }>(
      `INSERT INTO reconciliation_finding AS f (id, trading_day, account_id, kind, order_key, problem, sentence, tag, order_id, execution_id, ours, brokers)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12::jsonb)
       ON CONFLICT ON CONSTRAINT finding_once DO UPDATE SET problem = excluded.problem, sentence = excluded.sentence, ours = excluded.ours,
         brokers = excluded.brokers, order_id = excluded.order_id, execution_id = excluded.execution_id, last_seen_at = now(),
         times = CASE WHEN f.resolved_at IS NULL THEN f.times ELSE f.times + 1 END,
         resolved_at = NULL, resolution = NULL, resolved_by = NULL
       WHERE f.resolved_at IS NULL OR f.resolved_by = $13 OR f.problem <> excluded.problem
         OR f.ours IS DISTINCT FROM excluded.ours OR f.brokers IS DISTINCT FROM excluded.brokers
       RETURNING f.id`,
      [
        newId('fnd'),
        day,
        accountId,
        finding.kind,
        finding.orderKey,
        finding.problem,
        finding.sentence,
        finding.tag,
        finding.orderId,
        finding.executionId,
        jsonOrNull(finding.ours),
        jsonOrNull(finding.brokers),
        BY_COMPARISON,
      ],
    );
    return rows[0] && this.find(day, rows[0].id, sql);
  }

  /** Resolves what a comparison of the account no longer sees. @param seen - ids of those it does see */
  async resolveUnseen(sql: Sql, day: TradingDay, accountId: string, seen: readonly string[]): Promise<void> {
    await sql.query(
      `UPDATE reconciliation_finding SET resolved_at = now(), resolution = 'the books agree again', resolved_by = $4
       WHERE trading_day = $1 AND account_id = $2 AND resolved_at IS NULL AND NOT id = ANY($3)`,
      [day, accountId, seen, BY_COMPARISON],
    );
  }

  /** A person's word on an open finding. @returns the finding, or undefined when there is no open one of this id on the day */
  async resolve(day: TradingDay, findingId: string, resolution: string, by: string): Promise<FindingRow | undefined> {
    const rows = await this.db.query(
      `UPDATE reconciliation_finding SET resolved_at = now(), resolution = $3, resolved_by = $4
       WHERE trading_day = $1 AND id = $2 AND resolved_at IS NULL RETURNING id`,
      [day, findingId, resolution, by],
    );
    return rows.length > 0 ? this.find(day, findingId) : undefined;
  }

  /** A day's findings, oldest first. */
  async list(day: TradingDay, { cursor, limit }: PageRequest): Promise<Page<FindingRow>> {
    const rows = await this.db.query<FindingRow>(
      `${SELECT} WHERE f.trading_day = $1 AND ($2::text IS NULL OR (f.first_seen_at, f.id) >
         (SELECT c.first_seen_at, c.id FROM reconciliation_finding c WHERE c.id = $2 AND c.trading_day = $1))
       ORDER BY f.first_seen_at, f.id LIMIT $3`,
      [day, cursor ?? null, limit + 1],
    );
    return toPage(rows, limit);
  }

  private async find(day: TradingDay, findingId: string, sql: Sql = this.db): Promise<FindingRow | undefined> {
    const rows = await sql.query<FindingRow>(`${SELECT} WHERE f.trading_day = $1 AND f.id = $2`, [day, findingId]);
    return rows[0];
  }
}

const jsonOrNull = (order: FoundOrder | null): string | null => (order === null ? null : JSON.stringify(order));
