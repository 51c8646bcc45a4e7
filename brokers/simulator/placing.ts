// What placing an order has in common on every wire: how a placement is answered, and how a price is read.
import { assertNever } from '../../domain/assert-never.js';
import type { Placement } from './broker.js';
import type { Reply } from './http.js';
import type { Refusal } from './refusals.js';

export type GatewayFault = Extract<Placement, { kind: 'gateway' }>['fault'];

/** A wire's words for what a placement comes to; `delayMs` counts from the request's arrival. */
export type PlacementWords = {
  accepted(orderId: string, delayMs: number): Reply;
  refused(refusal: Refusal, delayMs: number): Reply;
  gateway(fault: GatewayFault, delayMs: number): Reply;
};

export function answerPlacement(placement: Placement, words: PlacementWords): Reply {
  switch (placement.kind) {
    case 'accepted':
      return words.accepted(placement.orderId, placement.delayMs);
    case 'refused':
      return words.refused(placement.refusal, placement.delayMs);
    case 'gateway':
      return words.gateway(placement.fault, placement.delayMs);
    case 'reset':
    case 'silent':
      return placement;
    default:
      return assertNever(placement, 'placement');
  }
}

/** Rupees to paise; stays fractional when the price has more than two decimals, which the tick rule then refuses. */
export function paiseOf(rupees: unknown): number {
  const paise = Number(rupees) * 100;
  return Math.abs(paise - Math.round(paise)) < 1e-6 ? Math.round(paise) : paise;
}
