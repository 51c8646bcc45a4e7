// A paper book in memory, for tests and single-process use.
import type { PaperBook, PaperLimit, PaperOrder } from './book.js';

export class MemoryPaperBook implements PaperBook {
  private readonly orders = new Map<string, PaperOrder>();

  add(order: PaperOrder): Promise<PaperOrder> {
    const key = `${order.clientKey} ${order.tag}`;
    const kept = this.orders.get(key) ?? order;
    this.orders.set(key, kept);
    return Promise.resolve(kept);
  }

  list(clientKey: string, sinceMs: number): Promise<PaperOrder[]> {
    const found = [...this.orders.values()].filter((o) => o.clientKey === clientKey && o.placedAtMs >= sinceMs);
    return Promise.resolve(found.sort((a, b) => a.placedAtMs - b.placedAtMs));
  }

  setCancelled(clientKey: string, brokerOrderId: string, atMs: number): Promise<void> {
    return this.change(clientKey, brokerOrderId, (o) => ({ ...o, cancelledAtMs: o.cancelledAtMs ?? atMs }));
  }

  setLimit(clientKey: string, brokerOrderId: string, limit: PaperLimit): Promise<void> {
    return this.change(clientKey, brokerOrderId, (o) => ({ ...o, limits: [...o.limits, limit] }));
  }

  private change(clientKey: string, brokerOrderId: string, how: (order: PaperOrder) => PaperOrder): Promise<void> {
    for (const [key, order] of this.orders)
      if (order.clientKey === clientKey && order.brokerOrderId === brokerOrderId) this.orders.set(key, how(order));
    return Promise.resolve();
  }
}
