// Partner secrets and operator tokens are stored only as HMAC-SHA256 under a pepper and compared in constant time.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** @returns 32 bytes */
export function keyedHash(pepper: string, secret: string): Buffer {
  return createHmac('sha256', pepper).update(secret).digest();
}

export function sameHash(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
