// The account's allowance of orders per second: how much of it an order may use, and a fresh place for one that leaves late.
import type { BrokerCapabilities } from '../brokers/port.js';
import type { OrderRow } from '../db/repositories/orders.js';
import type { OrderPurpose } from '../domain/order-tag.js';
import type { ArmedEntry } from './armed-entry.js';
import type { EngineDeps } from './engine-deps.js';
import { RETRY_BACKOFF_MS } from './send.js';

/** Orders per second of one account that are kept for orders that reduce exposure. */
const SLOTS_KEPT_FREE = 2;
/** An order that leaves within this of its place still has it. */
const LATE_MS = 50;

/** Most orders per second of one account for this purpose: those that reduce exposure may use all of it. */
export function allowanceOf({ ordersPerSecond }: BrokerCapabilities, purpose: OrderPurpose): number {
  return purpose === 'entry' ? Math.max(1, ordersPerSecond - SLOTS_KEPT_FREE) : ordersPerSecond;
}

/**
 * Moves orders that did not leave in their places (a wave that waited for its hedges, a retry, a takeover) to places of now:
 * many that were due at different times must not leave together. Their `sendAtMs` becomes the place's.
 * @param orders - of one purpose, none of which has left since its last attempt
 */
export async function keepSlots(deps: EngineDeps, entry: ArmedEntry, orders: readonly OrderRow[]): Promise<void> {
  const [first] = orders;
  const late = orders.filter((order) => order.attempts > 0 || order.sendAtMs + LATE_MS < deps.now());
  if (!first || late.length === 0) return;
  const backoffMs = Math.max(...late.map(backoffOf));
  // A place that was used, by an attempt that the broker refused, stays used.
  const released = late.filter(({ attempts }) => attempts === 0).map(({ sendAtMs }) => sendAtMs);
  const slots = await deps.slotMoves.move({
    accountId: entry.context.accountId,
    released,
    count: late.length,
    fromMs: Math.max(deps.now(), first.sendAtMs) + backoffMs,
    perSecond: allowanceOf(entry.adapter.capabilities, first.purpose),
  });
  late.forEach((order, index) => (order.sendAtMs = (slots[index] ?? order.sendAtMs) - backoffOf(order)));
}

/** What `sendOrder` waits beyond `sendAtMs`. */
const backoffOf = ({ attempts }: OrderRow): number => RETRY_BACKOFF_MS[attempts] ?? 0;
