// Strategy runs: one row per entry of a template in a mode, the snapshot of its subscribers, its report.
import { JOIN_UNTIL_MS } from '../../domain/arming-lead.js';
import type { LegSpec, Underlying } from '../../domain/option-contract.js';
import type { Mode } from '../../domain/mode.js';
import type { Database, Sql } from '../sql.js';
import type { ExecutionOutcome } from './executions.js';

export type RunStatus = 'arming' | 'running' | 'completed' | 'skipped' | 'missed';
export type RunRow = {
  id: string;
  templateId: string;
  templateVersion: number;
  mode: Mode;
  tradingDay: string;
  entryAtMs: number;
  status: RunStatus;
  reason: string | null;
  ignoreCalendar: boolean;
  forced: boolean;
  workflowId: string;
  createdBy: string;
  /** `HH:MM` IST, of the template's version */
  entryTime: string;
  underlying: Underlying;
  legs: LegSpec[];
};
export type NewRun = {
  runId: string;
  templateId: string;
  mode: Mode;
  tradingDay: string;
  entryAtMs: number;
  exitAtMs?: number;
  ignoreCalendar: boolean;
  force: boolean;
  /** Only this partner's subscribers take part; test mode only. */
  onlyPartnerId?: string;
  createdBy: string;
  workflowId: string;
};

/** Executions per runShard workflow: keeps every history far below 10,240 events. */
const SHARD_SIZE = 100;

/** Execution e of run r was armed too late to join the burst. */
export const ARMED_LATE = `e.armed_at > r.entry_at - interval '${JOIN_UNTIL_MS} milliseconds'`;

const SELECT_RUN = `SELECT r.id, r.template_id AS "templateId", r.template_version AS "templateVersion", r.mode,
    r.trading_day AS "tradingDay", (extract(epoch FROM r.entry_at) * 1000)::bigint AS "entryAtMs", r.status, r.reason,
    r.ignore_calendar AS "ignoreCalendar", r.forced, r.workflow_id AS "workflowId", r.created_by AS "createdBy",
    v.entry_time AS "entryTime", v.underlying, v.legs
  FROM strategy_run r JOIN template_version v ON v.template_id = r.template_id AND v.version = r.template_version`;

export class RunRepository {
  constructor(private readonly db: Database) {}

  /** Inserts a run of the template's current version; a run with the same workflow id is left as it is. */
  async create(run: NewRun, sql: Sql = this.db): Promise<void> {
    await sql.query(
      `INSERT INTO strategy_run (id, template_id, template_version, mode, trading_day, entry_at, exit_at, status,
         ignore_calendar, forced, workflow_id, created_by, only_partner_id)
       SELECT $1, t.id, t.current_version, $3, $4, to_timestamp($5::double precision / 1000), to_timestamp($6::double precision / 1000),
         'arming', $7, $8, $9, $10, $11
       FROM strategy_template t WHERE t.id = $2
       ON CONFLICT (workflow_id) DO NOTHING`,
      [
        run.runId,
        run.templateId,
        run.mode,
        run.tradingDay,
        run.entryAtMs,
        run.exitAtMs ?? null,
        run.ignoreCalendar,
        run.force,
        run.workflowId,
        run.createdBy,
        run.onlyPartnerId ?? null,
      ],
    );
  }

  async findById(runId: string): Promise<RunRow | undefined> {
    return (await this.db.query<RunRow>(`${SELECT_RUN} WHERE r.id = $1`, [runId]))[0];
  }

  async findByWorkflowId(workflowId: string): Promise<RunRow | undefined> {
    return (await this.db.query<RunRow>(`${SELECT_RUN} WHERE r.workflow_id = $1`, [workflowId]))[0];
  }

  /**
   * Writes one execution per ACTIVE subscriber (of one partner, where the run is for that one alone), in shards; repeating it adds nothing.
   * @param leadS - seconds before the entry at which it was to begin to arm; kept for its report
   * The order is by a hash, so that no partner's subscribers are systematically last.
   */
  async snapshotSubscribers(
    runId: string,
    leadS: number,
    shardSize = SHARD_SIZE,
  ): Promise<{ subscribers: number; shards: number }> {
    await this.db.query(
      `WITH ranked AS (
         SELECT s.id AS subscription_id, a.account_id, s.partner_id, s.mode, a.lot_multiplier,
           row_number() OVER (ORDER BY md5(r.id || s.id)) - 1 AS position
         FROM strategy_run r
         JOIN subscription s ON s.template_id = r.template_id AND s.mode = r.mode AND s.status = 'ACTIVE'
           AND (r.only_partner_id IS NULL OR s.partner_id = r.only_partner_id)
         JOIN broker_allocation a ON a.subscription_id = s.id
         WHERE r.id = $1 AND NOT EXISTS (SELECT 1 FROM execution e WHERE e.run_id = r.id))
       INSERT INTO execution (id, run_id, subscription_id, account_id, partner_id, mode, shard, lot_multiplier)
       SELECT 'exe_' || substr(md5($1 || subscription_id), 1, 20), $1, subscription_id, account_id, partner_id, mode, position / $2, lot_multiplier
       FROM ranked ON CONFLICT (run_id, subscription_id) DO NOTHING`,
      [runId, shardSize],
    );
    const rows = await this.db.query<{ subscribers: number }>(
      `UPDATE strategy_run SET status = 'running', lead_s = $2, subscribers = (SELECT count(*) FROM execution WHERE run_id = $1)
       WHERE id = $1 RETURNING subscribers`,
      [runId, leadS],
    );
    const subscribers = rows[0]?.subscribers ?? 0;
    return { subscribers, shards: Math.ceil(subscribers / shardSize) };
  }

  /** Ends a run, with the reason when it never traded. */
  async close(runId: string, status: 'completed' | 'skipped' | 'missed', reason?: string): Promise<void> {
    await this.db.query(
      `UPDATE strategy_run SET status = $2, reason = $3, completed_at = now() WHERE id = $1 AND status IN ('arming','running')`,
      [runId, status, reason ?? null],
    );
  }

  /** Templates that may run: what the Schedules are made from. */
  async activeTemplates(): Promise<{ templateId: string; name: string; entryTime: string }[]> {
    return this.db.query(
      `SELECT t.id AS "templateId", t.name, v.entry_time AS "entryTime"
       FROM strategy_template t JOIN template_version v ON v.template_id = t.id AND v.version = t.current_version
       WHERE t.status = 'active' ORDER BY t.id`,
    );
  }

  /** How many executions were armed too late to leave at the instant. */
  async armedLate(runId: string): Promise<number> {
    const rows = await this.db.query<{ late: number }>(
      `SELECT count(*)::int AS late FROM execution e JOIN strategy_run r ON r.id = e.run_id WHERE r.id = $1 AND ${ARMED_LATE}`,
      [runId],
    );
    return rows[0]?.late ?? 0;
  }

  /** How many executions ended which way. */
  async outcomes(runId: string): Promise<Partial<Record<ExecutionOutcome, number>>> {
    const rows = await this.db.query<{ outcome: ExecutionOutcome; count: number }>(
      `SELECT outcome, count(*)::int AS count FROM execution WHERE run_id = $1 AND outcome IS NOT NULL GROUP BY outcome`,
      [runId],
    );
    return Object.fromEntries(rows.map((row) => [row.outcome, row.count]));
  }
}
