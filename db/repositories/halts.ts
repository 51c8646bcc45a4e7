// The kill switch's rows: what is halted, by whom and why. Dispatchers learn of a change through GateRepository.announce.
import { KILL_SWITCH, type GateScope } from './gates.js';
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

/** A halt as a run sees it. */
export type RunHalt = Halt & {
  /** Subscribers of the run that it stops. */
  subscribers: number;
};

const columns = (of = '') =>
  [
    'id',
    'scope',
    'scope_id AS "scopeId"',
    'reason',
    'flatten',
    'created_by AS "createdBy"',
    'created_at AS "createdAt"',
  ]
    .map((column) => `${of}${column}`)
    .join(', ');
const COLUMNS = columns();

/** Halt `h` covers execution `e` of run `r`. */
const COVERS = `(h.scope = 'all' OR (h.scope, h.scope_id) IN (('partner', e.partner_id), ('template', r.template_id), ('run', r.id),
  ('account', e.account_id), ('subscription', e.subscription_id)))`;
/** … or the run itself, whoever its subscribers are. */
const COVERS_RUN = `(h.scope = 'all' OR (h.scope, h.scope_id) IN (('template', r.template_id), ('run', r.id)))`;

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

  /** What is halted now that touches a run: all, its template, itself, or one of its partners, accounts, subscriptions. Oldest first. */
  async touching(runId: string): Promise<RunHalt[]> {
    return this.db.query<RunHalt>(
      `SELECT * FROM (
         SELECT ${columns('h.')}, (SELECT count(*)::int FROM execution e WHERE e.run_id = r.id AND ${COVERS}) AS subscribers, ${COVERS_RUN} AS whole
         FROM halt h JOIN strategy_run r ON r.id = $1 WHERE h.lifted_at IS NULL) AS touching
       WHERE whole OR subscribers > 0 ORDER BY "createdAt", id`,
      [runId],
    );
  }

  /** Subscribers of a run whose entry has ended and was stopped by a kill switch before anything left. */
  async stoppedIn(runId: string): Promise<number> {
    const rows = await this.db.query<{ stopped: number }>(
      `SELECT count(*)::int AS stopped FROM execution e WHERE e.run_id = $1 AND e.outcome = 'skipped' AND EXISTS (
         SELECT 1 FROM order_intent o WHERE o.execution_id = e.id AND o.refusal_reason = 'stopped' AND o.broker_message LIKE $2)`,
      [runId, `${KILL_SWITCH}%`],
    );
    return rows[0]?.stopped ?? 0;
  }

  /** Workflow ids of the runs under way that a halt touches. */
  async runsTouchedBy({ scope, scopeId }: HaltTarget): Promise<string[]> {
    const rows = await this.db.query<{ workflowId: string }>(
      `SELECT r.workflow_id AS "workflowId" FROM strategy_run r CROSS JOIN (SELECT $1::text AS scope, $2::text AS scope_id) h
       WHERE r.status IN ('arming','running')
         AND (${COVERS_RUN} OR EXISTS (SELECT 1 FROM execution e WHERE e.run_id = r.id AND ${COVERS}))`,
      [scope, scopeId ?? null],
    );
    return rows.map(({ workflowId }) => workflowId);
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
