// Hashes as text for ids and tags. Pure; not for workflow code (node:crypto does not exist there).
import { createHash } from 'node:crypto';

/** The first `length` digits of SHA-256 in base 36, upper case. */
export function sha256Base36(text: string, length: number): string {
  const digest = createHash('sha256').update(text).digest('hex');
  return BigInt(`0x${digest}`).toString(36).toUpperCase().padStart(50, '0').slice(0, length);
}

/** SHA-256 as 64 hex digits. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
