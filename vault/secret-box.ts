// One secret's encryption: a key derived for its owner, and associated data that bind it to its place.
import { hkdfSync } from 'node:crypto';
import { decrypt, encrypt } from './aes-gcm.js';

/** Layout of what is sealed; grows when the derivation or the associated data change. */
export const SEAL_VERSION = 1;

export type SecretPlace = { secretId: string; partnerId: string; ownerId: string; purpose: string; version: number };

/** @param dataKey - 32 bytes; @param salt - the owner's */
export function sealBox(dataKey: Buffer, salt: Buffer, place: SecretPlace, plaintext: string) {
  const content = Buffer.from(plaintext, 'utf8');
  return withOwnerKey(dataKey, salt, place.purpose, (key) => {
    const box = encrypt(key, content, associated(place));
    content.fill(0);
    return box;
  });
}

/** @returns undefined when key, salt, place and box don't belong together */
export function openBox(
  dataKey: Buffer,
  salt: Buffer,
  place: SecretPlace,
  box: { nonce: Buffer; ciphertext: Buffer },
): string | undefined {
  const content = withOwnerKey(dataKey, salt, place.purpose, (key) =>
    decrypt(key, box.nonce, box.ciphertext, associated(place)),
  );
  const text = content?.toString('utf8');
  content?.fill(0);
  return text;
}

function withOwnerKey<T>(dataKey: Buffer, salt: Buffer, purpose: string, work: (key: Buffer) => T): T {
  const key = Buffer.from(hkdfSync('sha256', dataKey, salt, purpose, 32));
  try {
    return work(key);
  } finally {
    key.fill(0);
  }
}

/** JSON of an array: no two places give the same text. */
function associated(place: SecretPlace): string {
  return JSON.stringify([place.partnerId, place.ownerId, place.purpose, place.version, place.secretId]);
}
