// A partner key of the demo day's own: the public one keeps its 60 requests a minute, and ninety-nine calls should not take two.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Config } from '../../platform/config.js';
import { keyedHash } from '../../platform/keyed-hash.js';

export type DemoKey = Readonly<{ publicKey: string; secret: string; revoke: () => Promise<void> }>;

const REQUESTS_PER_MINUTE = 6_000;

/** Makes a live key of the Zebu partner with a random secret; `revoke` ends it. */
export async function createDemoKey(config: Pick<Config, 'databaseUrl' | 'apiKeyPepper'>): Promise<DemoKey> {
  const publicKey = `pk_zebu_live_demo${randomBytes(6).toString('hex')}`;
  const secret = `sk_zebu_live_${randomBytes(24).toString('hex')}`;
  await run(
    config.databaseUrl,
    `INSERT INTO partner_key (public_key, partner_id, mode, secret_hash, rate_limit_per_minute, label) VALUES ($1, 'zebu', 'live', $2, $3, 'demo day')`,
    [publicKey, keyedHash(config.apiKeyPepper, secret), REQUESTS_PER_MINUTE],
  );
  return {
    publicKey,
    secret,
    revoke: () =>
      run(config.databaseUrl, 'UPDATE partner_key SET revoked_at = now() WHERE public_key = $1', [publicKey]),
  };
}

async function run(databaseUrl: string, sql: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql, values);
  } finally {
    await client.end();
  }
}
