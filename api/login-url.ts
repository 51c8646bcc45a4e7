// Where a user logs in. The one place in the API that opens a secret: the api_key is a part of the address.
import { loginUrlFor as liveLoginUrlFor, mockLoginUrl } from '../brokers/login-urls.js';
import { wireOf } from '../domain/broker-wires.js';
import type { BrokerAccount } from '../db/repositories/broker-accounts.js';
import type { ApiServices } from './services.js';
import { z } from './zod.js';

const credentials = z.object({ apiKey: z.string() });

/**
 * @param login.state - given to the broker, which gives it back to the callback URL
 * @param login.redirectUri - the partner's registered callback URL
 * @throws VaultError when the credentials cannot be opened; Error for a live account of a broker without an adapter
 */
export async function loginUrlFor(
  { config, vault }: Pick<ApiServices, 'config' | 'vault'>,
  account: BrokerAccount,
  login: { state: string; redirectUri: string },
): Promise<string> {
  const { brokerName, brokerWire, clientId, partnerId, id, credentialsSecretId } = account;
  if (account.mode === 'test')
    return mockLoginUrl({ publicBaseUrl: config.publicBaseUrl, broker: brokerName, clientId, ...login });
  const wire = wireOf(brokerName, brokerWire);
  const build = liveLoginUrlFor(brokerName, brokerWire);
  if (!wire || !build || !credentialsSecretId)
    throw new Error(`account ${id} cannot log in: no adapter or no credentials`);
  const opened = await vault.open({ partnerId, ownerId: id, purpose: 'credentials', secretId: credentialsSecretId });
  const parsed: unknown = JSON.parse(opened);
  const { apiKey } = credentials.parse(parsed);
  return build({ baseUrl: config.wires[wire].addresses.login, apiKey, clientId, ...login });
}
