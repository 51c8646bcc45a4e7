// The vault's contract: secrets go in as text, come out only for a stated purpose, and are useless without KMS, owner and row together.
import type { Sql } from '../db/sql.js';

export type SecretPurpose = 'credentials' | 'access_token' | 'request_token' | 'webhook_secret';

/** Whose secret it is: a broker account's id (`acc_…`) or a webhook endpoint's (`whe_…`). */
export type SecretOwner = { partnerId: string; ownerId: string };

export type SealInput = SecretOwner & { purpose: SecretPurpose; plaintext: string; expiresAt?: Date };
export type OpenInput = SecretOwner & { purpose: SecretPurpose; secretId: string };

/** Thrown when a secret cannot be opened: erased, of another owner or purpose, or tampered with. Says which, never what. */
export class VaultError extends Error {
  override name = 'VaultError';
}

/** What the API may do: put secrets in. */
export interface Sealer {
  /** Encrypts and stores; @returns the row's id. @param sql - the transaction to take part in */
  seal(input: SealInput, sql?: Sql): Promise<string>;
  /** Makes a secret that was sealed for a while permanent. @returns false when its time is over: it stays lost */
  keep(secretId: string, sql?: Sql): Promise<boolean>;
  /** Deletes one secret. */
  eraseSecret(secretId: string, sql?: Sql): Promise<void>;
  /** Lets one secret be opened until `at` only; it is deleted some time after. */
  endSecret(secretId: string, at: Date, sql?: Sql): Promise<void>;
  /** Deletes the owner's salt and secrets: whatever backup holds the ciphertext can never be opened again. */
  eraseOwner(ownerId: string, sql?: Sql): Promise<void>;
}

/** What activities may do as well: take secrets out, in memory. The API uses it for the login URL only. */
export interface Vault extends Sealer {
  /** @throws VaultError */
  open(input: OpenInput): Promise<string>;
}
