// What a dispatcher needs to know of halts, paused subscriptions and logged-out accounts, in one consistent read.
import type { Database } from '../sql.js';

export type GateState = {
  /** The newest announced change this state includes. */
  changeId: number;
  /** `all` or `scope/id` → reason. */
  halts: Map<string, string>;
  stoppedSubscriptions: Set<string>;
  loggedOutAccounts: Set<string>;
};

export class GateStateRepository {
  constructor(private readonly db: Database) {}

  /** @param subscriptionIds - the held entries' subscriptions; @param accountIds - and their accounts */
  async read(subscriptionIds: readonly string[], accountIds: readonly string[]): Promise<GateState> {
    // One statement, one snapshot: the change number covers exactly what the rest shows.
    const rows = await this.db.query<{
      changeId: number;
      halts: { key: string; reason: string }[];
      subscriptions: string[];
      accounts: string[];
    }>(
      `SELECT (SELECT coalesce(max(id), 0) FROM gate_change) AS "changeId",
         (SELECT coalesce(jsonb_agg(jsonb_build_object('key', CASE scope WHEN 'all' THEN 'all' ELSE scope || '/' || scope_id END, 'reason', reason)), '[]')
            FROM halt WHERE lifted_at IS NULL) AS halts,
         (SELECT coalesce(array_agg(id), '{}') FROM subscription WHERE id = ANY($1) AND status <> 'ACTIVE') AS subscriptions,
         (SELECT coalesce(array_agg(id), '{}') FROM broker_account WHERE id = ANY($2) AND (session_status <> 'ready' OR account_status <> 'enabled')) AS accounts`,
      [subscriptionIds, accountIds],
    );
    const row = rows[0];
    if (!row) throw new Error('gate state: no row');
    return {
      changeId: row.changeId,
      halts: new Map(row.halts.map((halt) => [halt.key, halt.reason])),
      stoppedSubscriptions: new Set(row.subscriptions),
      loggedOutAccounts: new Set(row.accounts),
    };
  }
}
