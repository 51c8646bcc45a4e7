// The limit of an entry order that leaves late. The run's price was fixed for the instant: seconds later it may rest unfilled, and a
// short that does not fill costs its hedge. A fresh quote is as well protected, and within the entry deadline.
import type { OrderRow } from '../db/repositories/orders.js';
import { marketableLimit } from '../domain/limit-price.js';
import type { ArmedEntry } from './armed-entry.js';
import type { EngineDeps } from './engine-deps.js';

/** How long after the instant the run's fixed prices serve; the second wave of an ordinary entry leaves well before. */
const FIXED_PRICE_SERVES_MS = 1_000;

/**
 * @returns paise, on the tick; undefined while the run's fixed price serves, and when there is no quote to do better with
 * @throws BrokerError when the broker cannot be read: nothing has left, the caller tries again
 */
export async function latePrice(deps: EngineDeps, entry: ArmedEntry, order: OrderRow): Promise<number | undefined> {
  if (order.purpose !== 'entry' || deps.now() < entry.entryAtMs + FIXED_PRICE_SERVES_MS) return undefined;
  const contract = await deps.contractOf(entry, order.legIndex);
  const quote = await deps.quotes.freshIfAny(entry, contract);
  return quote && marketableLimit(order.side, quote, contract.tickPaise);
}
