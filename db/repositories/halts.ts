// The kill switch's rows: what is halted, by whom and why. Dispatchers learn of a change through GateRepository.announce.
import type { GateScope } from './gates.js';
import type { Database, Sql } from '../sql.js';

export type HaltTarget = { scope: GateScope; scopeId?: string | undefined };
export type Halt = {
  id: string;
  scope: GateScope;
  scopeId: string | null;
  reason: string;
  /** Open positions in the scope are closed too. */
  flatten: boolean;
  createdBy: string;
  createdAt: Date;
};

const COLUMNS =
  'id, scope, scope_id AS "scopeId", reason, flatten, created_by AS "createdBy", created_at AS "createdAt"';

/** Where the thing a scope names is kept; closed, so that a mistyped id is refused instead of halting nothing. */
const TABLE_OF_SCOPE: Record<Exclude<GateScope, 'all'>, string> = {
  partner: 'partner',
  template: 'strategy_template',
  run: 'strategy_run',
  account: 'broker_account',
  subscription: 'subscription',
};

export class HaltRepository {
  constructor(private readonly db: Database) {}

  /** What is halted now, oldest first. */
  async active(): Promise<Halt[]> {
    return this.db.query<Halt>(`SELECT ${COLUMNS} FROM halt WHERE lifted_at IS NULL ORDER BY created_at, id`);
  }

  /** Whether there is anything of this scope and id to halt. */
  async targetExists(target: HaltTarget): Promise<boolean> {
    if (target.scope === 'all') return true;
    const rows = await this.db.query(`SELECT 1 FROM ${TABLE_OF_SCOPE[target.scope]} WHERE id = $1`, [target.scopeId]);
    return rows.length > 0;
  }

  /** Halts; when it is halted already, the existing halt stays as it is, but that it flattens from now on if this one does. */
  async engage(
    sql: Sql,
    target: HaltTarget,
    halt: { id: string; reason: string; by: string; flatten: boolean },
  ): Promise<Halt> {
    await sql.query(
      `INSERT INTO halt (id, scope, scope_id, reason, created_by, flatten) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (scope, coalesce(scope_id, '')) WHERE lifted_at IS NULL DO UPDATE SET flatten = halt.flatten OR EXCLUDED.flatten`,
      [halt.id, target.scope, target.scopeId ?? null, halt.reason, halt.by, halt.flatten],
    );
    const rows = await sql.query<Halt>(
      `SELECT ${COLUMNS} FROM halt WHERE scope = $1 AND coalesce(scope_id, '') = coalesce($2, '') AND lifted_at IS NULL`,
      [target.scope, target.scopeId ?? null],
    );
    const active = rows[0];
    if (!active) throw new Error(`the halt of ${target.scope} vanished while it was engaged`);
    return active;
  }

  /** Lifts a halt. @returns undefined when there was none */
  async release(sql: Sql, target: HaltTarget, by: string): Promise<Halt | undefined> {
    const rows = await sql.query<Halt>(
      `UPDATE halt SET lifted_at = now(), lifted_by = $3
       WHERE scope = $1 AND coalesce(scope_id, '') = coalesce($2, '') AND lifted_at IS NULL RETURNING ${COLUMNS}`,
      [target.scope, target.scopeId ?? null, by],
    );
    return rows[0];
  }
}
