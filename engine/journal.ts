// Writes order transitions in batches: a burst of hundreds of answers becomes a few statements, each caller waiting for its commit.
import { assertMove, type OrderState } from '../domain/order-state.js';
import type { OrderMove, OrderPatch, OrderRepository, OrderRow } from '../db/repositories/orders.js';
import { Batcher } from './batcher.js';

/** Thrown when another process drives the execution now: stop at once and touch nothing. */
export class FencedError extends Error {
  override name = 'FencedError';
}

type Written = { moved: boolean };

export class OrderJournal {
  private readonly batcher: Batcher<{ leaseId: string; move: OrderMove }, Written>;

  constructor(
    private readonly orders: OrderRepository,
    private readonly now: () => number = Date.now,
  ) {
    this.batcher = new Batcher((batch) => this.write(batch));
  }

  /**
   * Persists one transition and then updates the row in memory.
   * @param evidence - what proved it; kept in order_event, never a secret
   * @throws FencedError when the order is no longer this lease's
   */
  async move(leaseId: string, order: OrderRow, to: OrderState, patch: OrderPatch, evidence: object): Promise<void> {
    assertMove(order.state, to);
    const move: OrderMove = { orderId: order.id, from: order.state, to, atMs: this.now(), patch, evidence };
    const { moved } = await this.batcher.add({ leaseId, move });
    if (!moved) throw new FencedError(`order ${move.orderId} is not ${move.from} under this lease`);
    applyPatch(order, to, patch);
  }

  private async write(batch: readonly { leaseId: string; move: OrderMove }[]): Promise<Written[]> {
    const byLease = new Map<string, OrderMove[]>();
    for (const { leaseId, move } of batch) {
      const moves = byLease.get(leaseId);
      if (moves) moves.push(move);
      else byLease.set(leaseId, [move]);
    }
    const groups = await Promise.all([...byLease].map(([leaseId, moves]) => this.orders.move(leaseId, moves)));
    return batch.map(({ move }) => ({ moved: groups.some((moved) => moved.has(move.orderId)) }));
  }
}

function applyPatch(order: OrderRow, to: OrderState, patch: OrderPatch): void {
  const { answeredAtMs: _answered, settledAtMs: _settled, ...columns } = patch;
  order.firstLimitPricePaise ??= patch.limitPricePaise ?? null;
  Object.assign(order, columns, { state: to });
}
