// Takes a position over for its exit: the execution's lease, what a former driver may have sent, and the reason, in one transaction.
import type { ExitReason } from '../domain/exit-rules.js';
import type { EntryContext } from '../db/repositories/executions.js';
import { armedEntry, type ArmedEntry } from './armed-entry.js';
import type { EngineDeps } from './engine-deps.js';
import { openSessionIfAny } from './open-session.js';
import { reclassify } from './reclassify.js';

/**
 * @returns undefined while another process drives it and its lease is alive, or when it has ended
 * @throws a database error: nothing has left, the caller tries again
 */
export async function claimExit(
  deps: EngineDeps,
  context: EntryContext,
  reason: ExitReason,
): Promise<ArmedEntry | undefined> {
  const { executionId, runId } = context;
  const adapter = deps.adapterFor(context.broker, context.mode, context.brokerWire);
  const sizing = await deps.referenceData.sizing(context.underlying, context.tradingDay);
  if (!adapter || !sizing) throw new Error(`position ${executionId}: no adapter or no sizes to close it with`);
  const session = await openSessionIfAny(deps, context);
  const leaseId = deps.lease.id;
  const orders = await deps.db.transaction(async (tx) => {
    const taken = await deps.executions.claim(tx, executionId, leaseId);
    if (!taken || !(await deps.positions.markClosing(tx, executionId, leaseId, reason))) return undefined;
    const { formerLeaseId } = taken;
    // Of an entry that was abandoned the former lease is not known any more: then any process' burst mark counts.
    const burst = await deps.leases.hasBurstMark(tx, formerLeaseId, runId);
    await reclassify(deps, tx, { leaseId, formerLeaseId, burst }, await deps.orders.ofExecution(executionId, tx));
    return deps.orders.ofExecution(executionId, tx);
  });
  if (!orders) return undefined;
  const deadlineMs = context.entryAtMs + deps.timings.entryDeadlineMs;
  return armedEntry(context, deadlineMs, { leaseId, adapter, session, ...sizing, orders });
}
