// Where the users of each broker log in, and which wires are built. Pure: the API imports this and nothing else of the brokers.
import { BROKERS, wireOf, type BrokerName, type WireName } from '../domain/broker-wires.js';
import { norenLoginUrl } from './noren/login-url.js';
import { angelLoginUrl } from './angel/login-url.js';
import { kiteLoginUrl } from './kite/login-url.js';
import type { LoginUrl } from './port.js';
import { upstoxLoginUrl } from './upstox/login-url.js';
import { zebuLoginUrl } from './zebu/login-url.js';

/** One line per wire that has an adapter. */
const LOGIN_URLS: Readonly<Partial<Record<WireName, LoginUrl>>> = {
  zebu: zebuLoginUrl,
  upstox: upstoxLoginUrl,
  'zebu-noren': norenLoginUrl,
  angel: angelLoginUrl,
  kite: kiteLoginUrl,
};

/** Brokers whose default wire has an adapter: only they can be used in live mode. */
export function liveBrokers(): BrokerName[] {
  return BROKERS.filter((broker) => loginUrlFor(broker) !== undefined);
}

/**
 * The live login address of a broker.
 * @param chosen - the wire its partner has chosen; null or undefined: the default
 * @returns undefined when that wire has no adapter, or is another broker's
 */
export function loginUrlFor(broker: string, chosen?: string | null): LoginUrl | undefined {
  const wire = wireOf(broker, chosen);
  return wire && LOGIN_URLS[wire];
}

/**
 * The login address of test mode: a page of our own, no broker is contacted.
 * `{publicBaseUrl}/sandbox/login?broker=…&state=…&redirect_uri=…&login_hint=…`
 */
export function mockLoginUrl(input: {
  publicBaseUrl: string;
  broker: string;
  state: string;
  redirectUri: string;
  clientId: string;
}): string {
  const query = new URLSearchParams({
    broker: input.broker,
    state: input.state,
    redirect_uri: input.redirectUri,
    login_hint: input.clientId,
  });
  return `${input.publicBaseUrl.replace(/\/$/, '')}/sandbox/login?${query.toString()}`;
}
