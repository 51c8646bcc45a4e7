// Writes order transitions in batches: a burst of hundreds of answers becomes a few statements, each caller waiting for its commit.
import { assertMove, type OrderState } from '../domain/order-state.js';
import type { OrderMove, OrderPatch, OrderRepository, OrderRow } from '../db/repositories/orders.js';

/** Thrown when another process drives the execution now: stop at once and touch nothing. */
export class FencedError extends Error {
  override name = 'FencedError';
}

type Waiting = { leaseId: string; move: OrderMove; done: () => void; fail: (error: unknown) => void };

const FLUSH_AFTER_MS = 5;
const MOST_PER_STATEMENT = 500;

export class OrderJournal {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly orders: OrderRepository,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Persists one transition and then updates the row in memory.
   * @param evidence - what proved it; kept in order_event, never a secret
   * @throws FencedError when the order is no longer this lease's
   */
  async move(leaseId: string, order: OrderRow, to: OrderState, patch: OrderPatch, evidence: object): Promise<void> {
    assertMove(order.state, to);
    const move: OrderMove = { orderId: order.id, from: order.state, to, atMs: this.now(), patch, evidence };
    await new Promise<void>((done, fail) => {
      this.waiting.push({ leaseId, move, done, fail });
      this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS);
    });
    applyPatch(order, to, patch);
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    const batch = this.waiting.splice(0, MOST_PER_STATEMENT);
    if (this.waiting.length > 0) this.timer = setTimeout(() => void this.flush(), 0);
    await Promise.all([...groupByLease(batch)].map(([leaseId, group]) => this.write(leaseId, group)));
  }

  private async write(leaseId: string, group: Waiting[]): Promise<void> {
    try {
      const moved = await this.orders.move(
        leaseId,
        group.map((w) => w.move),
      );
      for (const w of group) {
        if (moved.has(w.move.orderId)) w.done();
        else w.fail(new FencedError(`order ${w.move.orderId} is not ${w.move.from} under this lease`));
      }
    } catch (error) {
      for (const w of group) w.fail(error);
    }
  }
}

function groupByLease(batch: readonly Waiting[]): Map<string, Waiting[]> {
  const groups = new Map<string, Waiting[]>();
  for (const w of batch) groups.set(w.leaseId, [...(groups.get(w.leaseId) ?? []), w]);
  return groups;
}

function applyPatch(order: OrderRow, to: OrderState, patch: OrderPatch): void {
  const { answeredAtMs: _answered, settledAtMs: _settled, ...columns } = patch;
  order.firstLimitPricePaise ??= patch.limitPricePaise ?? null;
  Object.assign(order, columns, { state: to });
}
