// Partner keys with random secrets, written into a development stack's database.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { keyedHash } from '../platform/keyed-hash.js';

export type MadeKey = Readonly<{ publicKey: string; secret: string }>;

/** @param made.mark - begins the random part of the public half; @param made.label - what operators see of its purpose */
export async function makePartnerKey(
  client: pg.Client,
  apiKeyPepper: string,
  made: { partnerId: string; mode: 'live' | 'test'; requestsPerMinute: number; label: string; mark?: string },
): Promise<MadeKey> {
  const { partnerId, mode, requestsPerMinute, label, mark = '' } = made;
  const key = {
    publicKey: `pk_${partnerId}_${mode}_${mark}${randomBytes(6).toString('hex')}`,
    secret: `sk_${partnerId}_${mode}_${randomBytes(24).toString('hex')}`,
  };
  await client.query(
    `INSERT INTO partner_key (public_key, partner_id, mode, secret_hash, rate_limit_per_minute, label) VALUES ($1, $2, $3, $4, $5, $6)`,
    [key.publicKey, partnerId, mode, keyedHash(apiKeyPepper, key.secret), requestsPerMinute, label],
  );
  return key;
}

export async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
