// Wrapped data keys: one per partner, purpose, period and key provider. Useless without the provider's master key.
import type { Database, Sql } from '../sql.js';

export type DataKeyIdentity = {
  partnerId: string;
  purpose: string;
  /** `YYYY-MM` */ period: string;
  provider: 'local' | 'aws';
};
export type WrappedDataKey = DataKeyIdentity & {
  id: string;
  /** The master key's id at its provider. */
  keyRef: string;
  wrapped: Buffer;
};
/** `committed` is false while only the reading transaction sees the row: it may still roll back. */
export type FoundDataKey = WrappedDataKey & { committed: boolean };

export class DataKeyRepository {
  constructor(private readonly db: Database) {}

  async find(identity: DataKeyIdentity, sql: Sql = this.db): Promise<FoundDataKey | undefined> {
    const rows = await sql.query<FoundDataKey>(
      `SELECT id, partner_id AS "partnerId", purpose, period, provider, key_ref AS "keyRef", wrapped,
              xmin IS DISTINCT FROM pg_current_xact_id_if_assigned()::xid AS committed
       FROM data_key WHERE partner_id = $1 AND purpose = $2 AND period = $3 AND provider = $4`,
      [identity.partnerId, identity.purpose, identity.period, identity.provider],
    );
    return rows[0];
  }

  /** Stores a key unless its identity has one already; read it again to learn which one won. */
  async insertIfAbsent(key: DataKeyIdentity & { keyRef: string; wrapped: Buffer }, sql: Sql = this.db): Promise<void> {
    await sql.query(
      `INSERT INTO data_key (partner_id, purpose, period, provider, key_ref, wrapped) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT data_key_period DO NOTHING`,
      [key.partnerId, key.purpose, key.period, key.provider, key.keyRef, key.wrapped],
    );
  }
}
