// Partner API keys: found by their public half; the secret half exists only as a keyed hash.
import type { Mode } from '../../domain/mode.js';
import type { Database } from '../sql.js';

export type PartnerKey = {
  publicKey: string;
  partnerId: string;
  mode: Mode;
  secretHash: Buffer;
  /** The key's own limit, else the partner's; null means the configured default. */
  rateLimitPerMinute: number | null;
  brokerName: string;
  brokerWire: string | null;
  callbackUrl: string;
  showPerformance: boolean;
};

export class PartnerKeyRepository {
  constructor(private readonly db: Database) {}

  /** The key with its partner, unless unknown or revoked. The public key names partner and mode, so neither is an argument. */
  async find(publicKey: string): Promise<PartnerKey | undefined> {
    const rows = await this.db.query<PartnerKey>(
      `SELECT k.public_key AS "publicKey", k.partner_id AS "partnerId", k.mode, k.secret_hash AS "secretHash",
         coalesce(k.rate_limit_per_minute, p.rate_limit_per_minute) AS "rateLimitPerMinute", p.broker_name AS "brokerName", p.broker_wire AS "brokerWire",
         p.callback_url AS "callbackUrl",
         p.show_performance AS "showPerformance"
       FROM partner_key k JOIN partner p ON p.id = k.partner_id
       WHERE k.public_key = $1 AND k.revoked_at IS NULL`,
      [publicKey],
    );
    return rows[0];
  }

  /** Writes down that a key was used, at most once a minute. */
  async noteUse(publicKey: string): Promise<void> {
    await this.db.query(
      `UPDATE partner_key SET last_used_at = now()
       WHERE public_key = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
      [publicKey],
    );
  }
}
