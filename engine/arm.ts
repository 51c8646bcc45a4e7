// Arms one subscriber's entry: who, with which session, under this process' lease, with every intended order in the database.
import { decodeSession } from '../brokers/session-codec.js';
import type { BrokerSession } from '../brokers/port.js';
import type { EntryContext, ExecutionEnd } from '../db/repositories/executions.js';
import type { NewOrder, OrderRow } from '../db/repositories/orders.js';
import type { Sql } from '../db/sql.js';
import { planEntry } from '../domain/entry-plan.js';
import { orderTag } from '../domain/order-tag.js';
import { newId } from '../platform/ids.js';
import type { ArmedEntry } from './armed-entry.js';
import { eligibilityProblem } from './eligibility.js';
import type { EngineDeps } from './engine-deps.js';
import { failpoint } from './failpoints.js';

/** Orders per second of one account that opening orders may use; the rest is kept for orders that reduce exposure. */
const SLOTS_KEPT_FREE = 2;

export type Armed =
  | { kind: 'armed'; entry: ArmedEntry; fresh: boolean }
  | { kind: 'ended'; end: ExecutionEnd; loginRequired: boolean }
  /** Another process drives it and its lease is alive: ask again. */
  | { kind: 'held_elsewhere' };

/** @throws BrokerError, VaultError or a database error: nothing has left, the caller tries again */
export async function arm(deps: EngineDeps, context: EntryContext): Promise<Armed> {
  const deadlineMs = context.entryAtMs + deps.timings.entryDeadlineMs;
  const sizing = await deps.referenceData.sizing(context.underlying, context.tradingDay);
  const adapter = deps.adapterFor(context.broker, context.mode);
  if (!context.hasIntents) {
    const problem = eligibilityProblem(context, deps.now(), deadlineMs);
    if (problem) return { kind: 'ended', ...problem };
    if (!sizing)
      return failed(`No lot size or freeze quantity is loaded for ${context.underlying} on ${context.tradingDay}`);
  }
  if (!adapter || !sizing) return failed(`No adapter for ${context.broker} in ${context.mode} mode`);
  const session = await openSession(deps, context);
  const { executionId, runId, subscriptionId, accountId, partnerId, templateId } = context;
  const gateKeys = { partnerId, templateId, runId, accountId, subscriptionId };
  // Watched before the last look at the database: a pause either shows there or reaches the gate with this entry in it.
  deps.gate.watch(executionId, gateKeys);
  const leaseId = deps.lease.id;
  const claimed = await deps.db.transaction((tx) =>
    claim(deps, tx, context, leaseId, sizing, adapter.capabilities.ordersPerSecond),
  );
  if (claimed.kind !== 'claimed') return claimed;
  if (claimed.fresh) failpoint('after_intent');
  const entry: ArmedEntry = {
    context,
    entryAtMs: context.entryAtMs,
    deadlineMs,
    leaseId,
    gateKeys,
    adapter,
    session,
    ...sizing,
    orders: claimed.orders,
  };
  return { kind: 'armed', entry, fresh: claimed.fresh };
}

type Claimed = { kind: 'claimed'; orders: OrderRow[]; fresh: boolean } | Exclude<Armed, { kind: 'armed' }>;

async function claim(
  deps: EngineDeps,
  tx: Sql,
  context: EntryContext,
  leaseId: string,
  sizing: { lotUnits: number; freezeUnits: number },
  ordersPerSecond: number,
): Promise<Claimed> {
  const { executionId } = context;
  const taken = await deps.executions.claim(tx, executionId, leaseId);
  if (!taken) return { kind: 'held_elsewhere' };
  const existing = await deps.orders.ofExecution(executionId, tx);
  if (existing.length > 0) {
    await reclassify(deps, tx, context, leaseId, taken.formerLeaseId, existing);
    return { kind: 'claimed', orders: await deps.orders.ofExecution(executionId, tx), fresh: false };
  }
  if (!(await deps.executions.stillEligible(tx, executionId)))
    return {
      kind: 'ended',
      end: { outcome: 'skipped', reason: 'The subscription was paused or the user logged out before the entry.' },
      loginRequired: false,
    };
  const planned = planEntry(context.legs, context.lotMultiplier, sizing.lotUnits, sizing.freezeUnits);
  const perSecond = Math.max(1, ordersPerSecond - SLOTS_KEPT_FREE);
  const slots = await deps.orders.reserveSlots(tx, context.accountId, planned.length, context.entryAtMs, perSecond);
  const orders = planned.map((order, index): NewOrder => ({
    ...order,
    id: newId('ord'),
    executionId,
    runId: context.runId,
    accountId: context.accountId,
    purpose: 'entry',
    generation: 0,
    sendAtMs: slots[index] ?? context.entryAtMs,
    tag: orderTag({
      runId: context.runId,
      subscriptionId: context.subscriptionId,
      purpose: 'entry',
      legIndex: order.legIndex,
      sliceIndex: order.sliceIndex,
      generation: 0,
    }),
  }));
  await deps.orders.insert(tx, orders);
  return { kind: 'claimed', orders: await deps.orders.ofExecution(executionId, tx), fresh: true };
}

/**
 * What a dead driver may have sent becomes AMBIGUOUS, in the same transaction as the claim. A first-wave order still
 * INTENDED provably never left unless its holder had marked the burst; one with attempts has its answer on record.
 */
async function reclassify(
  deps: EngineDeps,
  tx: Sql,
  context: EntryContext,
  leaseId: string,
  formerLeaseId: string | null,
  orders: readonly OrderRow[],
): Promise<void> {
  const burst = formerLeaseId !== null && (await deps.leases.hasBurstMark(tx, formerLeaseId, context.runId));
  const doubtful = orders.filter(
    (o) =>
      o.state === 'SENDING' ||
      (burst && o.state === 'INTENDED' && o.purpose === 'entry' && o.wave === 0 && o.attempts === 0),
  );
  if (doubtful.length === 0) return;
  const moves = doubtful.map((o) => ({
    orderId: o.id,
    from: o.state,
    to: 'AMBIGUOUS' as const,
    atMs: deps.now(),
    patch: { sentAtMs: o.sentAtMs ?? o.sendAtMs },
    evidence: { takenOverFrom: formerLeaseId, burstMarked: burst },
  }));
  await deps.orders.move(leaseId, moves, tx);
}

/** A session whose token is gone reads nothing: orders already out then end as unknown, never as assumed. */
export async function openSession(deps: EngineDeps, context: EntryContext): Promise<BrokerSession> {
  if (context.tokenSecretId === null) return { clientId: context.clientId, apiKey: '', accessToken: '' };
  const { partnerId, accountId: ownerId, tokenSecretId: secretId } = context;
  return decodeSession(await deps.vault.open({ partnerId, ownerId, purpose: 'access_token', secretId }));
}

function failed(reason: string): Armed {
  return { kind: 'ended', end: { outcome: 'failed', reason }, loginRequired: false };
}
