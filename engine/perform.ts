// Does what a saga decided: the steps that entries and exits have in common.
import { assertNever } from '../domain/assert-never.js';
import type { ClosingPurpose } from '../domain/close-exposure.js';
import type { SagaLimits, SagaStep } from '../domain/entry-saga.js';
import type { OrderRow } from '../db/repositories/orders.js';
import type { ArmedEntry } from './armed-entry.js';
import { cancelOrders } from './cancel.js';
import { closingPrice, intendClosing } from './close-orders.js';
import type { EngineDeps } from './engine-deps.js';
import { failpoint } from './failpoints.js';
import { repriceOrder } from './reprice.js';
import { keepSlots } from './send-slots.js';
import { sendOrder } from './send.js';
import { settle } from './settle.js';
import { sleepUntil } from './wall-clock.js';

/** A closing order's price is taken this long before it leaves. */
const PRICE_BEFORE_MS = 250;

export type Driver = {
  purpose: ClosingPurpose;
  /** epoch ms before which no closing order leaves */
  closeNotBeforeMs: number;
  /** The saga's next step, to know when settling is over. */
  next: () => { do: string };
};

/** @throws FencedError, MayNotSendError, BrokerError and database errors; nothing is assumed */
export async function performStep(
  deps: EngineDeps,
  entry: ArmedEntry,
  step: Exclude<SagaStep, { do: 'conclude' }>,
  driver: Driver,
): Promise<void> {
  const chosen = 'orders' in step ? entry.orders.filter((o) => step.orders.includes(o.id)) : [];
  switch (step.do) {
    case 'send':
      return all([sendOpening(deps, entry, chosen), ...chosen.map((order) => sendClosing(deps, entry, order))]);
    case 'drop': {
      const evidence = { dropped: step.reason };
      return all(
        chosen.map((o) => deps.journal.move(entry.leaseId, o, 'DROPPED', { settledAtMs: deps.now() }, evidence)),
      );
    }
    case 'settle':
      return settle(deps, entry, chosen, () => driver.next().do === 'settle');
    case 'cancel':
      return cancelOrders(deps, entry, chosen);
    case 'reprice':
      return all(chosen.map((order) => repriceOrder(deps, entry, order)));
    case 'close':
      await intendClosing(deps, entry, driver.purpose, step.exposures, driver.closeNotBeforeMs);
      failpoint(driver.purpose === 'unwind' ? 'during_unwind' : 'during_exit');
      entry.orders = await deps.orders.ofExecution(entry.context.executionId);
      return;
    default:
      return assertNever(step, 'saga step');
  }
}

/** The bounds of an entry and of what closes it, for this broker. */
export function limitsOf(deps: EngineDeps, entry: ArmedEntry): SagaLimits {
  const { entryFillWaitMs, entryRepriceMs, unwindFillWaitMs, maxUnwindGenerations, ...timings } = deps.timings;
  const { modifyOrder } = entry.adapter.capabilities;
  return {
    deadlineMs: entry.deadlineMs,
    entryFillWaitMs,
    entryRepriceMs,
    maxEntryReprices: modifyOrder ? timings.maxEntryReprices : 0,
    closeFillWaitMs: unwindFillWaitMs,
    maxCloseReprices: modifyOrder ? timings.maxCloseReprices : 0,
    maxCloseGenerations: maxUnwindGenerations,
    exposedRetryMs: Infinity,
  };
}

/** Waits for all, then throws the first failure: nothing is left running unobserved. */
export async function all(work: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function sendOpening(deps: EngineDeps, entry: ArmedEntry, orders: readonly OrderRow[]): Promise<void> {
  const opening = orders.filter((order) => order.purpose === 'entry');
  await keepSlots(deps, entry, opening);
  await all(opening.map((order) => sendOrder(deps, entry, order)));
}

async function sendClosing(deps: EngineDeps, entry: ArmedEntry, order: OrderRow): Promise<void> {
  if (order.purpose === 'entry') return;
  await sleepUntil(order.sendAtMs - PRICE_BEFORE_MS);
  const price = await closingPrice(deps, entry, order);
  await keepSlots(deps, entry, [order]);
  await sendOrder(deps, entry, order, price);
}
