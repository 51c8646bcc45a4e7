// What a check of the go-live checklist says.
import type { TradingDay } from './trading-time.js';
import type { Underlying } from './option-contract.js';
import type { WireName } from './broker-wires.js';

export const GO_LIVE_CHECKS = [
  'broker_wire',
  'broker_set_up',
  'callback_url',
  'contract',
  'strategies',
  'market_data',
  'not_halted',
  'live_key',
  'live_key_used',
  'webhook_endpoint',
  'webhook_test',
  'webhook_health',
  'sandbox_day',
  'sandbox_failure',
  'sandbox_changes',
  'webhook_secret',
  'idempotency',
  'modes_apart',
] as const;
export type GoLiveCheckName = (typeof GO_LIVE_CHECKS)[number];

/** `not_applicable`: nothing to check; it neither passes nor fails. */
export type GoLiveCheck = {
  check: GoLiveCheckName;
  result: 'pass' | 'fail' | 'not_applicable';
  /** Whether a failure keeps the partner from going live. */
  required: boolean;
  /** What was found. */
  finding: string;
  /** What to do about a failure. */
  todo: string | null;
};
/** A live webhook endpoint that is not deleted. */
export type EndpointFacts = {
  id: string;
  url: string;
  status: 'enabled' | 'disabled';
  statusReason: string | null;
  failingSince: Date | null;
  secretSince: Date | null;
  /** The last attempt of the last test event; null: none on record. */
  lastTest: { atMs: number; url: string | null; statusCode: number | null; error: string | null } | null;
};
/** Test mode since the beginning of the period that is looked at. */
export type SandboxFacts = {
  linked: number;
  loggedIn: number;
  subscribed: number;
  completed: number;
  failuresDelivered: number;
  paused: number;
  resumed: number;
  cancelled: number;
};
export type GoLiveFacts = {
  brokerName: string;
  brokerWire: string | null;
  callbackUrl: string;
  /** Since when the terms in force hold; null: none are on record. */
  contractFrom: TradingDay | null;
  /** Active strategies whose current version has a price today. */
  strategies: { templateId: string; underlying: Underlying; monthlyFeePaise: number }[];
  /** Reasons of the kill switches that stop all of the partner's entries. */
  halts: string[];
  liveKeys: { publicKey: string; lastUsedAt: Date | null }[];
  endpoints: EndpointFacts[];
  /** Live events that no delivery has been started of, older than ten minutes. */
  eventsWaiting: number;
  sandbox: SandboxFacts;
  /** In the last 24 hours, both modes: keys seen, and accounts and subscriptions made. */
  idempotencyKeys: number;
  made: number;
  /** Users who have an account in both modes. */
  usersInBothModes: number;
};
/** What the brokers were told of us, by wire, as this process is configured. */
export type SetUp = Readonly<Record<WireName, { algoId?: string; client: { publicIp: string } }>>;

/** How far back sandbox and use are looked at, in days. */
export const LOOKED_AT_DAYS = 30;
const DAY_MS = 86_400_000;

export function required(check: GoLiveCheckName, passes: boolean, finding: string, todo: string): GoLiveCheck {
  return { check, required: true, result: passes ? 'pass' : 'fail', finding, todo: passes ? null : todo };
}

export function advised(check: GoLiveCheckName, passes: boolean, finding: string, todo: string): GoLiveCheck {
  return { ...required(check, passes, finding, todo), required: false };
}

export function notApplicable(check: GoLiveCheckName, isRequired: boolean, finding: string): GoLiveCheck {
  return { check, required: isRequired, result: 'not_applicable', finding, todo: null };
}

export function isRecent(at: Date, nowMs: number, days: number): boolean {
  return at.getTime() > nowMs - days * DAY_MS;
}

/** https, and not an address of this machine. Whether it resolves to a public address is checked at each delivery. */
export function isPublicHttps(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && !/^(localhost|127\..*|\[::1\])$/.test(hostname);
}
