// Which data key a secret is sealed under, and its plaintext for a moment: one key per partner, purpose and month.
import type { DataKeyRepository, FoundDataKey, WrappedDataKey } from '../db/repositories/data-keys.js';
import type { Sql } from '../db/sql.js';
import { tradingDayOf } from '../domain/trading-time.js';
import { DataKeyCache, type CacheBounds } from './data-key-cache.js';
import type { KeyProvider } from './key-provider.js';
import { VaultError, type SecretPurpose } from './vault.js';

export class DataKeys {
  private readonly cache: DataKeyCache;

  constructor(
    private readonly provider: KeyProvider,
    private readonly rows: DataKeyRepository,
    private readonly clock: () => number,
    bounds?: CacheBounds,
  ) {
    this.cache = new DataKeyCache(clock, bounds);
  }

  /**
   * The month's key, made when there is none. Made inside the caller's transaction, never on a second connection:
   * callers that hold every connection of the pool would wait for each other.
   */
  async current(partnerId: string, purpose: SecretPurpose, sql?: Sql): Promise<FoundDataKey> {
    const period = tradingDayOf(this.clock()).slice(0, 7);
    const identity = { partnerId, purpose, period, provider: this.provider.name };
    const found = await this.rows.find(identity, sql);
    if (found) return found;
    const made = await this.provider.generate({ partner: partnerId, purpose, period });
    made.plaintext.fill(0);
    await this.rows.insertIfAbsent({ ...identity, keyRef: made.keyRef, wrapped: made.wrapped }, sql);
    const kept = await this.rows.find(identity, sql);
    if (!kept) throw new Error(`the data key of ${partnerId}/${purpose}/${period} vanished while it was made`);
    return kept;
  }

  /**
   * Hands the plaintext to `work`, which must be done with it when it returns. A key that may still be rolled back isn't
   * kept: a later secret would refer to a row that never was.
   * @throws VaultError when the key was wrapped by another provider or tampered with
   */
  async withPlaintext<T>(row: WrappedDataKey & { committed?: boolean }, work: (key: Buffer) => T): Promise<T> {
    if (row.provider !== this.provider.name)
      throw new VaultError(`data key ${row.id} belongs to the key provider ${row.provider}, not ${this.provider.name}`);
    const unwrap = () =>
      this.provider.unwrap(row.wrapped, row.keyRef, {
        partner: row.partnerId,
        purpose: row.purpose,
        period: row.period,
      });
    if (row.committed ?? true) return this.cache.use(row.id, unwrap, work);
    const key = await unwrap();
    try {
      return work(key);
    } finally {
      key.fill(0);
    }
  }
}
