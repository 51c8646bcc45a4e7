// Partner keys of the demo day's own: the public ones keep their 60 requests a minute, and a hundred and fifty calls should not take as long.
import type { Config } from '../../platform/config.js';
import { makePartnerKey, withClient, type MadeKey } from '../partner-key.js';
import { DEMO_BROKERS, type DemoBroker } from './cast.js';

export type DemoKeys = Readonly<{ keys: Readonly<Record<DemoBroker, MadeKey>>; revoke: () => Promise<void> }>;

const REQUESTS_PER_MINUTE = 6_000;

/** Makes a live key of each partner with a random secret; `revoke` ends them all. */
export async function createDemoKeys(config: Pick<Config, 'databaseUrl' | 'apiKeyPepper'>): Promise<DemoKeys> {
  const made = { mode: 'live', requestsPerMinute: REQUESTS_PER_MINUTE, label: 'demo day', mark: 'demo' } as const;
  const entries: [DemoBroker, MadeKey][] = [];
  await withClient(config.databaseUrl, async (client) => {
    for (const broker of DEMO_BROKERS)
      entries.push([broker, await makePartnerKey(client, config.apiKeyPepper, { ...made, partnerId: broker })]);
  });
  const keys = Object.fromEntries(entries) as DemoKeys['keys'];
  const publicKeys = DEMO_BROKERS.map((broker) => keys[broker].publicKey);
  return {
    keys,
    revoke: () =>
      withClient(config.databaseUrl, async (client) => {
        await client.query('UPDATE partner_key SET revoked_at = now() WHERE public_key = ANY($1)', [publicKeys]);
      }),
  };
}
