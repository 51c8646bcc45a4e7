// Gives resting orders a price that fills, in place: the same order, tag and quantity, so it can be repeated without harm.
import { repricedLimit } from '../domain/limit-price.js';
import type { OrderRow } from '../db/repositories/orders.js';
import { BrokerError } from '../brokers/errors.js';
import type { ArmedEntry } from './armed-entry.js';
import { closingPrice } from './close-orders.js';
import type { EngineDeps } from './engine-deps.js';
import { LEASE_LOST, MayNotSendError } from './stops.js';

/** The try is on record before the broker hears of it: a crash in between costs a try, never the bound. */
export async function repriceOrder(deps: EngineDeps, entry: ArmedEntry, order: OrderRow): Promise<void> {
  const counted = { reprices: order.reprices + 1, pricedAtMs: deps.now() };
  const formerPaise = order.limitPricePaise;
  // A stopped entry is not helped along: it rests at its price until it is cancelled.
  const stop = order.purpose === 'entry' ? deps.gate.blocks(entry.gateKeys) : undefined;
  if (stop || order.brokerOrderId === null)
    return deps.journal.move(entry.leaseId, order, 'OPEN', counted, { notRepriced: stop?.reason ?? 'no broker id' });
  const limitPricePaise = await nextPrice(deps, entry, { ...order, ...counted });
  if (limitPricePaise === undefined)
    return deps.journal.move(entry.leaseId, order, 'OPEN', counted, { notRepriced: 'no quote' });
  if (!deps.lease.allows(entry.leaseId)) throw new MayNotSendError(LEASE_LOST.reason);
  await deps.journal.move(
    entry.leaseId,
    order,
    'OPEN',
    { ...counted, limitPricePaise },
    { repriced: { formerPaise, limitPricePaise } },
  );
  if (limitPricePaise === formerPaise) return;
  try {
    await entry.adapter.modifyOrder(entry.session, order.brokerOrderId, limitPricePaise);
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    // The book decides: it may be filled already, or the request may have arrived all the same.
    deps.logger.info({ err: error, orderId: order.id }, 'new price not taken');
  }
}

/** @returns undefined when the broker has no quote to price by */
async function nextPrice(deps: EngineDeps, entry: ArmedEntry, order: OrderRow): Promise<number | undefined> {
  try {
    if (order.purpose !== 'entry') return await closingPrice(deps, entry, order);
    const contract = await deps.contractOf(entry, order.legIndex);
    const quote = await deps.quotes.fresh(entry, contract);
    const firstPaise = order.firstLimitPricePaise ?? contract.limitPricePaise;
    return repricedLimit(order.side, quote, contract.tickPaise, firstPaise);
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    deps.logger.info({ err: error, orderId: order.id }, 'no quote for a new price');
    return undefined;
  }
}
