// The broker session of an execution's account, opened from its sealed token. Lives in memory only.
import type { BrokerSession } from '../brokers/port.js';
import { decodeSession } from '../brokers/session-codec.js';
import type { EntryContext } from '../db/repositories/executions.js';
import { VaultError } from '../vault/vault.js';
import type { EngineDeps } from './engine-deps.js';

/**
 * A session whose token is gone reads nothing: orders already out then end as unknown, never as assumed.
 * @throws VaultError when the token cannot be opened
 */
export async function openSession(deps: EngineDeps, context: EntryContext): Promise<BrokerSession> {
  if (context.tokenSecretId === null) return { clientId: context.clientId, apiKey: '', accessToken: '' };
  const { partnerId, accountId: ownerId, tokenSecretId: secretId } = context;
  return decodeSession(await deps.vault.open({ partnerId, ownerId, purpose: 'access_token', secretId }));
}

/** As `openSession`, but a token that cannot be opened counts as gone: the broker then asks for a login, and a later one serves. */
export async function openSessionIfAny(deps: EngineDeps, context: EntryContext): Promise<BrokerSession> {
  try {
    return await openSession(deps, context);
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    deps.logger.warn({ err: error, accountId: context.accountId }, 'session not opened');
    return openSession(deps, { ...context, tokenSecretId: null });
  }
}
