// The way out of a position that is to be closed: what to do next, decided from the persisted orders alone, until it is proven flat.
import { closeStep, type CloseLimits, type CloseStep, type Exposure } from './close-exposure.js';
import type { SagaOrder } from './saga-order.js';

export type ExitStep =
  | Exclude<CloseStep, { do: 'rest' }>
  /** What could be tried was: say so, look again at the orders nobody can vouch for, go on at the slow pace. */
  | { do: 'wait'; exposed: Exposure[]; unknown: string[]; untilMs: number }
  /** Every unit that was opened is closed. */
  | { do: 'conclude' };

/** Whether the step goes on past the fast tries: then the partner has to know, however long each try takes. */
export function isPastFastTries(step: ExitStep, limits: CloseLimits): boolean {
  return step.do === 'close' && step.exposures.some((e) => e.generation >= limits.maxCloseGenerations);
}

/** The next step, until `conclude`. Pure: the same orders and time always give the same step. */
export function nextExitStep(orders: readonly SagaOrder[], nowMs: number, limits: CloseLimits): ExitStep {
  const step = closeStep(orders, 'exit', nowMs, limits);
  if (step.do !== 'rest') return step;
  const { open: exposed, unknown } = step;
  if (exposed.length === 0 && unknown.length === 0) return { do: 'conclude' };
  return { do: 'wait', exposed, unknown, untilMs: Math.min(step.retryAtMs, nowMs + limits.exposedRetryMs) };
}
