// Orders that close exposure, for unwinds and exits: their intents, and prices that reach deeper with each try, inside the band.
import type { ClosingPurpose, Exposure } from '../domain/close-exposure.js';
import { closingLimit } from '../domain/limit-price.js';
import { slice } from '../domain/sizing.js';
import type { OrderRow } from '../db/repositories/orders.js';
import type { ArmedEntry } from './armed-entry.js';
import type { EngineDeps } from './engine-deps.js';
import { newOrder } from './new-order.js';
import { allowanceOf } from './send-slots.js';

/**
 * Writes the intents of one generation; they leave in the next step. Repeating it adds nothing (same tags).
 * @param notBeforeMs - epoch ms at which they leave at the earliest
 */
export async function intendClosing(
  deps: EngineDeps,
  entry: ArmedEntry,
  purpose: ClosingPurpose,
  exposures: readonly Exposure[],
  notBeforeMs: number,
): Promise<void> {
  const { context } = entry;
  const planned = await Promise.all(
    exposures.map(async (exposure) => {
      const contract = await deps.contractOf(entry, exposure.legIndex);
      return slice(exposure.units, contract.sliceUnits).map((quantityUnits, sliceIndex) => ({
        ...exposure,
        quantityUnits,
        sliceIndex,
      }));
    }),
  );
  const orders = planned.flat();
  const fromMs = Math.max(deps.now(), notBeforeMs);
  await deps.db.transaction(async (tx) => {
    const perSecond = allowanceOf(entry.adapter.capabilities, purpose);
    const slots = await deps.slots.book(tx, context.accountId, orders.length, fromMs, perSecond);
    await deps.orders.insert(
      tx,
      orders.map(({ legIndex, side, generation, quantityUnits, sliceIndex }, index) =>
        newOrder(context, {
          ...{ purpose, legIndex, sliceIndex, generation, side, quantityUnits },
          wave: side === 'BUY' ? 0 : 1,
          sendAtMs: slots[index] ?? fromMs,
        }),
      ),
    );
  });
}

/** Limit price of a closing order from a fresh quote. @throws BrokerError when there is none */
export async function closingPrice(deps: EngineDeps, entry: ArmedEntry, order: OrderRow): Promise<number> {
  const contract = await deps.contractOf(entry, order.legIndex);
  const quote = await deps.quotes.fresh(entry, contract);
  return closingLimit(order.side, quote, contract.tickPaise, order.generation + order.reprices);
}
