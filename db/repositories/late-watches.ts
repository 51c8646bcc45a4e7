// The watch on orders that were given up without certainty: which executions have some, who looks, and what turned out late.
import type { Database, Sql } from '../sql.js';
import type { UnfollowedPosition } from './positions.js';

export type LateWatchOutcome = 'resolved' | 'day_over';

/** A watch that no process has said to keep for too long. */
export type UnkeptWatch = Omit<UnfollowedPosition, 'runId'>;

/** Order `o` was given up, and not because the broker proved that it created nothing. */
const IN_DOUBT = `o.state IN ('NOT_PLACED','UNKNOWN') AND EXISTS (
  SELECT 1 FROM order_event v WHERE v.order_id = o.id AND v.to_state IN ('AMBIGUOUS','UNKNOWN'))`;

export class LateWatchRepository {
  constructor(private readonly db: Database) {}

  /** Opens, or opens again, the watch of an execution that has orders in doubt; of another nothing is written. */
  async open(sql: Sql, executionId: string): Promise<void> {
    await sql.query(
      `INSERT INTO late_watch (execution_id) SELECT $1
       WHERE EXISTS (SELECT 1 FROM order_intent o WHERE o.execution_id = $1 AND ${IN_DOUBT})
       ON CONFLICT (execution_id) DO UPDATE SET opened_at = now(), ended_at = NULL, outcome = NULL`,
      [executionId],
    );
  }

  /** @returns when it was opened (epoch ms); undefined when there is none or it has ended */
  async openedAtMs(executionId: string): Promise<number | undefined> {
    const rows = await this.db.query<{ openedAtMs: number }>(
      `SELECT (extract(epoch FROM opened_at) * 1000)::bigint AS "openedAtMs" FROM late_watch
       WHERE execution_id = $1 AND ended_at IS NULL`,
      [executionId],
    );
    return rows[0]?.openedAtMs;
  }

  async noteLook(executionId: string): Promise<void> {
    await this.db.query('UPDATE late_watch SET looked_at = now() WHERE execution_id = $1', [executionId]);
  }

  async end(executionId: string, outcome: LateWatchOutcome): Promise<void> {
    await this.db.query(
      'UPDATE late_watch SET ended_at = now(), outcome = $2 WHERE execution_id = $1 AND ended_at IS NULL',
      [executionId, outcome],
    );
  }

  /** Ids of an execution's orders in doubt. */
  async ordersInDoubt(executionId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT o.id FROM order_intent o WHERE o.execution_id = $1 AND ${IN_DOUBT}`,
      [executionId],
    );
    return rows.map((row) => row.id);
  }

  /** Ids of an execution's orders that had been given up and are known now. */
  async ordersKnownLate(sql: Sql, executionId: string): Promise<string[]> {
    const rows = await sql.query<{ id: string }>(
      `SELECT o.id FROM order_intent o WHERE o.execution_id = $1 AND o.state <> 'UNKNOWN'
         AND EXISTS (SELECT 1 FROM order_event v WHERE v.order_id = o.id AND v.from_state IN ('NOT_PLACED','UNKNOWN'))`,
      [executionId],
    );
    return rows.map((row) => row.id);
  }

  /** To be asked with the execution locked. @returns false while its entry is under way or somebody follows its position */
  async isLeftAlone(sql: Sql, executionId: string): Promise<boolean> {
    const rows = await sql.query(
      `SELECT 1 FROM execution e WHERE e.id = $1 AND e.outcome IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM position p WHERE p.execution_id = e.id AND p.closed_at IS NULL)`,
      [executionId],
    );
    return rows.length > 0;
  }

  /**
   * Watches whose workflow was never started, or has been lost.
   * @param neverForMs - since it was opened; @param notForMs - since a process last looked
   */
  async unkept(neverForMs: number, notForMs: number, limit = 500): Promise<UnkeptWatch[]> {
    return this.db.query<UnkeptWatch>(
      `SELECT e.id AS "executionId", e.subscription_id AS "subscriptionId", e.partner_id AS "partnerId", e.account_id AS "accountId",
         a.broker_name AS broker, r.template_id AS "templateId", e.mode, r.trading_day AS "tradingDay"
       FROM late_watch w JOIN execution e ON e.id = w.execution_id JOIN strategy_run r ON r.id = e.run_id
       JOIN broker_account a ON a.id = e.account_id
       WHERE w.ended_at IS NULL AND w.opened_at < now() - $1 * interval '1 millisecond'
         AND (w.looked_at IS NULL OR w.looked_at < now() - $2 * interval '1 millisecond')
       ORDER BY w.opened_at LIMIT $3`,
      [neverForMs, notForMs, limit],
    );
  }
}
