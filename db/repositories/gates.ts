// What tells dispatchers that an entry must not leave: halts, pauses, cancels, logouts. Announced by NOTIFY, acknowledged through leases.
import type { Database, Sql } from '../sql.js';

export type GateScope = 'all' | 'partner' | 'template' | 'run' | 'account' | 'subscription';
export const GATE_CHANNEL = 'gate';
/** How the reason begins that a stopped order keeps. */
export const KILL_SWITCH = 'kill switch: ';

export class GateRepository {
  constructor(private readonly db: Database) {}

  /**
   * Records and announces a change; call it in the transaction that makes the change.
   * @returns the change's number, for `acknowledged`
   */
  async announce(sql: Sql, scope: GateScope, scopeId?: string): Promise<number> {
    // Serialised, so that numbers commit in order and a dispatcher that has seen one has seen all below it.
    await sql.query("SELECT pg_advisory_xact_lock(hashtext('gate_change'))");
    const rows = await sql.query<{ id: number }>(
      'INSERT INTO gate_change (scope, scope_id) VALUES ($1, $2) RETURNING id',
      [scope, scopeId ?? null],
    );
    const id = rows[0]?.id ?? 0;
    await sql.query('SELECT pg_notify($1, $2)', [GATE_CHANNEL, String(id)]);
    return id;
  }

  /** Whether every dispatcher whose lease is alive has taken note of the change; a dead one cannot send. */
  async acknowledged(changeId: number): Promise<boolean> {
    const rows = await this.db.query<{ behind: number }>(
      'SELECT count(*)::int AS behind FROM dispatcher_lease WHERE expires_at > now() AND gate_seen < $1',
      [changeId],
    );
    return rows[0]?.behind === 0;
  }

  /**
   * Whether an entry of this subscription or account is at or past its instant (less a margin for the announcement to
   * arrive) and has not ended. Ask last in a transaction: it looks at the clock, not at the transaction's beginning.
   */
  async entryInProgress(sql: Sql, scope: 'subscription' | 'account', scopeId: string): Promise<boolean> {
    const column = scope === 'subscription' ? 'e.subscription_id' : 'e.account_id';
    const rows = await sql.query(
      `SELECT 1 FROM execution e JOIN strategy_run r ON r.id = e.run_id
       WHERE ${column} = $1 AND e.outcome IS NULL AND r.status IN ('arming','running')
         AND clock_timestamp() > r.entry_at - interval '500 milliseconds' LIMIT 1`,
      [scopeId],
    );
    return rows.length > 0;
  }
}
