// Partner keys of the demo day's own: the public ones keep their 60 requests a minute, and a hundred and fifty calls should not take as long.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Config } from '../../platform/config.js';
import { keyedHash } from '../../platform/keyed-hash.js';
import { DEMO_BROKERS, type DemoBroker } from './cast.js';

type DemoKey = Readonly<{ publicKey: string; secret: string }>;
export type DemoKeys = Readonly<{ keys: Readonly<Record<DemoBroker, DemoKey>>; revoke: () => Promise<void> }>;

const REQUESTS_PER_MINUTE = 6_000;

/** Makes a live key of each partner with a random secret; `revoke` ends them all. */
export async function createDemoKeys(config: Pick<Config, 'databaseUrl' | 'apiKeyPepper'>): Promise<DemoKeys> {
  const keys = Object.fromEntries(DEMO_BROKERS.map((broker) => [broker, randomKey(broker)])) as DemoKeys['keys'];
  await withDatabase(config.databaseUrl, async (client) => {
    for (const broker of DEMO_BROKERS)
      await client.query(
        `INSERT INTO partner_key (public_key, partner_id, mode, secret_hash, rate_limit_per_minute, label) VALUES ($1, $2, 'live', $3, $4, 'demo day')`,
        [keys[broker].publicKey, broker, keyedHash(config.apiKeyPepper, keys[broker].secret), REQUESTS_PER_MINUTE],
      );
  });
  const publicKeys = DEMO_BROKERS.map((broker) => keys[broker].publicKey);
  return {
    keys,
    revoke: () =>
      withDatabase(config.databaseUrl, async (client) => {
        await client.query('UPDATE partner_key SET revoked_at = now() WHERE public_key = ANY($1)', [publicKeys]);
      }),
  };
}

function randomKey(broker: DemoBroker): DemoKey {
  return {
    publicKey: `pk_${broker}_live_demo${randomBytes(6).toString('hex')}`,
    secret: `sk_${broker}_live_${randomBytes(24).toString('hex')}`,
  };
}

async function withDatabase(databaseUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
