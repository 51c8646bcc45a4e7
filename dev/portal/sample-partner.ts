// The sample partner in a development stack's database: a partner of Zebu's with a callback address of its own and a key for one run.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { keyedHash } from '../../platform/keyed-hash.js';

export type SampleKey = Readonly<{ publicKey: string; secret: string }>;

/** A page makes several calls, and a person clicks fast. */
const REQUESTS_PER_MINUTE = 1_200;

/**
 * Idempotent; its users, subscriptions and executions stay from one run to the next. The contract discloses the strategies' legs.
 * @param partner.id - small letters and digits
 * @param partner.url - of the portal: logins come back to it
 * @returns a test key; a former run's ends
 */
export async function registerSamplePartner(
  database: { url: string; apiKeyPepper: string },
  partner: { id: string; url: string },
): Promise<SampleKey> {
  const key = {
    publicKey: `pk_${partner.id}_test_${randomBytes(6).toString('hex')}`,
    secret: `sk_${partner.id}_test_${randomBytes(24).toString('hex')}`,
  };
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO partner (id, name, broker_name, callback_url) VALUES ($1, 'Sample Partner', 'zebu', $2)
       ON CONFLICT (id) DO UPDATE SET callback_url = excluded.callback_url`,
      [partner.id, `${partner.url}/oauth/callback`],
    );
    await client.query(
      `INSERT INTO partner_contract (partner_id, effective_from, disclose_legs) VALUES ($1, '2020-01-01', true) ON CONFLICT DO NOTHING`,
      [partner.id],
    );
    await client.query(
      `UPDATE partner_key SET revoked_at = now() WHERE partner_id = $1 AND label = 'portal' AND revoked_at IS NULL`,
      [partner.id],
    );
    await client.query(
      `INSERT INTO partner_key (public_key, partner_id, mode, secret_hash, rate_limit_per_minute, label) VALUES ($1, $2, 'test', $3, $4, 'portal')`,
      [key.publicKey, partner.id, keyedHash(database.apiKeyPepper, key.secret), REQUESTS_PER_MINUTE],
    );
  } finally {
    await client.end();
  }
  return key;
}
