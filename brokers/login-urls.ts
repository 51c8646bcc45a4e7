// Which brokers there are and where their users log in. Pure: the API imports this and nothing else of the brokers.
import type { LoginUrl } from './port.js';
import { zebuLoginUrl } from './zebu/login-url.js';

/** Brokers that partners may name. In test mode all of them work. */
export const BROKERS = ['zebu', 'angel', 'upstox'] as const;
export type BrokerName = (typeof BROKERS)[number];

const LOGIN_URLS: Readonly<Partial<Record<BrokerName, LoginUrl>>> = { zebu: zebuLoginUrl };

export function isBrokerName(name: string): name is BrokerName {
  return (BROKERS as readonly string[]).includes(name);
}

/** Brokers whose adapter is built: only they can be used in live mode. */
export function liveBrokers(): BrokerName[] {
  return BROKERS.filter((broker) => LOGIN_URLS[broker] !== undefined);
}

/** The live login address of a broker, or undefined when it has no adapter. */
export function loginUrlFor(broker: string): LoginUrl | undefined {
  return isBrokerName(broker) ? LOGIN_URLS[broker] : undefined;
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
