// Executions: one subscriber's part in a run. The lease on the row decides which process may drive it.
import type { LegSpec, Underlying } from '../../domain/option-contract.js';
import type { Mode } from '../../domain/mode.js';
import type { Database, Sql } from '../sql.js';

export type ExecutionOutcome = 'completed' | 'failed' | 'skipped' | 'missed' | 'unwound' | 'unknown';

/** All that arming one subscriber needs, from one round trip. */
export type EntryContext = {
  executionId: string;
  runId: string;
  subscriptionId: string;
  accountId: string;
  partnerId: string;
  templateId: string;
  mode: Mode;
  tradingDay: string;
  entryAtMs: number;
  forced: boolean;
  runStatus: string;
  underlying: Underlying;
  legs: LegSpec[];
  lotMultiplier: number;
  outcome: ExecutionOutcome | null;
  leaseId: string | null;
  subscriptionStatus: string;
  broker: string;
  /** The wire the account was linked over; null: the broker's default. */
  brokerWire: string | null;
  clientId: string;
  accountStatus: string;
  sessionStatus: string;
  tokenSecretId: string | null;
  entryValidUntilMs: number | null;
  tokenExpiresAtMs: number | null;
  userEmail: string;
  /** The operator's exit of the run, epoch ms, and the template's, IST. */
  exitAtMs: number | null;
  exitTime: string | null;
  ignoreCalendar: boolean;
  /** A position of another run of this subscription has not been closed. */
  holdsPosition: boolean;
  /** A position of the same day was closed because the subscription's day loss limit was reached. */
  dayLossReached: boolean;
  hasIntents: boolean;
};
/** Who a shard carries; ids only, for it travels through histories. */
export type ShardMember = {
  executionId: string;
  subscriptionId: string;
  partnerId: string;
  accountId: string;
  broker: string;
};
export type ExecutionEnd = { outcome: ExecutionOutcome; reason: string; brokerCode?: string; brokerMessage?: string };

/** Of a subscription s and its account a. */
export const MAY_ENTER = `s.status = 'ACTIVE' AND a.session_status = 'ready' AND a.account_status = 'enabled'`;

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`;

export class ExecutionRepository {
  constructor(private readonly db: Database) {}

  async context(executionId: string): Promise<EntryContext | undefined> {
    const rows = await this.db.query<EntryContext>(
      `SELECT e.id AS "executionId", e.run_id AS "runId", e.subscription_id AS "subscriptionId", e.account_id AS "accountId",
         e.partner_id AS "partnerId", r.template_id AS "templateId", e.mode, r.trading_day AS "tradingDay",
         ${ms('r.entry_at')} AS "entryAtMs", r.forced, r.status AS "runStatus", v.underlying, v.legs, e.lot_multiplier AS "lotMultiplier",
         e.outcome, e.lease_id AS "leaseId", s.status AS "subscriptionStatus", a.broker_name AS broker, a.broker_wire AS "brokerWire", a.client_id AS "clientId",
         a.account_status AS "accountStatus", a.session_status AS "sessionStatus", a.token_secret_id AS "tokenSecretId",
         ${ms('a.entry_valid_until')} AS "entryValidUntilMs", ${ms('a.token_expires_at')} AS "tokenExpiresAtMs", u.email AS "userEmail",
         ${ms('r.exit_at')} AS "exitAtMs", v.exit_time AS "exitTime", r.ignore_calendar AS "ignoreCalendar",
         EXISTS (SELECT 1 FROM position p WHERE p.subscription_id = e.subscription_id AND p.execution_id <> e.id AND p.closed_at IS NULL) AS "holdsPosition",
         EXISTS (SELECT 1 FROM position p JOIN strategy_run x ON x.id = p.run_id WHERE p.subscription_id = e.subscription_id
           AND p.execution_id <> e.id AND p.exit_reason = 'day_loss_limit' AND x.trading_day = r.trading_day) AS "dayLossReached",
         EXISTS (SELECT 1 FROM order_intent i WHERE i.execution_id = e.id) AS "hasIntents"
       FROM execution e
       JOIN strategy_run r ON r.id = e.run_id
       JOIN template_version v ON v.template_id = r.template_id AND v.version = r.template_version
       JOIN subscription s ON s.id = e.subscription_id
       JOIN broker_account a ON a.id = e.account_id
       JOIN platform_user u ON u.id = a.user_pk
       WHERE e.id = $1`,
      [executionId],
    );
    return rows[0];
  }

  async inShard(runId: string, shard: number): Promise<ShardMember[]> {
    return this.db.query<ShardMember>(
      `SELECT e.id AS "executionId", e.subscription_id AS "subscriptionId", e.partner_id AS "partnerId",
         e.account_id AS "accountId", a.broker_name AS broker
       FROM execution e JOIN broker_account a ON a.id = e.account_id WHERE e.run_id = $1 AND e.shard = $2 ORDER BY e.id`,
      [runId, shard],
    );
  }

  /**
   * Makes this lease the driver: when nobody is, or the former driver's lease is over.
   * @returns the former lease (null when there was none), or undefined while another one is alive
   */
  async claim(sql: Sql, executionId: string, leaseId: string): Promise<{ formerLeaseId: string | null } | undefined> {
    // Two statements: a join locked after waiting would be judged with the lease row it had seen before the wait.
    const rows = await sql.query<{ formerLeaseId: string | null }>(
      'SELECT lease_id AS "formerLeaseId" FROM execution WHERE id = $1 FOR UPDATE',
      [executionId],
    );
    const row = rows[0];
    if (!row) return undefined;
    if (row.formerLeaseId !== null && row.formerLeaseId !== leaseId && (await isAlive(sql, row.formerLeaseId)))
      return undefined;
    await sql.query('UPDATE execution SET lease_id = $2, armed_at = coalesce(armed_at, now()) WHERE id = $1', [
      executionId,
      leaseId,
    ]);
    return { formerLeaseId: row.formerLeaseId };
  }

  /** Whether the subscriber may still enter: read in the transaction that writes the intents. */
  async stillEligible(sql: Sql, executionId: string): Promise<boolean> {
    const rows = await sql.query(
      `SELECT 1 FROM execution e JOIN subscription s ON s.id = e.subscription_id JOIN broker_account a ON a.id = e.account_id
       WHERE e.id = $1 AND ${MAY_ENTER}`,
      [executionId],
    );
    return rows.length > 0;
  }

  /** Writes the outcome once and lets go of the lease: the position is anyone's to follow. @returns false when it has one already */
  async finish(sql: Sql, executionId: string, end: ExecutionEnd): Promise<boolean> {
    const rows = await sql.query(
      `UPDATE execution SET outcome = $2, reason = $3, broker_code = $4, broker_message = $5, ended_at = now(), lease_id = NULL
       WHERE id = $1 AND outcome IS NULL RETURNING id`,
      [executionId, end.outcome, end.reason, end.brokerCode ?? null, end.brokerMessage ?? null],
    );
    return rows.length > 0;
  }

  /** Holds an execution's row until the transaction ends; to be taken before its position's, so that no two wait for each other. */
  async lock(sql: Sql, executionId: string): Promise<void> {
    await sql.query('SELECT 1 FROM execution WHERE id = $1 FOR UPDATE', [executionId]);
  }

  /** Lets go of an ended execution: it is anyone's to take. */
  async release(sql: Sql, executionId: string, leaseId: string): Promise<void> {
    await sql.query('UPDATE execution SET lease_id = NULL WHERE id = $1 AND lease_id = $2', [executionId, leaseId]);
  }

  /** Executions of a run that have not ended. */
  async unfinished(runId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      'SELECT id FROM execution WHERE run_id = $1 AND outcome IS NULL ORDER BY id',
      [runId],
    );
    return rows.map((row) => row.id);
  }
}

async function isAlive(sql: Sql, leaseId: string): Promise<boolean> {
  const rows = await sql.query('SELECT 1 FROM dispatcher_lease WHERE id = $1 AND expires_at > clock_timestamp()', [
    leaseId,
  ]);
  return rows.length > 0;
}
