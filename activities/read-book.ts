// Reads an account's order book with the session on record: a few tries, and a reason in words when it was not read.
import { setTimeout as sleep } from 'node:timers/promises';
import { BrokerError } from '../brokers/errors.js';
import type { BrokerAdapter, BrokerOrder, BrokerSession } from '../brokers/port.js';
import type { BrokerAccount } from '../db/repositories/broker-accounts.js';
import { assertNever } from '../domain/assert-never.js';
import { tradingDayOf, type TradingDay } from '../domain/trading-time.js';
import type { Vault } from '../vault/vault.js';
import { blotted, type Adapters } from './accounts.js';
import { openAccountSession } from './open-account-session.js';

export type BookRead =
  /** `askedAtMs`: epoch ms before which everything is in the book; `wire`: over which it was read */
  | { outcome: 'read'; book: BrokerOrder[]; askedAtMs: number; wire: string }
  /** One sentence without a full stop, for operators. */
  | { outcome: 'not_read'; reason: string };

export type ReadBookDeps = {
  vault: Vault;
  adapters: Adapters;
  clock: () => number;
  retryPausesMs?: readonly number[];
};

const RETRY_PAUSES_MS = [1_000, 5_000] as const;

/** Never throws for what a broker or the vault answers: a book that was not read proves nothing, and is said to be so. */
export async function readBook(deps: ReadBookDeps, account: BrokerAccount, day: TradingDay): Promise<BookRead> {
  const adapter = deps.adapters(account.brokerName, account.mode, account.brokerWire);
  if (!adapter) return notRead(`No adapter for ${account.brokerName} in ${account.mode} mode`);
  const session = await openAccountSession(deps.vault, account);
  if (!session) return notRead('The user has no broker session');
  const pauses = deps.retryPausesMs ?? RETRY_PAUSES_MS;
  for (let tries = 0; ; tries += 1) {
    const askedAtMs = deps.clock();
    if (tradingDayOf(askedAtMs) !== day) return notRead('Brokers keep the book of the running day only');
    const answer = await ask(adapter, session);
    if ('book' in answer) return { outcome: 'read', book: answer.book, askedAtMs, wire: adapter.wire };
    const pause = pauses[tries];
    if (!answer.again || pause === undefined) return notRead(answer.reason);
    await sleep(pause);
  }
}

async function ask(
  adapter: BrokerAdapter,
  session: BrokerSession,
): Promise<{ book: BrokerOrder[] } | { reason: string; again: boolean }> {
  try {
    return { book: await adapter.orderBook(session) };
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    const words = blotted(error.detail, [session.apiKey, session.accessToken]);
    return { reason: `${meaningOf(error.kind)}: ${words}`, again: canHelp(error.kind) };
  }
}

const canHelp = (kind: BrokerError['kind']): boolean => kind === 'throttled' || kind === 'unreachable';

function meaningOf(kind: BrokerError['kind']): string {
  switch (kind) {
    case 'auth':
      return 'The broker has ended the session';
    case 'throttled':
      return 'The broker asked to be asked less often';
    case 'refused':
      return 'The broker refused to show its book';
    case 'configuration':
      return 'Our set-up at the broker is wrong';
    case 'unreachable':
      return 'The broker gave no readable answer';
    default:
      return assertNever(kind, 'broker error');
  }
}

function notRead(reason: string): BookRead {
  return { outcome: 'not_read', reason };
}
