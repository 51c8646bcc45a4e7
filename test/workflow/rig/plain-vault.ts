// A vault without encryption for workflow tests: real rows (foreign keys and transactions hold), plaintext as "ciphertext".
import { randomUUID } from 'node:crypto';
import type { Database, Sql } from '../../../db/sql.js';
import { VaultError, type OpenInput, type SealInput, type Vault } from '../../../vault/vault.js';

export class PlainVault implements Vault {
  constructor(private readonly db: Database) {}

  async seal(input: SealInput, sql: Sql = this.db): Promise<string> {
    const key = await sql.query<{ id: string }>(
      `INSERT INTO data_key (partner_id, purpose, period, provider, key_ref, wrapped) VALUES ($1, $2, $3, 'local', 'plain', '\\x00') RETURNING id`,
      [input.partnerId, input.purpose, randomUUID()],
    );
    const rows = await sql.query<{ id: string }>(
      `INSERT INTO sealed_secret (partner_id, owner_id, purpose, data_key_id, nonce, ciphertext, expires_at)
       VALUES ($1, $2, $3, $4, '\\x00', $5, $6) RETURNING id`,
      [
        input.partnerId,
        input.ownerId,
        input.purpose,
        key[0]?.id,
        Buffer.from(input.plaintext),
        input.expiresAt ?? null,
      ],
    );
    const id = rows[0]?.id;
    if (id === undefined) throw new Error('nothing sealed');
    return id;
  }

  async open(input: OpenInput): Promise<string> {
    const rows = await this.db.query<{ ciphertext: Buffer }>(
      'SELECT ciphertext FROM sealed_secret WHERE id = $1 AND owner_id = $2 AND partner_id = $3 AND purpose = $4',
      [input.secretId, input.ownerId, input.partnerId, input.purpose],
    );
    if (!rows[0]) throw new VaultError(`no ${input.purpose} secret ${input.secretId} of ${input.ownerId}`);
    return rows[0].ciphertext.toString();
  }

  async keep(secretId: string, sql: Sql = this.db): Promise<boolean> {
    const rows = await sql.query(
      'UPDATE sealed_secret SET expires_at = NULL WHERE id = $1 AND (expires_at IS NULL OR expires_at > now()) RETURNING id',
      [secretId],
    );
    return rows.length > 0;
  }

  async eraseSecret(secretId: string, sql: Sql = this.db): Promise<void> {
    await sql.query('DELETE FROM sealed_secret WHERE id = $1', [secretId]);
  }

  async endSecret(secretId: string, at: Date, sql: Sql = this.db): Promise<void> {
    await sql.query('UPDATE sealed_secret SET expires_at = $2 WHERE id = $1', [secretId, at]);
  }

  async eraseOwner(ownerId: string, sql: Sql = this.db): Promise<void> {
    await sql.query('DELETE FROM sealed_secret WHERE owner_id = $1', [ownerId]);
  }

  /** Plaintexts of one purpose that an owner still has. */
  async kept(ownerId: string, purpose: string): Promise<string[]> {
    const rows = await this.db.query<{ ciphertext: Buffer }>(
      'SELECT ciphertext FROM sealed_secret WHERE owner_id = $1 AND purpose = $2',
      [ownerId, purpose],
    );
    return rows.map((row) => row.ciphertext.toString());
  }
}
