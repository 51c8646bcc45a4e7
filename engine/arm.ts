// Arms one subscriber's entry: who, with which session, under this process' lease, with every intended order in the database.
import type { EntryContext, ExecutionEnd } from '../db/repositories/executions.js';
import type { NewOrder, OrderRow } from '../db/repositories/orders.js';
import type { Sql } from '../db/sql.js';
import { planEntry } from '../domain/entry-plan.js';
import { armedEntry, gateKeysOf, type ArmedEntry } from './armed-entry.js';
import { eligibilityProblem } from './eligibility.js';
import type { EngineDeps } from './engine-deps.js';
import { failpoint } from './failpoints.js';
import { newOrder } from './new-order.js';
import { openSession } from './open-session.js';
import { reclassify } from './reclassify.js';
import { allowanceOf } from './send-slots.js';

export type Armed =
  | { kind: 'armed'; entry: ArmedEntry; fresh: boolean }
  | { kind: 'ended'; end: ExecutionEnd; loginRequired: boolean }
  /** Another process drives it and its lease is alive: ask again. */
  | { kind: 'held_elsewhere' };

/** @throws BrokerError, VaultError or a database error: nothing has left, the caller tries again */
export async function arm(deps: EngineDeps, context: EntryContext): Promise<Armed> {
  const deadlineMs = context.entryAtMs + deps.timings.entryDeadlineMs;
  const sizing = await deps.referenceData.sizing(context.underlying, context.tradingDay);
  const adapter = deps.adapterFor(context.broker, context.mode, context.brokerWire);
  if (!context.hasIntents) {
    const problem = eligibilityProblem(context, deps.now(), deadlineMs);
    if (problem) return { kind: 'ended', ...problem };
    if (!sizing)
      return failed(`No lot size or freeze quantity is loaded for ${context.underlying} on ${context.tradingDay}`);
  }
  if (!adapter || !sizing) return failed(`No adapter for ${context.broker} in ${context.mode} mode`);
  const session = await openSession(deps, context);
  // Watched before the last look at the database: a pause either shows there or reaches the gate with this entry in it.
  deps.gate.watch(context.executionId, gateKeysOf(context));
  const leaseId = deps.lease.id;
  const planned = planOrders(context, sizing);
  const perSecond = allowanceOf(adapter.capabilities, 'entry');
  const claimed =
    (await armAtOnce(deps, context, leaseId, planned, perSecond)) ??
    (await deps.db.transaction((tx) => claim(deps, tx, context, leaseId, planned, perSecond)));
  if (claimed.kind !== 'claimed') return claimed;
  if (claimed.fresh) failpoint('after_intent');
  const driver = { leaseId, adapter, session, ...sizing, orders: claimed.orders };
  return { kind: 'armed', entry: armedEntry(context, deadlineMs, driver), fresh: claimed.fresh };
}

type Claimed = { kind: 'claimed'; orders: OrderRow[]; fresh: boolean } | Exclude<Armed, { kind: 'armed' }>;

/** What nearly every entry needs, in one round trip. @returns undefined when it is not that simple */
async function armAtOnce(
  deps: EngineDeps,
  context: EntryContext,
  leaseId: string,
  planned: readonly NewOrder[],
  perSecond: number,
): Promise<Claimed | undefined> {
  // More than a second takes go into later seconds, one by one; a slot that exists may be full.
  if (context.hasIntents || context.leaseId !== null || planned.length > perSecond) return undefined;
  const orders = await deps.orders.armAtOnce(leaseId, planned, context.entryAtMs, perSecond);
  return orders.length > 0 ? { kind: 'claimed', orders, fresh: true } : undefined;
}

async function claim(
  deps: EngineDeps,
  tx: Sql,
  context: EntryContext,
  leaseId: string,
  planned: readonly NewOrder[],
  perSecond: number,
): Promise<Claimed> {
  const { executionId } = context;
  const taken = await deps.executions.claim(tx, executionId, leaseId);
  if (!taken) return { kind: 'held_elsewhere' };
  const existing = await deps.orders.ofExecution(executionId, tx);
  if (existing.length > 0) {
    const { formerLeaseId } = taken;
    const burst = formerLeaseId !== null && (await deps.leases.hasBurstMark(tx, formerLeaseId, context.runId));
    await reclassify(deps, tx, { leaseId, formerLeaseId, burst }, existing);
    return { kind: 'claimed', orders: await deps.orders.ofExecution(executionId, tx), fresh: false };
  }
  if (!(await deps.executions.stillEligible(tx, executionId)))
    return {
      kind: 'ended',
      end: { outcome: 'skipped', reason: 'The subscription was paused or the user logged out before the entry.' },
      loginRequired: false,
    };
  const slots = await deps.slots.book(tx, context.accountId, planned.length, context.entryAtMs, perSecond);
  await deps.orders.insert(
    tx,
    planned.map((order, index) => ({ ...order, sendAtMs: slots[index] ?? context.entryAtMs })),
  );
  return { kind: 'claimed', orders: await deps.orders.ofExecution(executionId, tx), fresh: true };
}

/** The entry's orders, all to leave at the instant. */
function planOrders(context: EntryContext, sizing: { lotUnits: number; freezeUnits: number }): NewOrder[] {
  const { legs, lotMultiplier, entryAtMs } = context;
  return planEntry(legs, lotMultiplier, sizing.lotUnits, sizing.freezeUnits).map((order) =>
    newOrder(context, { ...order, purpose: 'entry', generation: 0, sendAtMs: entryAtMs }),
  );
}

function failed(reason: string): Armed {
  return { kind: 'ended', end: { outcome: 'failed', reason }, loginRequired: false };
}
