// Dispatcher leases: one row per process that may send orders. Time is the database's, so that processes need no common clock.
import type { Database, Sql } from '../sql.js';

export class LeaseRepository {
  constructor(private readonly db: Database) {}

  async create(leaseId: string, worker: string, ttlMs: number): Promise<void> {
    await this.db.query(
      `INSERT INTO dispatcher_lease (id, worker, expires_at) VALUES ($1, $2, now() + $3 * interval '1 millisecond')`,
      [leaseId, worker, ttlMs],
    );
    await this.db.query(`DELETE FROM dispatcher_lease WHERE expires_at < now() - interval '2 days'`);
  }

  /** Extends a lease that is not over. @returns false when it is over: the process must take a new one */
  async renew(leaseId: string, ttlMs: number): Promise<boolean> {
    const rows = await this.db.query(
      `UPDATE dispatcher_lease SET expires_at = now() + $2 * interval '1 millisecond' WHERE id = $1 AND expires_at > now() RETURNING id`,
      [leaseId, ttlMs],
    );
    return rows.length > 0;
  }

  /** Ends a lease at once (clean stop). */
  async end(leaseId: string): Promise<void> {
    await this.db.query('UPDATE dispatcher_lease SET expires_at = now() WHERE id = $1', [leaseId]);
  }

  async acknowledgeGate(leaseId: string, changeId: number): Promise<void> {
    await this.db.query('UPDATE dispatcher_lease SET gate_seen = greatest(gate_seen, $2) WHERE id = $1', [
      leaseId,
      changeId,
    ]);
  }

  /** Declares that this process is about to send a run's first wave: without the mark nothing of it can have left. */
  async markBurst(leaseId: string, runIds: readonly string[]): Promise<void> {
    await this.db.query(
      'INSERT INTO burst_mark (run_id, lease_id) SELECT unnest($2::text[]), $1 ON CONFLICT DO NOTHING',
      [leaseId, runIds],
    );
  }

  /** @param leaseId - null: any process' mark */
  async hasBurstMark(sql: Sql, leaseId: string | null, runId: string): Promise<boolean> {
    const rows = await sql.query(
      'SELECT 1 FROM burst_mark WHERE run_id = $1 AND ($2::uuid IS NULL OR lease_id = $2) LIMIT 1',
      [runId, leaseId],
    );
    return rows.length > 0;
  }
}
