// Puts together what is known of accounts' readiness, a page of them at once.
import { accountReadiness, type AccountFacts, type AccountReadiness } from '../domain/account-readiness.js';
import { marketDay } from '../domain/market-calendar.js';
import { tradingDayOf } from '../domain/trading-time.js';
import { sessionOf, type BrokerAccount } from '../db/repositories/broker-accounts.js';
import { brokerUnavailable } from './broker-availability.js';
import type { ApiServices } from './services.js';

/** @returns the readiness of each account, by its id */
export async function readinessOf(
  services: ApiServices,
  accounts: readonly BrokerAccount[],
): Promise<Map<string, AccountReadiness>> {
  const nowMs = services.clock();
  const day = tradingDayOf(nowMs);
  const [subscriptions, halts, calendar] = await Promise.all([
    services.accountReadiness.subscriptionsOf(
      accounts.map(({ id }) => id),
      day,
    ),
    services.halts.active(),
    services.referenceData.loadCalendar(),
  ]);
  const market = marketDay(calendar, day);
  return new Map(
    accounts.map((account) => {
      const facts = { ...factsOf(account, nowMs), subscriptions: subscriptions.get(account.id) ?? [] };
      return [account.id, accountReadiness(facts, halts, market, nowMs)];
    }),
  );
}

function factsOf(account: BrokerAccount, nowMs: number): Omit<AccountFacts, 'subscriptions'> {
  const session = sessionOf(account, nowMs);
  return {
    accountId: account.id,
    partnerId: account.partnerId,
    brokerName: account.brokerName,
    brokerAvailable: brokerUnavailable(account.brokerName, account.mode, account.brokerWire) === undefined,
    hasCredentials: account.credentialsSecretId !== null,
    servesEntriesUntilMs: session.servesEntries ? account.entryValidUntil?.getTime() : undefined,
    loginEndedMs: account.entryValidUntil?.getTime(),
  };
}
