// Cancels resting orders and reads the book for what became of them: a fill may have been faster.
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderRow } from '../db/repositories/orders.js';
import type { ArmedEntry } from './armed-entry.js';
import { FencedError } from './journal.js';
import { adopt } from './settle.js';
import type { EngineDeps } from './engine-deps.js';

const TRIES = 8;
const PAUSE_MS = 250;

/** After the last try an order that is still open, or cannot be read, becomes UNKNOWN: nobody may assume that it is gone. */
export async function cancelOrders(deps: EngineDeps, entry: ArmedEntry, orders: readonly OrderRow[]): Promise<void> {
  for (let turn = 0; turn < TRIES; turn += 1) {
    const open = orders.filter((o) => o.state === 'OPEN');
    if (open.length === 0) return;
    await Promise.all(open.map((order) => askToCancel(deps, entry, order)));
    await sleep(PAUSE_MS);
    await readBack(deps, entry, open);
  }
  for (const order of orders.filter((o) => o.state === 'OPEN'))
    await deps.journal.move(
      entry.leaseId,
      order,
      'UNKNOWN',
      { settledAtMs: deps.now() },
      { cancelNotConfirmed: TRIES },
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

async function readBack(deps: EngineDeps, entry: ArmedEntry, orders: readonly OrderRow[]): Promise<void> {
  try {
    const book = await entry.adapter.orderBook(entry.session);
    for (const order of orders) {
      const found = book.find((o) => o.brokerOrderId === order.brokerOrderId);
      if (found) await adopt(deps, entry, order, found);
    }
  } catch (error) {
    if (error instanceof FencedError) throw error;
    deps.logger.info({ err: error, executionId: entry.context.executionId }, 'order book not read after cancel');
  }
}
