// readiness' activities: note what is to be checked, look at each account of a wire, tell partners. They only read at brokers.
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { AccountReadinessRepository } from '../db/repositories/account-readiness.js';
import { BrokerAccountRepository, sessionOf, type BrokerAccount } from '../db/repositories/broker-accounts.js';
import { HaltRepository } from '../db/repositories/halts.js';
import { InstrumentRepository } from '../db/repositories/instruments.js';
import { OutboxRepository } from '../db/repositories/outbox.js';
import { ReadinessRepository, type CheckResult, type SubscriptionToCheck } from '../db/repositories/readiness.js';
import type { Database } from '../db/sql.js';
import { accountReadiness, type ReadinessProblem } from '../domain/account-readiness.js';
import { contractProblem } from '../domain/contract-readiness.js';
import { marginVerdict } from '../domain/margin-readiness.js';
import { marketDay, type MarketDay } from '../domain/market-calendar.js';
import { sizingOn, type MarketFacts } from '../domain/market-facts.js';
import { MOST_NAMED, readinessReport } from '../domain/readiness-event.js';
import { addDays, tradingDayOf, type TradingDay } from '../domain/trading-time.js';
import type { Vault } from '../vault/vault.js';
import { requireAccount, type Adapters } from './accounts.js';
import { withFailures } from './failures.js';
import { readMargin, type MarginRead } from './read-margin.js';

export type ReadinessDeps = {
  db: Database;
  vault: Vault;
  adapters: Adapters;
  loadFacts: () => Promise<MarketFacts>;
  /** What an operator has not set up for a wire, in words; undefined: nothing is known to be missing. */
  setUpProblem: (wire: string) => string | undefined;
  /** epoch ms */
  clock: () => number;
  /** Between two accounts of a wire. @default 100 */
  paceMs?: number;
  retryPausesMs?: readonly number[];
};
export type BeginReadinessResult = { outcome: 'begun'; wires: string[] } | { outcome: 'skipped'; reason: string };
export type WireChecked = { accounts: number; /** ended by the time, not by the last account */ cutShort: boolean };
export type ReadinessCounts = { subscriptions: number; ready: number };

const BATCH = 50;
const PACE_MS = 100;
const KEPT_DAYS = 90;

export function createReadinessActivities(deps: ReadinessDeps) {
  const { db, clock, loadFacts, paceMs = PACE_MS } = deps;
  const reports = new ReadinessRepository(db);
  const accounts = new BrokerAccountRepository(db);
  const ownRecords = new AccountReadinessRepository(db);
  const halts = new HaltRepository(db);
  const outbox = new OutboxRepository(db);
  const masters = new InstrumentRepository(db);

  async function checkAccount(day: TradingDay, wire: string, accountId: string, rules: DayRules): Promise<void> {
    const account = await requireAccount(accounts, accountId);
    const toCheck = await reports.toCheck(day, accountId);
    const nowMs = clock();
    const own = accountReadiness(
      {
        ...ownFacts(account, nowMs, deps.adapters),
        subscriptions: (await ownRecords.subscriptionsOf([accountId], day)).get(accountId) ?? [],
      },
      await halts.active(),
      rules.market,
      nowMs,
    );
    const margin = own.problems.some(({ code }) => code === 'login_required')
      ? undefined
      : await readMargin(deps, account);
    const shared = [...own.problems.filter((p) => p.subscriptionId === null), ...rules.setUp, ...problemsOf(margin)];
    const verdict = marginVerdict(margin && 'paise' in margin ? margin.paise : undefined, toCheck);
    const results: CheckResult[] = [];
    for (const subscription of toCheck)
      results.push({
        checkId: subscription.checkId,
        problems: [
          ...shared,
          ...own.problems.filter((p) => p.subscriptionId === subscription.subscriptionId),
          ...(await rules.ofStrategy(subscription)),
          ...verdict.problems,
        ],
        marginAvailablePaise: margin && 'paise' in margin ? margin.paise : null,
        marginNeededPaise: verdict.neededPaise.get(subscription.checkId) ?? null,
      });
    await db.transaction((tx) => reports.note(tx, results));
  }

  /** What is the same for all accounts of a wire; a strategy is looked at once. */
  async function dayRules(day: TradingDay, wire: string): Promise<DayRules> {
    const facts = await loadFacts();
    const master = await masters.find(wire, day);
    const setUp = deps.setUpProblem(wire);
    const seen = new Map<string, Promise<ReadinessProblem[]>>();
    const look = async ({ underlying, legs }: SubscriptionToCheck): Promise<ReadinessProblem[]> => {
      const listed = master?.status === 'loaded' ? await masters.listed(wire, day, underlying) : undefined;
      const sizing = sizingOn(facts, underlying, day);
      return [
        ...('problem' in sizing ? [problem('market_data_missing', `${sizing.problem}.`)] : []),
        ...wrapped('contracts_not_resolved', contractProblem(legs, listed, day)),
      ];
    };
    return {
      market: marketDay(facts.calendar, day),
      setUp: wrapped('set_up_incomplete', setUp),
      ofStrategy: (subscription) => {
        const known = seen.get(subscription.templateId) ?? look(subscription);
        seen.set(subscription.templateId, known);
        return known;
      },
    };
  }

  return {
    /** Repeatable. A day that isn't a trading day checks nothing. */
    beginReadiness: withFailures(async ({ day }: { day: TradingDay }): Promise<BeginReadinessResult> => {
      const market = marketDay((await loadFacts()).calendar, day);
      if (!market.open) return { outcome: 'skipped', reason: market.reason };
      return { outcome: 'begun', wires: await reports.begin(day) };
    }),

    /**
     * Looks at the accounts of a wire that wait, one after the other, until the time is over. Repeatable: what was looked at stays.
     * @param input.untilMs - epoch ms; who has not been looked at by then stays "not checked"
     */
    checkWire: withFailures(
      async ({ day, wire, untilMs }: { day: TradingDay; wire: string; untilMs: number }): Promise<WireChecked> => {
        const rules = await dayRules(day, wire);
        let done = 0;
        for (;;) {
          const batch = await reports.waiting(day, wire, BATCH);
          if (batch.length === 0) return { accounts: done, cutShort: false };
          for (const accountId of batch) {
            if (clock() >= untilMs || tradingDayOf(clock()) !== day) return { accounts: done, cutShort: true };
            await checkAccount(day, wire, accountId, rules);
            done += 1;
            Context.current().heartbeat(done);
            await sleep(paceMs);
          }
        }
      },
    ),

    /** Ends the report and tells each partner, once. Repeatable. */
    completeReadiness: withFailures(async ({ day }: { day: TradingDay }): Promise<ReadinessCounts> => {
      await db.transaction(async (tx) => {
        for (const { partnerId, mode, total, ready } of (await reports.complete(tx, day)) ?? []) {
          const { rows } = await reports.list(partnerId, mode, day, { limit: MOST_NAMED, notReady: true }, tx);
          const notReady = rows.map((row) => ({ ...row, codes: row.problems.map(({ code }) => code) }));
          const told = readinessReport({ partnerId, day, total, ready, notReady, atMs: clock() });
          await outbox.append(tx, { partnerId, mode, ...told });
        }
      });
      await reports.deleteBefore(addDays(day, -KEPT_DAYS));
      const counts = await reports.counts(db, day);
      const sum = (of: 'total' | 'ready') => counts.reduce((all, one) => all + one[of], 0);
      return { subscriptions: sum('total'), ready: sum('ready') };
    }),
  };
}

type DayRules = {
  market: MarketDay;
  setUp: ReadinessProblem[];
  ofStrategy: (subscription: SubscriptionToCheck) => Promise<ReadinessProblem[]>;
};

const problem = (code: ReadinessProblem['code'], message: string): ReadinessProblem => ({
  code,
  message,
  subscriptionId: null,
});
const wrapped = (code: ReadinessProblem['code'], message: string | undefined) =>
  message === undefined ? [] : [problem(code, message)];

function problemsOf(margin: MarginRead | undefined): ReadinessProblem[] {
  return margin && 'code' in margin ? [problem(margin.code, margin.message)] : [];
}

function ownFacts(account: BrokerAccount, nowMs: number, adapters: Adapters) {
  const session = sessionOf(account, nowMs);
  return {
    accountId: account.id,
    partnerId: account.partnerId,
    brokerName: account.brokerName,
    brokerAvailable: adapters(account.brokerName, account.mode, account.brokerWire) !== undefined,
    hasCredentials: account.credentialsSecretId !== null,
    servesEntriesUntilMs: session.servesEntries ? account.entryValidUntil?.getTime() : undefined,
    loginEndedMs: account.entryValidUntil?.getTime(),
  };
}
