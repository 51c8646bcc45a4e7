// What activities that talk to a broker need first: the account's row, its adapter, its credentials in memory.
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { BrokerError } from '../brokers/errors.js';
import type { BrokerAdapter, Credentials } from '../brokers/port.js';
import type { BrokerAccount, BrokerAccountRepository } from '../db/repositories/broker-accounts.js';
import type { Mode } from '../domain/mode.js';
import type { Vault } from '../vault/vault.js';

/** The adapter of a broker in a mode over an account's wire (null: the default); undefined when there is none. */
export type Adapters = (broker: string, mode: Mode, chosen: string | null) => BrokerAdapter | undefined;

const sealedCredentials = z.object({ apiKey: z.string().min(1), apiSecret: z.string().min(1) });

/** @throws ApplicationFailure `unknown_account`, not retried */
export async function requireAccount(accounts: BrokerAccountRepository, accountId: string): Promise<BrokerAccount> {
  const account = await accounts.findById(accountId);
  if (!account) throw ApplicationFailure.nonRetryable(`There is no account ${accountId}`, 'unknown_account');
  return account;
}

/** @throws ApplicationFailure `broker_not_available`, not retried */
export function requireAdapter(
  adapters: Adapters,
  account: Pick<BrokerAccount, 'brokerName' | 'brokerWire' | 'mode'>,
): BrokerAdapter {
  const adapter = adapters(account.brokerName, account.mode, account.brokerWire);
  if (!adapter)
    throw ApplicationFailure.nonRetryable(
      `No adapter for ${account.brokerName} in ${account.mode} mode`,
      'broker_not_available',
    );
  return adapter;
}

/**
 * Opens the account's key pair; keep it in memory only.
 * @throws VaultError when it was erased or cannot be opened; ApplicationFailure `secret_unavailable` when there is none
 */
export async function openCredentials(vault: Vault, account: BrokerAccount): Promise<Credentials> {
  if (account.credentialsSecretId === null)
    throw ApplicationFailure.nonRetryable(`Account ${account.id} has no credentials`, 'secret_unavailable');
  const text = await vault.open({
    partnerId: account.partnerId,
    ownerId: account.id,
    purpose: 'credentials',
    secretId: account.credentialsSecretId,
  });
  const parsed = sealedCredentials.safeParse(parsedJson(text));
  // Neither the text nor zod's message may appear anywhere.
  if (!parsed.success)
    throw ApplicationFailure.nonRetryable(
      `The credentials of account ${account.id} are not readable`,
      'secret_unavailable',
    );
  return parsed.data;
}

/**
 * Asks a broker something it may refuse for good: the user's affair, so a value. Its words are kept, and any secret in
 * them is blotted out, since they go into histories, logs and answers.
 * @param secrets - what the request carries besides the credentials
 * @throws BrokerError of the other kinds, its words blotted likewise
 */
export async function asked<Answer>(
  credentials: Credentials,
  secrets: readonly string[],
  question: () => Promise<Answer>,
): Promise<{ answer: Answer } | { refusal: string }> {
  try {
    return { answer: await question() };
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    const words = blotted(error.detail, [credentials.apiKey, credentials.apiSecret, ...secrets]);
    if (error.kind === 'refused' || error.kind === 'auth') return { refusal: words };
    throw new BrokerError(error.kind, error.broker, words, error.brokerCode);
  }
}

/** Shorter "secrets" would blot ordinary words. */
const SHORTEST_BLOTTED = 6;

/** A text with every secret that it repeats blotted out. */
export function blotted(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_BLOTTED)
    .reduce((left, secret) => left.replaceAll(secret, '[redacted]'), text);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A SyntaxError quotes the text, which is a secret; undefined is refused by the caller.
    return undefined;
  }
}
