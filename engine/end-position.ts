// What is written and told when an exit succeeds, does not succeed for now, or is left: row and event in one transaction.
import { cashPaise } from '../domain/profit-and-loss.js';
import { isGivenUp } from '../domain/order-state.js';
import { executionExposed, positionClosed } from '../domain/partner-event.js';
import type { ExitReason } from '../domain/exit-rules.js';
import { exposures } from '../domain/close-exposure.js';
import type { EntryContext } from '../db/repositories/executions.js';
import type { OrderRow } from '../db/repositories/orders.js';
import type { PositionRow } from '../db/repositories/positions.js';
import type { ArmedEntry } from './armed-entry.js';
import { executed } from './conclude.js';
import type { EngineDeps } from './engine-deps.js';
import { FencedError } from './journal.js';
import { tellResolved } from './late-orders.js';

/** Proven flat: realised profit or loss and the partner's event. @throws FencedError when another process drives it */
export async function closePosition(deps: EngineDeps, entry: ArmedEntry, reason: ExitReason): Promise<void> {
  const { executionId, partnerId, mode } = entry.context;
  const realisedPnlPaise = cashPaise(entry.orders);
  await deps.db.transaction(async (tx) => {
    await deps.executions.lock(tx, executionId);
    if (!(await deps.positions.close(tx, executionId, entry.leaseId, realisedPnlPaise)))
      throw new FencedError(`position ${executionId} is not this lease's`);
    const { runId, subscriptionId, templateId, userEmail } = entry.context;
    const orders = entry.orders.filter((o) => o.purpose === 'exit' && o.filledUnits > 0).map(executed);
    const event = positionClosed({
      ...{ executionId, runId, subscriptionId, templateId, userEmail, atMs: deps.now() },
      ...{ exitReason: reason, realisedPnlPaise, orders },
    });
    await deps.outbox.append(tx, { partnerId, mode, ...event });
    await tellResolved(deps, tx, entry.context, entry.orders);
    if (entry.orders.some((o) => isGivenUp(o.state))) await deps.lateWatches.open(tx, executionId);
    await deps.executions.release(tx, executionId, entry.leaseId);
  });
}

export type Trouble = { status: 'exposed' | 'unknown'; reason: string };

export const TROUBLES = {
  exposed: { status: 'exposed', reason: 'Part of the position could not be closed yet; it is being tried again.' },
  unknown: {
    status: 'unknown',
    reason: 'The broker could not say what became of an order; check the position with the broker.',
  },
  loginRequired: {
    status: 'exposed',
    reason: 'The position cannot be closed without a broker login: the user must log in.',
  },
  unreachable: { status: 'exposed', reason: 'The broker does not answer; closing is being tried again.' },
} as const satisfies Record<string, Trouble>;

/** Says that the exit does not succeed for now; the partner hears it once, and once more for each time the position was opened again. @throws FencedError when another process drives it */
export async function reportTrouble(deps: EngineDeps, entry: ArmedEntry, trouble: Trouble): Promise<void> {
  const { executionId } = entry.context;
  await deps.db.transaction(async (tx) => {
    const marked = await deps.positions.markTrouble(tx, executionId, entry.leaseId, trouble.status);
    if (!marked) throw new FencedError(`position ${executionId} is not this lease's`);
    await deps.outbox.append(tx, exposedEvent(deps, entry.context, trouble, marked.reopenedAtMs));
  });
}

/** Ends the following of a position that is not flat: it keeps the trouble it has, or is unknown to us from now on. */
export async function leavePosition(
  deps: EngineDeps,
  context: EntryContext,
  position: PositionRow,
  orders: readonly OrderRow[],
): Promise<'exposed' | 'unknown'> {
  // Held to the end without an exit: intraday positions are squared off by the broker, at a price we never learn.
  const meantToBeFlat = position.status !== 'open';
  const doubtful = orders.some((o) => o.state === 'UNKNOWN' || o.state === 'AMBIGUOUS' || o.state === 'SENDING');
  const exposed = meantToBeFlat && !doubtful && exposures(orders, 'exit').length > 0;
  const trouble = exposed ? TROUBLES.exposed : TROUBLES.unknown;
  await deps.db.transaction(async (tx) => {
    await deps.executions.lock(tx, context.executionId);
    if (!(await deps.positions.leave(tx, context.executionId, trouble.status))) return;
    await deps.executions.release(tx, context.executionId, deps.lease.id);
    if (!meantToBeFlat) return;
    await deps.outbox.append(tx, exposedEvent(deps, context, trouble, position.reopenedAtMs));
    if (!doubtful) await tellResolved(deps, tx, context, orders);
  });
  return trouble.status;
}

function exposedEvent(deps: EngineDeps, context: EntryContext, { reason }: Trouble, reopenedAtMs: number | null) {
  const { executionId, subscriptionId, userEmail, partnerId, mode } = context;
  const event = executionExposed({
    ...{ executionId, subscriptionId, userEmail, atMs: deps.now() },
    during: reopenedAtMs === null ? 'exit' : { lateSinceMs: reopenedAtMs },
    reason,
  });
  return { partnerId, mode, ...event };
}
