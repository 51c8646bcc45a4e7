// The sample partner in a development stack's database: a partner of Zebu's with a callback address of its own and a key for one run.
import { makePartnerKey, withClient, type MadeKey } from '../partner-key.js';

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
): Promise<MadeKey> {
  return withClient(database.url, async (client) => {
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
    const made = {
      partnerId: partner.id,
      mode: 'test',
      requestsPerMinute: REQUESTS_PER_MINUTE,
      label: 'portal',
    } as const;
    return makePartnerKey(client, database.apiKeyPepper, made);
  });
}
