// Why the entries that are still to come today could not trade in an account, as far as our own records say. Nothing is asked of a broker here.
import type { MarketDay } from './market-calendar.js';
import { istClockText, istInstant, tradingDayOf, type TimeOfDay } from './trading-time.js';

/** Codes are stable; a message is one sentence for people. */
export type ReadinessCode =
  | 'market_closed'
  | 'broker_not_available'
  | 'credentials_missing'
  | 'login_required'
  | 'login_ends_before_entry'
  | 'halted'
  | 'strategy_not_offered'
  | 'position_held'
  | 'day_loss_limit_reached'
  | ReadCode;
/** What only a look at broker and lists can tell. */
export type ReadCode =
  | 'broker_session_ended'
  | 'contracts_not_resolved'
  | 'market_data_missing'
  | 'set_up_incomplete'
  | 'margin_short'
  | 'margin_not_known'
  | 'not_checked';

/** `subscriptionId` null: it holds for the whole account. */
export type ReadinessProblem = { code: ReadinessCode; message: string; subscriptionId: string | null };

/** An ACTIVE subscription that trades in the account. */
export type SubscriptionFacts = {
  subscriptionId: string;
  templateId: string;
  /** Of the template's current version, IST. */
  entryTime: TimeOfDay;
  templateActive: boolean;
  /** A position of it has not been closed. */
  holdsPosition: boolean;
  /** A position of today was closed because its day loss limit was reached. */
  dayLossReached: boolean;
};
export type AccountFacts = {
  accountId: string;
  partnerId: string;
  brokerName: string;
  /** There is an adapter for its broker and wire. */
  brokerAvailable: boolean;
  hasCredentials: boolean;
  /** Until when the login serves entries, epoch ms; undefined: it serves none now. */
  servesEntriesUntilMs: number | undefined;
  /** When the last login ended, epoch ms; undefined: there never was one. */
  loginEndedMs: number | undefined;
  subscriptions: readonly SubscriptionFacts[];
};
/** What is halted: a kill switch's scope and id (null for `all`). */
export type HaltFacts = { scope: string; scopeId: string | null };

export type AccountReadiness = {
  /** Nothing is known to stand in the way. */
  ready: boolean;
  /** The next entry today, epoch ms; undefined: none is to come. */
  nextEntryAtMs: number | undefined;
  problems: ReadinessProblem[];
};

/** @param nowMs - epoch ms; @param market - of the day that `nowMs` is in */
export function accountReadiness(
  account: AccountFacts,
  halts: readonly HaltFacts[],
  market: MarketDay,
  nowMs: number,
): AccountReadiness {
  const day = tradingDayOf(nowMs);
  const coming = account.subscriptions
    .map((subscription) => ({ ...subscription, entryAtMs: istInstant(day, subscription.entryTime) }))
    .filter(({ entryAtMs }) => entryAtMs > nowMs);
  const ofAccount = [...accountProblems(account, market), ...haltProblems(halts, accountScopes(account), null)];
  const problems = [
    ...ofAccount,
    ...coming.flatMap((subscription) => subscriptionProblems(subscription, account, halts)),
  ];
  const entries = market.open ? coming.filter(({ templateActive }) => templateActive).map((s) => s.entryAtMs) : [];
  return {
    ready: problems.length === 0,
    nextEntryAtMs: entries.length > 0 ? Math.min(...entries) : undefined,
    problems,
  };
}

function accountProblems(account: AccountFacts, market: MarketDay): ReadinessProblem[] {
  const problems: [ReadinessCode, string][] = [];
  if (!market.open) problems.push(['market_closed', `Nothing is entered today (${market.reason}).`]);
  if (!account.brokerAvailable)
    problems.push(['broker_not_available', `${account.brokerName} cannot be reached by this platform.`]);
  if (!account.hasCredentials)
    problems.push(['credentials_missing', 'No api_key and api_secret are kept for this account: send them again.']);
  if (account.servesEntriesUntilMs === undefined) problems.push(['login_required', loginText(account.loginEndedMs)]);
  return problems.map(([code, message]) => ({ code, message, subscriptionId: null }));
}

function loginText(endedMs: number | undefined): string {
  if (endedMs === undefined) return 'The user has never logged in with the broker: start a login.';
  return `The user's login ended on ${tradingDayOf(endedMs)} at ${istClockText(endedMs)}: start a new one.`;
}

function subscriptionProblems(
  subscription: SubscriptionFacts & { entryAtMs: number },
  { servesEntriesUntilMs }: AccountFacts,
  halts: readonly HaltFacts[],
): ReadinessProblem[] {
  const { subscriptionId, templateId, entryAtMs } = subscription;
  const problems: [ReadinessCode, string][] = [];
  if (!subscription.templateActive)
    problems.push(['strategy_not_offered', `The strategy ${templateId} is not traded any more.`]);
  if (servesEntriesUntilMs !== undefined && servesEntriesUntilMs <= entryAtMs)
    problems.push([
      'login_ends_before_entry',
      `The login ends at ${istClockText(servesEntriesUntilMs)}, before the entry at ${istClockText(entryAtMs)}: log in again.`,
    ]);
  if (subscription.holdsPosition)
    problems.push(['position_held', `A position of ${templateId} is still open: its entry will be skipped.`]);
  if (subscription.dayLossReached)
    problems.push(['day_loss_limit_reached', 'The subscription has reached its loss limit of the day.']);
  const scopes: HaltFacts[] = [
    { scope: 'template', scopeId: templateId },
    { scope: 'subscription', scopeId: subscriptionId },
  ];
  return [
    ...problems.map(([code, message]) => ({ code, message, subscriptionId })),
    ...haltProblems(halts, scopes, subscriptionId),
  ];
}

const accountScopes = ({ accountId, partnerId }: AccountFacts): HaltFacts[] => [
  { scope: 'all', scopeId: null },
  { scope: 'partner', scopeId: partnerId },
  { scope: 'account', scopeId: accountId },
];

function haltProblems(
  halts: readonly HaltFacts[],
  of: readonly HaltFacts[],
  subscriptionId: string | null,
): ReadinessProblem[] {
  const hit = halts.find((halt) => of.some(({ scope, scopeId }) => halt.scope === scope && halt.scopeId === scopeId));
  if (!hit) return [];
  const what =
    hit.scope === 'all' ? 'All trading' : `Trading of this ${hit.scope === 'template' ? 'strategy' : hit.scope}`;
  return [{ code: 'halted', message: `${what} is halted by an operator.`, subscriptionId }];
}
