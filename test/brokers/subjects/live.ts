// A live wire under conformance: its adapter against its simulator, logged in through its own login page and token exchange.
import { wireOf, WIRES, type WireName } from '../../../domain/broker-wires.js';
import { loginUrlFor } from '../../../brokers/login-urls.js';
import { MemoryPaperBook } from '../../../brokers/paper/memory-book.js';
import type { BrokerAdapter } from '../../../brokers/port.js';
import { createAdapters } from '../../../brokers/registry.js';
import { wireSettings } from '../../../platform/broker-wires.js';
import { startSimulator } from '../harness.js';
import { CREDENTIALS, REDIRECT_URI, type Fate, type Running, type Subject } from './subject.js';

const FAULTS = {
  no_funds: 'insufficient_funds',
  rejected: 'accept_then_reject',
  partial: 'partial_fill',
  rests: 'never_fills',
} as const satisfies Partial<Record<Fate, string>>;

export type LiveWire = Omit<Subject, 'start' | 'faults'> & {
  broker: string;
  /** What its callback calls the one-time token. */
  tokenParameter: 'request_token' | 'code' | 'auth_token';
};

let clients = 0;

/** The subject of a wire in the simulator. */
export function liveSubject({ broker, tokenParameter, ...subject }: LiveWire): Subject {
  return { ...subject, faults: true, start: () => start(broker, subject.wire, tokenParameter) };
}

async function start(broker: string, wire: WireName, tokenParameter: string): Promise<Running> {
  const harness = await startSimulator();
  const reached = live(broker, wire, harness.simulator.url);
  const nowhere = live(broker, wire, 'http://127.0.0.1:9');
  const arm: Running['arm'] = async (clientId, kind, more = {}) => {
    const { status, json } = await harness.sim('POST', '/faults', { broker: wire, client_id: clientId, kind, ...more });
    if (status !== 200) throw new Error(`fault refused: ${JSON.stringify(json)}`);
  };
  const oneTimeToken = (clientId: string): Promise<string> =>
    loginAt(broker, wire, `${harness.simulator.url}/${wire}`, clientId, tokenParameter);
  return {
    adapter: reached.adapter,
    unreachable: { adapter: nowhere.adapter, credentials: CREDENTIALS },
    oneTimeToken,
    arm,
    async client(fate) {
      const clientId = `CONF${++clients}`;
      const token = await oneTimeToken(clientId);
      const { accessToken } = await reached.adapter.exchangeToken({
        credentials: CREDENTIALS,
        token,
        redirectUri: REDIRECT_URI,
        expectedClientId: clientId,
      });
      if (fate !== 'plain') await arm(clientId, FAULTS[fate]);
      return { clientId, apiKey: CREDENTIALS.apiKey, accessToken };
    },
    async stop() {
      await Promise.all([reached.close(), nowhere.close()]);
      await harness.simulator.close();
    },
  };
}

/** A wire's adapter, reached at a simulator's address. */
export function live(
  broker: string,
  wire: WireName,
  simulatorUrl: string,
): { adapter: BrokerAdapter; close: () => Promise<void> } {
  if (!WIRES.includes(wire) || wireOf(broker, wire) === undefined) throw new Error(`${wire} is no wire of ${broker}`);
  const adapters = createAdapters({ wires: wireSettings(simulatorUrl), paperBook: new MemoryPaperBook() });
  const found = adapters.adapterFor(broker, 'live', wire);
  if (!found.available) throw new Error(found.message);
  return { adapter: found.adapter, close: () => adapters.close() };
}

/** Logs in by the address that partners' users are sent to. @returns the one-time token that the callback brings */
export async function loginAt(
  broker: string,
  wire: WireName,
  baseUrl: string,
  clientId: string,
  tokenParameter: string,
): Promise<string> {
  const build = loginUrlFor(broker, wire);
  if (!build) throw new Error(`${wire} has no login address`);
  const page = build({ baseUrl, apiKey: CREDENTIALS.apiKey, state: 's', redirectUri: REDIRECT_URI, clientId });
  const answer = await fetch(`${page}&auto_approve=1`, { redirect: 'manual' });
  const token = new URL(answer.headers.get('location') ?? REDIRECT_URI).searchParams.get(tokenParameter);
  if (!token) throw new Error(`the login answered ${answer.status} without ${tokenParameter}: ${await answer.text()}`);
  return token;
}
