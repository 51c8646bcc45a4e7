// Accepted is not executed: follows orders in the broker's book until they are terminal, and finds out what became of ambiguous ones.
import { setTimeout as sleep } from 'node:timers/promises';
import { isSessionOver } from '../brokers/errors.js';
import type { BrokerOrder } from '../brokers/port.js';
import type { OrderPatch, OrderRow } from '../db/repositories/orders.js';
import { isSettled, type OrderState } from '../domain/order-state.js';
import type { ArmedEntry } from './armed-entry.js';
import type { EngineDeps } from './engine-deps.js';
import { renewSession } from './renew-session.js';

/** Pauses between reads of the book, ms; the last one repeats. Fills come within a few hundred ms, lost orders within two minutes. */
const READ_PAUSES_MS = [40, 60, 100, 150, 200, 300, 500, 750, 1_000, 1_000, 2_000] as const;

/**
 * Reads the book until every order is settled or there is something else to do. A failed read proves nothing.
 * @param goesOn - asked after each read: whether settling is still the thing to do
 * @throws FencedError when another process has taken over
 */
export async function settle(
  deps: EngineDeps,
  entry: ArmedEntry,
  orders: readonly OrderRow[],
  goesOn: () => boolean,
): Promise<void> {
  const reads = new ReadLog();
  for (let turn = 0; ; turn += 1) {
    await sleep(READ_PAUSES_MS[Math.min(turn, READ_PAUSES_MS.length - 1)]);
    const book = await readBook(deps, entry, reads);
    await Promise.all(orders.filter((o) => !isSettled(o.state)).map((o) => settleOne(deps, entry, o, book, reads)));
    if (orders.every((o) => isSettled(o.state)) || !goesOn()) return;
  }
}

/** When the book was last read with success since settling began. */
class ReadLog {
  lastSuccessMs: number | undefined;
}

async function readBook(
  deps: EngineDeps,
  entry: ArmedEntry,
  reads: ReadLog,
): Promise<readonly BrokerOrder[] | undefined> {
  const asked = deps.now();
  try {
    const book = await entry.adapter.orderBook(entry.session);
    reads.lastSuccessMs = asked;
    return book;
  } catch (error) {
    if (isSessionOver(error)) await renewSession(deps, entry);
    deps.logger.debug({ err: error, executionId: entry.context.executionId }, 'order book not read');
    return undefined;
  }
}

async function settleOne(
  deps: EngineDeps,
  entry: ArmedEntry,
  order: OrderRow,
  book: readonly BrokerOrder[] | undefined,
  reads: ReadLog,
): Promise<void> {
  const found = book && bookEntry(book, order);
  if (found) return adopt(deps, entry, order, found);
  const sinceMs = msSinceSent(deps.now(), order);
  if (sinceMs < deps.timings.ambiguousWindowMs) return;
  if (order.state === 'AMBIGUOUS' && book !== undefined)
    await deps.journal.move(
      entry.leaseId,
      order,
      'NOT_PLACED',
      { settledAtMs: deps.now() },
      { absentFromBookForMs: sinceMs },
    );
  else if (
    book === undefined &&
    (reads.lastSuccessMs === undefined || deps.now() - reads.lastSuccessMs > deps.timings.ambiguousWindowMs)
  )
    await deps.journal.move(
      entry.leaseId,
      order,
      'UNKNOWN',
      { settledAtMs: deps.now() },
      { noSuccessfulReadForMs: sinceMs },
    );
}

/** Takes over what the book says of an order. */
export async function adopt(deps: EngineDeps, entry: ArmedEntry, order: OrderRow, found: BrokerOrder): Promise<void> {
  // An order that goes on resting has nothing to tell.
  if (order.state === 'OPEN' && found.status === 'OPEN') return;
  const { to, patch, evidence } = adoption(order, found, deps.now());
  await deps.journal.move(entry.leaseId, order, to, patch, evidence);
}

export type Adoption = { to: OrderState; patch: OrderPatch; evidence: object };

/** The transition that takes over what the book says of an order. */
export function adoption(order: OrderRow, found: BrokerOrder, nowMs: number): Adoption {
  const { status, filledUnits, averagePricePaise } = found;
  const patch = {
    brokerOrderId: found.brokerOrderId,
    filledUnits,
    averagePricePaise,
    ...(order.sentAtMs === null && { sentAtMs: order.sendAtMs }),
  };
  const evidence = { book: { status, filledUnits, averagePricePaise } };
  if (status === 'OPEN') return { to: status, patch, evidence };
  const reasons = {
    ...(found.statusCode !== undefined && { brokerCode: found.statusCode }),
    ...(found.statusMessage !== undefined && { brokerMessage: found.statusMessage }),
    ...(found.refusalReason !== undefined && { refusalReason: found.refusalReason }),
  };
  return { to: status, patch: { ...patch, ...reasons, settledAtMs: nowMs }, evidence };
}

/** By the broker's own id where it is known, else by our tag. */
export function bookEntry(book: readonly BrokerOrder[], order: OrderRow): BrokerOrder | undefined {
  return book.find((o) =>
    order.brokerOrderId !== null ? o.brokerOrderId === order.brokerOrderId : o.tag === order.tag,
  );
}

export const msSinceSent = (nowMs: number, order: OrderRow): number => nowMs - (order.sentAtMs ?? order.sendAtMs);
