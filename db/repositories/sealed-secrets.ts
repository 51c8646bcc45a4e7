// Sealed secrets and the salts without which they cannot be opened. Ciphertext only: the vault does the rest.
import type { Database, Sql } from '../sql.js';
import type { WrappedDataKey } from './data-keys.js';

export type SealedSecret = {
  id: string;
  partnerId: string;
  ownerId: string;
  purpose: string;
  version: number;
  nonce: Buffer;
  /** Ciphertext and the 16-byte tag. */
  ciphertext: Buffer;
  expiresAt: Date | null;
};
/** All that opening takes, in one row. `salt` is null once the owner is erased. */
export type SecretToOpen = SealedSecret & { salt: Buffer | null; dataKey: WrappedDataKey };

type OpenRow = SealedSecret & {
  salt: Buffer | null;
  keyId: string;
  keyPurpose: string;
  keyPeriod: string;
  keyRef: string;
} & {
  keyPartnerId: string;
  keyProvider: 'local' | 'aws';
  wrapped: Buffer;
};

export class SealedSecretRepository {
  constructor(private readonly db: Database) {}

  /** The owner's salt, stored now when there is none. @returns undefined when the owner is another partner's */
  async saltOf(partnerId: string, ownerId: string, fresh: Buffer, sql: Sql = this.db): Promise<Buffer | undefined> {
    const inserted = await sql.query<{ salt: Buffer }>(
      `INSERT INTO key_salt (owner_id, partner_id, salt) VALUES ($1, $2, $3)
       ON CONFLICT (owner_id) DO NOTHING RETURNING salt`,
      [ownerId, partnerId, fresh],
    );
    if (inserted[0]) return inserted[0].salt;
    const existing = await sql.query<{ salt: Buffer }>(
      'SELECT salt FROM key_salt WHERE owner_id = $1 AND partner_id = $2',
      [ownerId, partnerId],
    );
    return existing[0]?.salt;
  }

  async insert(secret: SealedSecret & { dataKeyId: string }, sql: Sql = this.db): Promise<void> {
    await sql.query(
      `INSERT INTO sealed_secret (id, partner_id, owner_id, purpose, version, data_key_id, nonce, ciphertext, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        secret.id,
        secret.partnerId,
        secret.ownerId,
        secret.purpose,
        secret.version,
        secret.dataKeyId,
        secret.nonce,
        secret.ciphertext,
        secret.expiresAt,
      ],
    );
  }

  /** A partner's secret with its owner's salt and its wrapped data key, in one round trip. */
  async find(partnerId: string, secretId: string): Promise<SecretToOpen | undefined> {
    const rows = await this.db.query<OpenRow>(
      `SELECT s.id, s.partner_id AS "partnerId", s.owner_id AS "ownerId", s.purpose, s.version, s.nonce, s.ciphertext,
              s.expires_at AS "expiresAt", k.salt, d.id AS "keyId", d.partner_id AS "keyPartnerId",
              d.purpose AS "keyPurpose", d.period AS "keyPeriod", d.provider AS "keyProvider", d.key_ref AS "keyRef", d.wrapped
       FROM sealed_secret s JOIN data_key d ON d.id = s.data_key_id
       LEFT JOIN key_salt k ON k.owner_id = s.owner_id AND k.partner_id = s.partner_id
       WHERE s.partner_id = $1 AND s.id = $2`,
      [partnerId, secretId],
    );
    return rows[0] && toSecret(rows[0]);
  }

  /** Takes the expiry off a secret that has not expired at `now`. @returns false when it has, or there is none */
  async keep(secretId: string, now: Date, sql: Sql = this.db): Promise<boolean> {
    const rows = await sql.query(
      'UPDATE sealed_secret SET expires_at = NULL WHERE id = $1 AND (expires_at IS NULL OR expires_at > $2) RETURNING id',
      [secretId, now],
    );
    return rows.length > 0;
  }

  async erase(secretId: string, sql: Sql = this.db): Promise<void> {
    await sql.query('DELETE FROM sealed_secret WHERE id = $1', [secretId]);
  }

  async endAt(secretId: string, at: Date, sql: Sql = this.db): Promise<void> {
    await sql.query('UPDATE sealed_secret SET expires_at = $2 WHERE id = $1', [secretId, at]);
  }

  /** Deletes the owner's salt and secrets in one statement. */
  async eraseOwner(ownerId: string, sql: Sql = this.db): Promise<void> {
    await sql.query(
      `WITH salt AS (DELETE FROM key_salt WHERE owner_id = $1) DELETE FROM sealed_secret WHERE owner_id = $1`,
      [ownerId],
    );
  }
}

function toSecret(row: OpenRow): SecretToOpen {
  const { keyId, keyPartnerId, keyPurpose, keyPeriod, keyProvider, keyRef, wrapped, ...secret } = row;
  const dataKey = {
    id: keyId,
    partnerId: keyPartnerId,
    purpose: keyPurpose,
    period: keyPeriod,
    provider: keyProvider,
    keyRef,
    wrapped,
  };
  return { ...secret, dataKey };
}
