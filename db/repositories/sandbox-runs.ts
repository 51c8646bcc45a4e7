// Test runs, as the partner that asked for them sees them: its own test users' entries, and closing what they opened.
import type { Database, Sql } from '../sql.js';
import { GateRepository } from './gates.js';
import { COUNT_OUTCOMES } from './run-views.js';
import type { RunStatus } from './runs.js';

export type TestRun = {
  id: string;
  templateId: string;
  status: RunStatus;
  reason: string | null;
  entryAt: Date;
  exitAt: Date | null;
  subscribers: number;
  outcomes: { completed: number; failed: number; skipped: number; missed: number; unwound: number; unknown: number };
  /** Entries without an outcome yet. */
  underWay: number;
  /** Positions that are not closed yet. */
  open: number;
};

/** Entries end long before; a run that is still called running has lost its workflow. */
const LONGEST_RUN_MS = 20 * 60_000;

export class SandboxRunRepository {
  private readonly gates: GateRepository;

  constructor(private readonly db: Database) {
    this.gates = new GateRepository(db);
  }

  /** Of two requests of a partner for the same strategy the second waits here until the first has committed. */
  async lock(tx: Sql, partnerId: string, templateId: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1), hashtext($2))', [
      'sandbox_run',
      `${partnerId} ${templateId}`,
    ]);
  }

  /**
   * The partner's test run of a strategy whose entries have not ended. One that never started counts until its deadline.
   * @param entryDeadlineMs - after the entry; nothing begins later
   */
  async underWay(tx: Sql, partnerId: string, templateId: string, entryDeadlineMs: number): Promise<string | undefined> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM strategy_run WHERE only_partner_id = $1 AND template_id = $2 AND status IN ('arming','running')
         AND entry_at > now() - CASE status WHEN 'arming' THEN $3::int ELSE $4::int END * interval '1 millisecond' LIMIT 1`,
      [partnerId, templateId, entryDeadlineMs, LONGEST_RUN_MS],
    );
    return rows[0]?.id;
  }

  /** How many of the partner's test users would be entered. */
  async subscribers(tx: Sql, partnerId: string, templateId: string): Promise<number> {
    const rows = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM subscription
       WHERE partner_id = $1 AND template_id = $2 AND mode = 'test' AND status = 'ACTIVE'`,
      [partnerId, templateId],
    );
    return rows[0]?.count ?? 0;
  }

  async find(partnerId: string, runId: string): Promise<TestRun | undefined> {
    const rows = await this.db.query<TestRun>(
      `SELECT r.id, r.template_id AS "templateId", r.status, r.reason, r.entry_at AS "entryAt", r.exit_at AS "exitAt", r.subscribers,
         (SELECT json_build_object(${COUNT_OUTCOMES}) FROM execution e WHERE e.run_id = r.id) AS outcomes,
         (SELECT count(*)::int FROM execution e WHERE e.run_id = r.id AND e.outcome IS NULL) AS "underWay",
         (SELECT count(*)::int FROM position p WHERE p.run_id = r.id AND p.closed_at IS NULL) AS open
       FROM strategy_run r WHERE r.id = $2 AND r.only_partner_id = $1`,
      [partnerId, runId],
    );
    return rows[0];
  }

  /** Asks for the run's open positions to be closed now, and wakes whoever follows them; the first request stays. */
  async flatten(partnerId: string, runId: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(
        `UPDATE position p SET flatten_requested_at = now(), flatten_requested_by = 'partner', flatten_reason = 'test run'
         FROM strategy_run r WHERE r.id = p.run_id AND r.id = $2 AND r.only_partner_id = $1
           AND p.closed_at IS NULL AND p.flatten_requested_at IS NULL`,
        [partnerId, runId],
      );
      await this.gates.announce(tx, 'run', runId);
    });
  }
}
