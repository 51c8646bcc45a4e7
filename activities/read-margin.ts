// Reads what an account can trade with now: a few tries, and a reason in words when it could not be read.
import { setTimeout as sleep } from 'node:timers/promises';
import { BrokerError } from '../brokers/errors.js';
import type { BrokerAccount } from '../db/repositories/broker-accounts.js';
import type { ReadCode } from '../domain/account-readiness.js';
import { assertNever } from '../domain/assert-never.js';
import type { Vault } from '../vault/vault.js';
import { blotted, type Adapters } from './accounts.js';
import { openAccountSession } from './open-account-session.js';

export type MarginRead = { paise: number } | { code: ReadCode; message: string };

export type ReadMarginDeps = { vault: Vault; adapters: Adapters; retryPausesMs?: readonly number[] };

const RETRY_PAUSES_MS = [500, 2_000] as const;

/** Never throws for what a broker or the vault answers: what could not be read is not known, and is said to be so. */
export async function readMargin(deps: ReadMarginDeps, account: BrokerAccount): Promise<MarginRead> {
  const adapter = deps.adapters(account.brokerName, account.mode, account.brokerWire);
  const session = adapter && (await openAccountSession(deps.vault, account));
  if (!session) return notKnown('there is no session to read them with');
  const pauses = deps.retryPausesMs ?? RETRY_PAUSES_MS;
  for (let tries = 0; ; tries += 1) {
    try {
      const paise = await adapter.availableMarginPaise(session);
      return Number.isFinite(paise) ? { paise } : notKnown('the broker gave no number');
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error;
      const pause = error.kind === 'throttled' || error.kind === 'unreachable' ? pauses[tries] : undefined;
      if (pause === undefined)
        return meaningOf(error.kind, blotted(error.detail, [session.apiKey, session.accessToken]));
      await sleep(pause);
    }
  }
}

function meaningOf(kind: BrokerError['kind'], words: string): MarginRead {
  switch (kind) {
    case 'auth':
      return { code: 'broker_session_ended', message: `The broker has ended the session (${words}): log in again.` };
    case 'configuration':
      return {
        code: 'set_up_incomplete',
        message: `The broker refuses this platform's address or algorithm (${words}): an operator must mend it.`,
      };
    case 'throttled':
    case 'unreachable':
    case 'refused':
      return notKnown(words);
    default:
      return assertNever(kind, 'broker error');
  }
}

function notKnown(why: string): MarginRead {
  return { code: 'margin_not_known', message: `The account's funds could not be read: ${why}.` };
}
