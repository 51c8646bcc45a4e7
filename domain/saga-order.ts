// An order as the sagas see it, and the few things they ask of one.
import type { OrderPurpose } from './order-tag.js';
import type { OrderState } from './order-state.js';
import type { Side } from './option-contract.js';

export type SagaOrder = {
  id: string;
  purpose: OrderPurpose;
  legIndex: number;
  generation: number;
  wave: number;
  side: Side;
  quantityUnits: number;
  filledUnits: number;
  state: OrderState;
  refusalReason: string | null;
  sentAtMs: number | null;
  /** How often it was repriced in place, and when last (epoch ms). */
  reprices: number;
  pricedAtMs: number | null;
};

/** On its way or at the broker: somebody has to find out what becomes of it. */
export const isPending = (o: SagaOrder): boolean =>
  o.state === 'SENDING' || o.state === 'AMBIGUOUS' || o.state === 'OPEN';

/** Resting at the broker for longer than `waitMs` since it was sent. */
export const isStale = (o: SagaOrder, nowMs: number, waitMs: number): boolean =>
  o.state === 'OPEN' && o.sentAtMs !== null && nowMs - o.sentAtMs > waitMs;

/** Resting at its present price for longer than `waitMs`. */
export const isPriceStale = (o: SagaOrder, nowMs: number, waitMs: number): boolean => {
  const since = o.pricedAtMs ?? o.sentAtMs;
  return o.state === 'OPEN' && since !== null && nowMs - since > waitMs;
};

export const idsOf = (orders: readonly SagaOrder[]): string[] => orders.map((o) => o.id);
/** Units at the broker that may still fill. */
export const remainingUnits = (o: SagaOrder): number => o.quantityUnits - o.filledUnits;
/** Bought less sold. */
export const netUnits = (orders: readonly SagaOrder[]): number =>
  orders.reduce((sum, o) => sum + (o.side === 'BUY' ? o.filledUnits : -o.filledUnits), 0);
