// Cancels resting orders and reads the book for what became of them: a fill may have been faster.
import { setTimeout as sleep } from 'node:timers/promises';
import { isSessionOver } from '../brokers/errors.js';
import type { OrderRow } from '../db/repositories/orders.js';
import type { ArmedEntry } from './armed-entry.js';
import { FencedError } from './journal.js';
import { adopt } from './settle.js';
import type { EngineDeps } from './engine-deps.js';
import { renewSession } from './renew-session.js';

/** Reads of the book that still show the order open. */
const TRIES = 8;
/** Between tries, ms; the last one repeats. */
const PAUSES_MS = [250, 250, 250, 250, 250, 250, 250, 250, 500, 1_000, 2_000] as const;

/**
 * An order that is still open after the last try, or whose book could not be read for as long as an ambiguous order is looked
 * for, becomes UNKNOWN: nobody may assume that it is gone. A failed read proves nothing and is no try.
 */
export async function cancelOrders(deps: EngineDeps, entry: ArmedEntry, orders: readonly OrderRow[]): Promise<void> {
  const givenUpAtMs = deps.now() + deps.timings.ambiguousWindowMs;
  let reads = 0;
  for (let turn = 0; reads < TRIES && deps.now() < givenUpAtMs; turn += 1) {
    const open = orders.filter((o) => o.state === 'OPEN');
    if (open.length === 0) return;
    await Promise.all(open.map((order) => askToCancel(deps, entry, order)));
    await sleep(PAUSES_MS[Math.min(turn, PAUSES_MS.length - 1)]);
    if (await readBack(deps, entry, open)) reads += 1;
  }
  for (const order of orders.filter((o) => o.state === 'OPEN'))
    await deps.journal.move(
      entry.leaseId,
      order,
      'UNKNOWN',
      { settledAtMs: deps.now() },
      { cancelNotConfirmed: reads },
    );
}

async function askToCancel(deps: EngineDeps, entry: ArmedEntry, order: OrderRow): Promise<void> {
  if (order.brokerOrderId === null) return;
  try {
    await entry.adapter.cancelOrder(entry.session, order.brokerOrderId);
  } catch (error) {
    // The book decides: the order may be complete already, or the request may have arrived all the same.
    deps.logger.info({ err: error, orderId: order.id }, 'cancel not taken');
  }
}

/** @returns whether the book could be read */
async function readBack(deps: EngineDeps, entry: ArmedEntry, orders: readonly OrderRow[]): Promise<boolean> {
  try {
    const book = await entry.adapter.orderBook(entry.session);
    for (const order of orders) {
      const found = book.find((o) => o.brokerOrderId === order.brokerOrderId);
      if (found) await adopt(deps, entry, order, found);
    }
    return true;
  } catch (error) {
    if (error instanceof FencedError) throw error;
    if (isSessionOver(error)) await renewSession(deps, entry);
    deps.logger.info({ err: error, executionId: entry.context.executionId }, 'order book not read after cancel');
    return false;
  }
}
