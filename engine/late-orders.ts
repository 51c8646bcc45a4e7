// Orders that were given up, looked for once more: what the book now says of them, and how the partner is told. A failed look proves nothing.
import type { BrokerOrder } from '../brokers/port.js';
import type { EntryContext } from '../db/repositories/executions.js';
import type { OrderRow } from '../db/repositories/orders.js';
import type { Sql } from '../db/sql.js';
import { resolutionOf } from '../domain/late-orders.js';
import { isGivenUp, lateStep } from '../domain/order-state.js';
import { executionResolved } from '../domain/partner-event.js';
import { cashPaise } from '../domain/profit-and-loss.js';
import type { ArmedEntry } from './armed-entry.js';
import { executed } from './conclude.js';
import type { EngineDeps } from './engine-deps.js';
import { all } from './perform.js';
import { adoption, bookEntry, msSinceSent, type Adoption } from './settle.js';

export type LateFinding = Adoption & { order: OrderRow };

/**
 * What the book says of orders that were given up. Found: taken over. Absent long after it was sent, and never known to the broker:
 * an unknown order was never placed.
 * @param book - successfully read
 */
export function lateFindings(
  orders: readonly OrderRow[],
  book: readonly BrokerOrder[],
  nowMs: number,
  ambiguousWindowMs: number,
): LateFinding[] {
  return orders
    .filter((o) => isGivenUp(o.state))
    .flatMap((order): LateFinding[] => {
      const found = bookEntry(book, order);
      if (found) return [named(order, adoption(order, found, nowMs))];
      const absent = order.state === 'UNKNOWN' && order.brokerOrderId === null;
      const sinceMs = msSinceSent(nowMs, order);
      if (!absent || sinceMs <= ambiguousWindowMs) return [];
      const evidence = { absentFromBookForMs: sinceMs };
      return [named(order, { to: 'NOT_PLACED', patch: { settledAtMs: nowMs }, evidence })];
    });
}

/** For whoever drives the execution: reads the book once for what was given up of it. @returns whether something is known now */
export async function lookAgain(deps: EngineDeps, entry: ArmedEntry): Promise<boolean> {
  const book = await entry.adapter.orderBook(entry.session);
  const findings = lateFindings(entry.orders, book, deps.now(), deps.timings.ambiguousWindowMs);
  await all(findings.map((f) => deps.journal.move(entry.leaseId, f.order, f.to, f.patch, f.evidence)));
  return findings.length > 0;
}

/** Says how the orders in doubt of an execution have been resolved; nothing when it had none. Each set of facts is told once. */
export async function tellResolved(
  deps: EngineDeps,
  tx: Sql,
  context: EntryContext,
  orders: readonly OrderRow[],
): Promise<void> {
  const { executionId, runId, subscriptionId, templateId, userEmail, partnerId, mode } = context;
  const known = new Set(await deps.lateWatches.ordersKnownLate(tx, executionId));
  if (known.size === 0) return;
  const resolution = resolutionOf(orders, known);
  const event = executionResolved({
    ...{ executionId, runId, subscriptionId, templateId, userEmail, atMs: deps.now() },
    resolution,
    realisedPnlPaise: resolution === 'exposed' ? null : cashPaise(orders),
    orders: orders.filter((o) => known.has(o.id)).map((o) => ({ ...executed(o), tag: o.tag, status: o.state })),
  });
  await deps.outbox.append(tx, { partnerId, mode, ...event });
}

function named(order: OrderRow, { to, patch, evidence }: Adoption): LateFinding {
  return { order, to, patch, evidence: { late: lateStep(order.state, to), ...evidence } };
}
