// Opens the session on record of an account, in memory only.
import type { BrokerSession } from '../brokers/port.js';
import { decodeSession } from '../brokers/session-codec.js';
import type { BrokerAccount } from '../db/repositories/broker-accounts.js';
import { VaultError, type Vault } from '../vault/vault.js';

/** @returns undefined when there is none, or it cannot be opened: a login would mend either */
export async function openAccountSession(vault: Vault, account: BrokerAccount): Promise<BrokerSession | undefined> {
  const { partnerId, id: ownerId, tokenSecretId: secretId, sessionStatus } = account;
  if (secretId === null || sessionStatus !== 'ready') return undefined;
  try {
    return decodeSession(await vault.open({ partnerId, ownerId, purpose: 'access_token', secretId }));
  } catch (error) {
    if (error instanceof VaultError) return undefined;
    throw error;
  }
}
