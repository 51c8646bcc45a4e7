// A finished run with its executions and orders, as the engine would have written it.
import type { Database } from '../../../db/sql.js';

export type OrderFacts = { state: string; brokerOrderId: string | null; lateMs: number | null; wave?: number };

/** One execution per subscription, each with the given orders. @returns the run's id */
export async function recordRun(
  db: Database,
  subscriptionIds: readonly string[],
  orders: readonly OrderFacts[],
): Promise<string> {
  const runId = `run_${Math.random().toString(36).slice(2)}`;
  const entryAtMs = Date.UTC(2026, 10, 24, 3, 50);
  await db.query(
    `INSERT INTO strategy_run (id, template_id, template_version, mode, trading_day, entry_at, status, workflow_id, subscribers, created_by)
     VALUES ($1, 'basket_admin_test_strategy', 1, 'test', '2026-11-24', $2, 'completed', 'run/test/' || $1, $3, 'test')`,
    [runId, new Date(entryAtMs), subscriptionIds.length],
  );
  for (const [n, subscriptionId] of subscriptionIds.entries()) {
    const id = `exe_${runId}_${n}`;
    await db.query(
      `INSERT INTO execution (id, run_id, subscription_id, account_id, partner_id, mode, shard, lot_multiplier, outcome, reason, ended_at)
       SELECT $1, $2, s.id, l.account_id, s.partner_id, s.mode, 0, l.lot_multiplier, 'completed', 'every leg is filled', now()
       FROM subscription s JOIN broker_allocation l ON l.subscription_id = s.id WHERE s.id = $3`,
      [id, runId, subscriptionId],
    );
    for (const [slice, order] of orders.entries())
      await db.query(
        `INSERT INTO order_intent (id, execution_id, run_id, account_id, tag, purpose, leg_index, slice_index, wave, side, quantity_units,
           tradingsymbol, limit_price_paise, state, broker_order_id, filled_units, average_price_paise, send_at, sent_at)
         SELECT 'ord_' || $1 || $2::text, $1, e.run_id, e.account_id, upper(substr(md5($1 || $2::text), 1, 19)), 'entry', 0, $2::int, $3, 'BUY', 75,
           'NIFTY26NOV2624500CE', 15050, $4, $5, 75, 15045, $6, $7 FROM execution e WHERE e.id = $1`,
        [
          id,
          slice,
          order.wave ?? 0,
          order.state,
          order.brokerOrderId,
          new Date(entryAtMs),
          order.lateMs === null ? null : new Date(entryAtMs + order.lateMs),
        ],
      );
  }
  return runId;
}
