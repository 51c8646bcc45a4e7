// What makes a POST with an Idempotency-Key safe to repeat although its process died in the middle: ids that stay, answers kept with the change.
import { createHash } from 'node:crypto';
import type { Sql } from '../db/sql.js';
import { newId } from '../platform/ids.js';
import type { JsonReply } from './answer.js';

export type Once = {
  /**
   * The id of what this request makes: the same in every repeat of it, so that a repeat finds what an earlier try has made.
   * @param prefix - such as `sub`
   * @param attempt - another id, for when what was made under the former one is spent; from 0
   */
  id: (prefix: string, attempt?: number) => string;
  /**
   * Keeps an answer in the very transaction that makes it true: a repeat gets it whatever becomes of this process. What the handler
   * answers in the end takes its place.
   * @throws when somebody else has taken the request over; the transaction must then be rolled back
   */
  keep: <A extends JsonReply>(tx: Sql, answer: A) => Promise<A>;
};

/** For requests without a key: each is one of its own. */
export const unkeyed: Once = { id: (prefix) => newId(prefix), keep: (_, answer) => Promise.resolve(answer) };

/** @param seed - of the request's record, random */
export function idFrom(seed: string, prefix: string, attempt = 0): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, prefix, attempt]))
    .digest();
  return `${prefix}_${[...digest.subarray(0, 20)].map((byte) => (byte & 31).toString(32)).join('')}`;
}
