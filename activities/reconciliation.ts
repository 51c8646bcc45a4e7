// endOfDayReconciliation's activities: read each account's order book once, compare, put on record what differs. They only read at brokers.
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { BrokerAccountRepository } from '../db/repositories/broker-accounts.js';
import { ReconciliationFindingRepository, type FindingRow } from '../db/repositories/reconciliation-findings.js';
import { ReconciliationRepository } from '../db/repositories/reconciliations.js';
import { OutboxRepository } from '../db/repositories/outbox.js';
import type { Database, Sql } from '../db/sql.js';
import { marketDay, type MarketCalendar } from '../domain/market-calendar.js';
import { orderDisputed } from '../domain/partner-event.js';
import { compareBook, unresolvedOrders, type Finding } from '../domain/reconcile-book.js';
import type { TradingDay } from '../domain/trading-time.js';
import type { Vault } from '../vault/vault.js';
import { requireAccount, type Adapters } from './accounts.js';
import { withFailures } from './failures.js';
import { readBook } from './read-book.js';

export type ReconciliationDeps = {
  db: Database;
  vault: Vault;
  adapters: Adapters;
  loadCalendar: () => Promise<MarketCalendar>;
  /** epoch ms */
  clock: () => number;
  /** ms between two accounts of a shard. @default 100 */
  paceMs?: number;
  /** ms before a book that could not be read is asked for again; one try more than there are pauses. @default [1000, 5000] */
  retryPausesMs?: readonly number[];
};

export type BeginResult =
  { outcome: 'begun'; accounts: number; shards: number } | { outcome: 'skipped'; reason: string };
export type ReconciliationCounts = { accounts: number; compared: number; notRead: number; openFindings: number };

export function createReconciliationActivities(deps: ReconciliationDeps) {
  const { db, clock, loadCalendar, paceMs = 100 } = deps;
  const accounts = new BrokerAccountRepository(db);
  const reconciliations = new ReconciliationRepository(db);
  const findings = new ReconciliationFindingRepository(db);
  const outbox = new OutboxRepository(db);

  async function reconcileAccount(day: TradingDay, accountId: string): Promise<void> {
    const account = await requireAccount(accounts, accountId);
    const read = await readBook(deps, account, day);
    const tags = read.outcome === 'read' ? read.book.map(({ tag }) => tag) : [];
    // After the book: every order that it can have was written here before it left.
    const held = await reconciliations.heldOrders(accountId, day, tags, read.outcome === 'read' ? read.wire : null);
    if (read.outcome === 'not_read') {
      await db.transaction(async (tx) => {
        await raise(tx, day, accountId, unresolvedOrders(held));
        await reconciliations.markNotRead(tx, day, accountId, read.reason);
      });
      return;
    }
    const elsewhere = new Set(await reconciliations.tagsElsewhere(accountId, tags));
    const compared = compareBook({ book: read.book, held, elsewhere, askedAtMs: read.askedAtMs });
    await db.transaction(async (tx) => {
      const seen = await raise(tx, day, accountId, compared.findings);
      await findings.resolveUnseen(tx, day, accountId, seen);
      await reconciliations.markCompared(tx, day, accountId, compared);
    });
  }

  /** @returns ids of those that are open */
  async function raise(tx: Sql, day: TradingDay, accountId: string, found: readonly Finding[]): Promise<string[]> {
    const open: string[] = [];
    for (const finding of found) {
      const row = await findings.raise(tx, day, accountId, finding);
      if (!row) continue;
      open.push(row.id);
      await outbox.append(tx, { partnerId: row.partnerId, mode: row.mode, ...disputed(row, clock()) });
    }
    return open;
  }

  return {
    /** Repeatable. @param input.gated - on a day without a market nothing is begun */
    beginReconciliation: withFailures(
      async ({ day, gated, by }: { day: TradingDay; gated: boolean; by: string }): Promise<BeginResult> => {
        const market = gated ? marketDay(await loadCalendar(), day) : undefined;
        if (market?.open === false) return { outcome: 'skipped', reason: market.reason };
        return { outcome: 'begun', ...(await reconciliations.begin(day, by)) };
      },
    ),

    /**
     * One account after the other, a pause between them. A retry goes on with those still waiting; an account that fails
     * does not keep the others from being compared.
     */
    reconcileShard: withFailures(async ({ day, shard }: { day: TradingDay; shard: number }): Promise<void> => {
      const context = Context.current();
      const failures: unknown[] = [];
      for (const accountId of await reconciliations.waiting(day, shard)) {
        if (context.cancellationSignal.aborted)
          throw ApplicationFailure.retryable('This worker is stopping; another goes on', 'worker_stopping');
        context.heartbeat();
        try {
          await reconcileAccount(day, accountId);
        } catch (error) {
          failures.push(error);
        }
        await sleep(paceMs);
      }
      if (failures.length > 0) throw failures[0];
    }),

    /** What was not compared by now is not read, and said so. Repeatable. */
    completeReconciliation: withFailures(async ({ day }: { day: TradingDay }): Promise<ReconciliationCounts> => {
      await reconciliations.complete(day);
      const row = await reconciliations.find(day);
      if (!row) throw ApplicationFailure.nonRetryable(`There is no reconciliation of ${day}`, 'unknown_reconciliation');
      const { total, compared, notRead } = row.accounts;
      return { accounts: total, compared, notRead, openFindings: row.findings.open };
    }),
  };
}

function disputed(row: FindingRow, atMs: number) {
  const { id: findingId, sentence: reason, ...about } = row;
  return orderDisputed({ ...about, findingId, reason, atMs });
}
