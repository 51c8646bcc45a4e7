// A run as its report: outcomes, orders, and how late the first wave left. For operators only: a run spans all partners.
import type { Mode } from '../../domain/mode.js';
import type { Database } from '../sql.js';
import { ARMED_LATE, type RunStatus } from './runs.js';

export type RunView = {
  id: string;
  templateId: string;
  templateVersion: number;
  mode: Mode;
  tradingDay: string;
  status: RunStatus;
  reason: string | null;
  entryAt: Date;
  workflowId: string;
  subscribers: number;
  outcomes: { completed: number; failed: number; skipped: number; missed: number; unwound: number; unknown: number };
  orders: { placed: number; filled: number; rejected: number; unknown: number };
  /** Before the instant: seconds it had, how many were armed, how many of them too late for the burst, armed per second. */
  arming: { leadS: number | null; armed: number; late: number; perSecond: number | null };
  /** Why brokers refuse our set-up (address, algorithm's name), most subscribers first; of entries, unwinds and exits. */
  setUpProblems: { broker: string; code: string | null; message: string | null; subscribers: number }[];
  /** ms after the entry instant at which the first wave's orders left; null while none has. */
  lateness: { p50: number | null; p99: number | null; max: number | null };
};

/** The last entry of live mode, of all partners together. */
export type LastLiveRun = {
  strategy: string;
  entryAt: Date;
  status: 'completed' | 'missed';
  /** Of those that were attempted, how many ended with every leg filled; null when none was attempted. */
  completedPercent: number | null;
};

const OUTCOMES = ['completed', 'failed', 'skipped', 'missed', 'unwound', 'unknown'] as const;
/** Pairs for json_build_object over executions `e`: an outcome, and how many have it. */
export const COUNT_OUTCOMES = OUTCOMES.map((o) => `'${o}', count(*) FILTER (WHERE e.outcome = '${o}')`).join(', ');

/** Exits are another workflow's business: a run's report is about its entry (and what had to be unwound). */
const OF_ENTRY = `o.run_id = r.id AND o.purpose IN ('entry','unwind')`;
const LATE_MS = 'extract(epoch FROM o.sent_at - r.entry_at) * 1000';

export class RunViewRepository {
  constructor(private readonly db: Database) {}

  async find(runId: string): Promise<RunView | undefined> {
    const rows = await this.db.query<RunView>(
      `SELECT r.id, r.template_id AS "templateId", r.template_version AS "templateVersion", r.mode, r.trading_day AS "tradingDay",
         r.status, r.reason, r.entry_at AS "entryAt", r.workflow_id AS "workflowId", r.subscribers,
         (SELECT json_build_object(${COUNT_OUTCOMES}) FROM execution e WHERE e.run_id = r.id) AS outcomes,
         (SELECT json_build_object('placed', count(*) FILTER (WHERE o.broker_order_id IS NOT NULL),
            'filled', count(*) FILTER (WHERE o.state = 'COMPLETE'), 'rejected', count(*) FILTER (WHERE o.state = 'REJECTED'),
            'unknown', count(*) FILTER (WHERE o.state IN ('UNKNOWN','AMBIGUOUS'))) FROM order_intent o WHERE ${OF_ENTRY}) AS orders,
         (SELECT json_build_object('leadS', r.lead_s, 'armed', count(e.armed_at), 'late', count(*) FILTER (WHERE ${ARMED_LATE}),
            'perSecond', round((count(e.armed_at) / nullif(extract(epoch FROM max(e.armed_at) - min(e.armed_at)), 0))::numeric, 1))
          FROM execution e WHERE e.run_id = r.id) AS arming,
         (SELECT coalesce(json_agg(p ORDER BY p.subscribers DESC, p.broker, p.code, p.message), '[]') FROM (
            SELECT a.broker_name AS broker, o.broker_code AS code, o.broker_message AS message,
              count(DISTINCT o.execution_id)::int AS subscribers
            FROM order_intent o JOIN execution e ON e.id = o.execution_id JOIN broker_account a ON a.id = e.account_id
            WHERE o.run_id = r.id AND o.refusal_reason = 'configuration' GROUP BY 1, 2, 3) p) AS "setUpProblems",
         (SELECT json_build_object('p50', round(percentile_disc(0.5) WITHIN GROUP (ORDER BY ${LATE_MS})::numeric, 3),
            'p99', round(percentile_disc(0.99) WITHIN GROUP (ORDER BY ${LATE_MS})::numeric, 3), 'max', round(max(${LATE_MS})::numeric, 3))
          FROM order_intent o WHERE o.run_id = r.id AND o.purpose = 'entry' AND o.wave = 0 AND o.sent_at IS NOT NULL) AS lateness
       FROM strategy_run r WHERE r.id = $1`,
      [runId],
    );
    return rows[0];
  }

  /** @returns undefined when no live run has ended */
  async lastLive(): Promise<LastLiveRun | undefined> {
    const rows = await this.db.query<LastLiveRun>(
      `SELECT t.name AS strategy, r.entry_at AS "entryAt", r.status,
         (SELECT round(100.0 * count(*) FILTER (WHERE e.outcome = 'completed') / nullif(count(*), 0), 1)::text::float8
          FROM execution e WHERE e.run_id = r.id AND e.outcome <> 'skipped') AS "completedPercent"
       FROM strategy_run r JOIN strategy_template t ON t.id = r.template_id
       WHERE r.mode = 'live' AND r.status IN ('completed','missed') ORDER BY r.entry_at DESC, r.id DESC LIMIT 1`,
    );
    return rows[0];
  }
}
