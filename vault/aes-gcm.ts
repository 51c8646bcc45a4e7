// AES-256-GCM with a random 96-bit nonce and associated data.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @param key - 32 bytes; @returns the nonce, and the ciphertext followed by its 16-byte tag */
export function encrypt(key: Buffer, plaintext: Buffer, associated: string): { nonce: Buffer; ciphertext: Buffer } {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(associated));
  return { nonce, ciphertext: Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]) };
}

/** @returns undefined when key, nonce, ciphertext and associated data don't belong together */
export function decrypt(key: Buffer, nonce: Buffer, ciphertext: Buffer, associated: string): Buffer | undefined {
  if (nonce.length !== NONCE_BYTES || ciphertext.length < TAG_BYTES) return undefined;
  const split = ciphertext.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(associated))
    .setAuthTag(ciphertext.subarray(split));
  const opened = decipher.update(ciphertext.subarray(0, split));
  try {
    return Buffer.concat([opened, decipher.final()]);
  } catch {
    // The one way in which final() fails: the tag does not match.
    return undefined;
  } finally {
    opened.fill(0);
  }
}
