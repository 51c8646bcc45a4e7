// Positions: what completed entries left open. Written by whoever holds the execution's lease; asked to flatten by anyone.
import type { ExitReason, ExitRules } from '../../domain/exit-rules.js';
import type { Mode } from '../../domain/mode.js';
import type { PositionStatus } from '../../domain/position-status.js';
import type { Database, Sql } from '../sql.js';

export type NewPosition = {
  executionId: string;
  status: 'open' | 'exposed' | 'unknown';
  /** epoch ms; null: no exit is planned */
  exitAtMs: number | null;
  /** Close it at once: the entry failed and this is what it left. */
  entryIncomplete: boolean;
};

/** What following a position starts from. */
export type PositionRow = {
  executionId: string;
  status: PositionStatus;
  exitAtMs: number | null;
  exitReason: ExitReason | 'left_to_broker' | null;
  exitRules: ExitRules | null;
  closedAtMs: number | null;
  /** When an order that appeared late opened it again; null: never. */
  reopenedAtMs: number | null;
};

/** What may change while a position is held. */
export type PositionRequest = {
  executionId: string;
  requested: 'flatten' | 'kill_switch' | null;
  dayLossLimitPaise: number | null;
};

/** Of a subscription, for whoever pauses or cancels it. */
export type HeldPosition = { status: PositionStatus; exitAt: Date | null; flattenRequested: boolean };

/** Of an account whose user wants to log out. */
export type OpenPosition = {
  executionId: string;
  subscriptionId: string;
  templateId: string;
  status: PositionStatus;
  exitAt: Date | null;
};

/** A position that no process has said to follow for too long. */
export type UnfollowedPosition = {
  executionId: string;
  runId: string;
  subscriptionId: string;
  partnerId: string;
  accountId: string;
  broker: string;
  templateId: string;
  mode: Mode;
  tradingDay: string;
};

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`;

/** A flattening kill switch that covers position `p` of run `r`. */
const FLATTENING_HALT = `EXISTS (SELECT 1 FROM halt h WHERE h.lifted_at IS NULL AND h.flatten AND (h.scope = 'all'
  OR (h.scope, h.scope_id) IN (('partner', p.partner_id), ('template', r.template_id), ('run', p.run_id), ('account', p.account_id),
    ('subscription', p.subscription_id))))`;

export class PositionRepository {
  constructor(private readonly db: Database) {}

  /** Opens the position of an execution; repeating it changes nothing. */
  async open(sql: Sql, position: NewPosition): Promise<void> {
    const { executionId, status, exitAtMs, entryIncomplete } = position;
    await sql.query(
      `INSERT INTO position (execution_id, run_id, subscription_id, account_id, partner_id, mode, status, exit_at, exit_reason)
       SELECT id, run_id, subscription_id, account_id, partner_id, mode, $2, to_timestamp($3::double precision / 1000), $4
       FROM execution WHERE id = $1 ON CONFLICT DO NOTHING`,
      [executionId, status, exitAtMs, entryIncomplete ? 'entry_incomplete' : null],
    );
  }

  /**
   * Opens the position of an ended execution again, or for the first time, to be closed at once: an order of it appeared late.
   * @returns false when it is open already
   */
  async reopen(sql: Sql, executionId: string, exitAtMs: number | null): Promise<boolean> {
    const rows = await sql.query(
      `INSERT INTO position (execution_id, run_id, subscription_id, account_id, partner_id, mode, status, exit_at, exit_reason, reopened_at)
       SELECT id, run_id, subscription_id, account_id, partner_id, mode, 'exposed', to_timestamp($2::double precision / 1000),
         'entry_incomplete', now() FROM execution WHERE id = $1
       ON CONFLICT (execution_id) DO UPDATE SET status = 'exposed', closed_at = NULL, realised_pnl_paise = NULL, reopened_at = now(),
         exit_reason = CASE WHEN position.exit_reason IS NULL OR position.exit_reason = 'left_to_broker' THEN 'entry_incomplete'
           ELSE position.exit_reason END
         WHERE position.closed_at IS NOT NULL
       RETURNING execution_id`,
      [executionId, exitAtMs],
    );
    return rows.length > 0;
  }

  async find(executionId: string, sql: Sql = this.db): Promise<PositionRow | undefined> {
    const rows = await sql.query<PositionRow>(
      `SELECT p.execution_id AS "executionId", p.status, ${ms('p.exit_at')} AS "exitAtMs", p.exit_reason AS "exitReason",
         v.exit_rules AS "exitRules", ${ms('p.closed_at')} AS "closedAtMs", ${ms('p.reopened_at')} AS "reopenedAtMs"
       FROM position p JOIN strategy_run r ON r.id = p.run_id
       JOIN template_version v ON v.template_id = r.template_id AND v.version = r.template_version
       WHERE p.execution_id = $1`,
      [executionId],
    );
    return rows[0];
  }

  /** What is asked of followed positions now. @param executionIds - of one process */
  async requests(executionIds: readonly string[]): Promise<PositionRequest[]> {
    return this.db.query<PositionRequest>(
      `SELECT p.execution_id AS "executionId", s.day_loss_limit_paise AS "dayLossLimitPaise",
         CASE WHEN p.flatten_requested_at IS NOT NULL THEN 'flatten' WHEN ${FLATTENING_HALT} THEN 'kill_switch' END AS requested
       FROM position p JOIN strategy_run r ON r.id = p.run_id JOIN subscription s ON s.id = p.subscription_id
       WHERE p.execution_id = ANY($1)`,
      [executionIds],
    );
  }

  /** Begins the exit, or goes on with it once every order is known; the first reason stays. @returns false when another lease drives it or it has ended */
  async markClosing(sql: Sql, executionId: string, leaseId: string, reason: ExitReason): Promise<boolean> {
    const rows = await this.update(
      sql,
      executionId,
      leaseId,
      `status = CASE WHEN p.status = 'open' OR (p.status = 'unknown' AND NOT EXISTS (SELECT 1 FROM order_intent o
         WHERE o.execution_id = p.execution_id AND o.state IN ('SENDING','AMBIGUOUS','UNKNOWN'))) THEN 'closing' ELSE p.status END,
       exit_reason = coalesce(p.exit_reason, $3)`,
      reason,
    );
    return rows.length > 0;
  }

  /**
   * Says that the exit does not succeed for now.
   * @returns when it was opened again; undefined when another lease drives it or it has ended
   */
  async markTrouble(
    sql: Sql,
    executionId: string,
    leaseId: string,
    status: 'exposed' | 'unknown',
  ): Promise<{ reopenedAtMs: number | null } | undefined> {
    const rows = await this.update(sql, executionId, leaseId, 'status = $3', status);
    return rows[0];
  }

  /** Proven flat. @returns false when another lease drives it or it has ended */
  async close(sql: Sql, executionId: string, leaseId: string, realisedPnlPaise: number): Promise<boolean> {
    const set = `status = 'closed', realised_pnl_paise = $3, closed_at = now()`;
    return (await this.update(sql, executionId, leaseId, set, realisedPnlPaise)).length > 0;
  }

  /** Ends the following of a position that was not closed: the day is over, or nobody can. @returns false when it had ended */
  async leave(sql: Sql, executionId: string, status: 'exposed' | 'unknown'): Promise<boolean> {
    const rows = await sql.query(
      `UPDATE position SET status = $2, exit_reason = coalesce(exit_reason, 'left_to_broker'), closed_at = now()
       WHERE execution_id = $1 AND closed_at IS NULL RETURNING execution_id`,
      [executionId, status],
    );
    return rows.length > 0;
  }

  /** Asks for a subscription's open positions to be closed now; the first request stays. */
  async flattenSubscription(sql: Sql, subscriptionId: string, by: string, reason: string): Promise<void> {
    await sql.query(
      `UPDATE position SET flatten_requested_at = now(), flatten_requested_by = $2, flatten_reason = $3
       WHERE subscription_id = $1 AND closed_at IS NULL AND flatten_requested_at IS NULL`,
      [subscriptionId, by, reason],
    );
  }

  /** As `flattenSubscription`, for one position. */
  async flatten(sql: Sql, executionId: string, by: string, reason: string): Promise<void> {
    await sql.query(
      `UPDATE position SET flatten_requested_at = now(), flatten_requested_by = $2, flatten_reason = $3
       WHERE execution_id = $1 AND closed_at IS NULL AND flatten_requested_at IS NULL`,
      [executionId, by, reason],
    );
  }

  /** The subscription's newest position that has not ended. */
  async heldBy(partnerId: string, mode: Mode, subscriptionId: string): Promise<HeldPosition | undefined> {
    const rows = await this.db.query<HeldPosition>(
      `SELECT p.status, p.exit_at AS "exitAt", (p.flatten_requested_at IS NOT NULL OR ${FLATTENING_HALT}) AS "flattenRequested"
       FROM position p JOIN strategy_run r ON r.id = p.run_id
       WHERE p.partner_id = $1 AND p.mode = $2 AND p.subscription_id = $3 AND p.closed_at IS NULL ORDER BY p.opened_at DESC LIMIT 1`,
      [partnerId, mode, subscriptionId],
    );
    return rows[0];
  }

  /** What an account's user still holds, oldest first. */
  async openOf(accountId: string, sql: Sql = this.db): Promise<OpenPosition[]> {
    return sql.query<OpenPosition>(
      `SELECT p.execution_id AS "executionId", p.subscription_id AS "subscriptionId", r.template_id AS "templateId", p.status,
         p.exit_at AS "exitAt"
       FROM position p JOIN strategy_run r ON r.id = p.run_id
       WHERE p.account_id = $1 AND p.closed_at IS NULL ORDER BY p.opened_at, p.execution_id`,
      [accountId],
    );
  }

  /** Whether it is being found out what became of an order of the subscription: by its position's exit, or by the watch on late orders. */
  async resolvesOrder(sql: Sql, subscriptionId: string): Promise<boolean> {
    const rows = await sql.query(
      `SELECT 1 FROM execution e JOIN order_intent o ON o.execution_id = e.id
       WHERE e.subscription_id = $1 AND o.state IN ('AMBIGUOUS','UNKNOWN') AND (
         EXISTS (SELECT 1 FROM position p WHERE p.execution_id = e.id AND p.closed_at IS NULL)
         OR EXISTS (SELECT 1 FROM late_watch w WHERE w.execution_id = e.id AND w.ended_at IS NULL)) LIMIT 1`,
      [subscriptionId],
    );
    return rows.length > 0;
  }

  /** Notes that a process follows these. */
  async markFollowed(executionIds: readonly string[]): Promise<void> {
    await this.db.query('UPDATE position SET followed_at = now() WHERE execution_id = ANY($1)', [executionIds]);
  }

  /**
   * Positions whose workflow was never started, or has been lost.
   * @param neverForMs - since it was opened; @param notForMs - since a process last said that it follows it
   */
  async unfollowed(neverForMs: number, notForMs: number, limit = 500): Promise<UnfollowedPosition[]> {
    return this.db.query<UnfollowedPosition>(
      `SELECT p.execution_id AS "executionId", p.run_id AS "runId", p.subscription_id AS "subscriptionId", p.partner_id AS "partnerId",
         p.account_id AS "accountId", a.broker_name AS broker, r.template_id AS "templateId", p.mode, r.trading_day AS "tradingDay"
       FROM position p JOIN strategy_run r ON r.id = p.run_id JOIN broker_account a ON a.id = p.account_id
       WHERE p.closed_at IS NULL AND CASE WHEN p.followed_at IS NULL THEN p.opened_at < now() - $1 * interval '1 millisecond'
         ELSE p.followed_at < now() - $2 * interval '1 millisecond' END
       ORDER BY p.opened_at LIMIT $3`,
      [neverForMs, notForMs, limit],
    );
  }

  private async update(
    sql: Sql,
    executionId: string,
    leaseId: string,
    set: string,
    value: string | number,
  ): Promise<{ reopenedAtMs: number | null }[]> {
    return sql.query<{ reopenedAtMs: number | null }>(
      `UPDATE position p SET ${set} FROM execution e
       WHERE p.execution_id = $1 AND e.id = p.execution_id AND e.lease_id = $2 AND p.closed_at IS NULL
       RETURNING ${ms('p.reopened_at')} AS "reopenedAtMs"`,
      [executionId, leaseId, value],
    );
  }
}
