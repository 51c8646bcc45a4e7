// The order tag is the idempotency key that no broker offers: a pure function of what the order is for, never of attempts or time.
import { sha256Base36 } from './digest.js';

export type OrderPurpose = 'entry' | 'unwind' | 'exit';
export type OrderIdentity = {
  runId: string;
  subscriptionId: string;
  purpose: OrderPurpose;
  legIndex: number;
  sliceIndex: number;
  /** Grows only by a persisted decision after the former order of this identity is terminal. */
  generation: number;
};

/** Longest tag every broker accepts (Angel One: "less than 20 characters"). */
const ORDER_TAG_LENGTH = 19;

/** @returns 19 characters A–Z 0–9: `Q` and 18 digits of a digest (93 bits), readable by no one but unique for all practical purposes */
export function orderTag(id: OrderIdentity): string {
  const text = [id.runId, id.subscriptionId, id.purpose, id.legIndex, id.sliceIndex, id.generation].join('|');
  return `Q${sha256Base36(text, ORDER_TAG_LENGTH - 1)}`;
}

/** Whether a text could be one of our tags: what a person or another program writes hardly ever is. */
export function isOrderTag(text: string): boolean {
  return /^Q[0-9A-Z]{18}$/.test(text);
}
