// A key for a form that is sent: twice the same form is one request, a changed one is another.
import { createHash, randomUUID } from 'node:crypto';

/** A hidden field of a form that makes something. */
export const formId = (): string => randomUUID();

/** @returns an Idempotency-Key */
export function keyOf(form: string, body: object): string {
  return createHash('sha256')
    .update(JSON.stringify([form, body]))
    .digest('hex');
}
