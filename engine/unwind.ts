// Goes back to flat: orders that close what an incomplete entry has filled, priced deeper with each generation, inside the band.
import { marketableLimit, MARKETABLE_BPS, PROTECTION_BPS } from '../domain/limit-price.js';
import { orderTag } from '../domain/order-tag.js';
import { slice } from '../domain/sizing.js';
import type { Exposure } from '../domain/entry-saga.js';
import type { NewOrder, OrderRow } from '../db/repositories/orders.js';
import { newId } from '../platform/ids.js';
import type { ArmedEntry } from './armed-entry.js';
import type { EngineDeps } from './engine-deps.js';

const STEP_BPS = 100;

/** Writes the unwinding intents of one generation; they leave in the next step. Repeating it adds nothing (same tags). */
export async function intendUnwind(deps: EngineDeps, entry: ArmedEntry, exposures: readonly Exposure[]): Promise<void> {
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
  await deps.db.transaction(async (tx) => {
    const orders = planned.flat();
    // Reducing orders may use the account's whole allowance.
    const slots = await deps.orders.reserveSlots(
      tx,
      context.accountId,
      orders.length,
      deps.now(),
      entry.adapter.capabilities.ordersPerSecond,
    );
    await deps.orders.insert(
      tx,
      orders.map(({ legIndex, side, generation, quantityUnits, sliceIndex }, index): NewOrder => ({
        id: newId('ord'),
        executionId: context.executionId,
        runId: context.runId,
        accountId: context.accountId,
        tag: orderTag({
          runId: context.runId,
          subscriptionId: context.subscriptionId,
          purpose: 'unwind',
          legIndex,
          sliceIndex,
          generation,
        }),
        purpose: 'unwind',
        legIndex,
        sliceIndex,
        generation,
        wave: side === 'BUY' ? 0 : 1,
        side,
        quantityUnits,
        sendAtMs: slots[index] ?? deps.now(),
      })),
    );
  });
}

/** Limit price of an unwinding order from a fresh quote: further through the touch with each generation. */
export async function unwindPrice(deps: EngineDeps, entry: ArmedEntry, order: OrderRow): Promise<number> {
  const contract = await deps.contractOf(entry, order.legIndex);
  const quotes = await entry.adapter.quotes(entry.session, [contract.tradingsymbol]);
  const quote = quotes.get(contract.tradingsymbol);
  if (!quote) throw new Error(`no quote for ${contract.tradingsymbol}`);
  const reachBps = Math.min(MARKETABLE_BPS + order.generation * STEP_BPS, PROTECTION_BPS);
  return marketableLimit(order.side, quote, contract.tickPaise, reachBps);
}
