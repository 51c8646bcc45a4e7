// Random public ids: a typed prefix and 20 characters that no one can guess.
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghijklmnopqrstuv';

/** @param prefix - such as `sub`; @returns `sub_` and 20 characters (100 bits) */
export function newId(prefix: string): string {
  return `${prefix}_${[...randomBytes(20)].map((byte) => ALPHABET[byte & 31]).join('')}`;
}
