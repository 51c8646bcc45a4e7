// Orders that were given up and are watched on: how often to look, and how what became of them is told.
import { exposures } from './close-exposure.js';
import { isPending, type SagaOrder } from './saga-order.js';

export type LateLimits = {
  /** pace of the looks at the book at first, ms, and for how long */
  lateLookMs: number;
  lateLookFastForMs: number;
  /** pace after that, ms */
  lateLookSlowMs: number;
};

/** Until the next look. @param sinceMs - since the watch was opened */
export function lateLookPauseMs(sinceMs: number, limits: LateLimits): number {
  return sinceMs < limits.lateLookFastForMs ? limits.lateLookMs : limits.lateLookSlowMs;
}

/** Whether something is open, or may still become so, that has to be closed. */
export function needsClosing(orders: readonly SagaOrder[]): boolean {
  return exposures(orders, 'exit').length > 0 || orders.some(isPending);
}

/** `nothing_traded`: it did not trade. `closed`: it did, and all of the execution is closed. `exposed`: something is still open. */
export type Resolution = 'nothing_traded' | 'closed' | 'exposed';

/**
 * How an execution stands once its orders in doubt are known.
 * @param orders - all of the execution
 * @param resolved - ids of those that were in doubt
 */
export function resolutionOf(orders: readonly SagaOrder[], resolved: ReadonlySet<string>): Resolution {
  if (needsClosing(orders)) return 'exposed';
  return orders.some((o) => resolved.has(o.id) && o.filledUnits > 0) ? 'closed' : 'nothing_traded';
}
