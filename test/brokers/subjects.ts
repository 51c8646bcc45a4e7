// The adapters under conformance and how to bring each into the situations the cases need. A further broker is one entry here.
import { createAdapters } from '../../brokers/registry.js';
import { MemoryPaperBook } from '../../brokers/paper/memory-book.js';
import { MAGIC_CLIENT_IDS } from '../../brokers/paper/magic.js';
import type { BrokerAdapter, BrokerSession, Credentials } from '../../brokers/port.js';
import { startSimulator } from './harness.js';

/** What the broker makes of a client's next order. */
export type Fate = 'plain' | 'no_funds' | 'rejected' | 'partial' | 'rests';

export type Running = {
  adapter: BrokerAdapter;
  /** The same wire where nobody listens, and credentials to probe it with. */
  unreachable: { adapter: BrokerAdapter; credentials: Credentials };
  /** A fresh one-time token of a login. */
  requestToken(clientId: string): Promise<string>;
  /** A logged-in client whose next order meets that fate. */
  client(fate: Fate): Promise<BrokerSession>;
  stop(): Promise<void>;
};

export type Subject = { name: string; start(): Promise<Running> };

const CREDENTIALS: Credentials = { apiKey: 'conformance_key', apiSecret: 'test_api_secret' };
let clients = 0;

function live(broker: string, zebuBaseUrl: string): { adapter: BrokerAdapter; close: () => Promise<void> } {
  const adapters = createAdapters({ zebuBaseUrl, paperBook: new MemoryPaperBook() });
  const found = adapters.adapterFor(broker, 'live');
  if (!found.available) throw new Error(found.message);
  return { adapter: found.adapter, close: () => adapters.close() };
}

const zebu: Subject = {
  name: 'zebu (connect wire, simulated)',
  async start() {
    const harness = await startSimulator();
    const reached = live('zebu', harness.zebuUrl);
    const nowhere = live('zebu', 'http://127.0.0.1:9/zebu');
    const faults = {
      no_funds: 'insufficient_funds',
      rejected: 'accept_then_reject',
      partial: 'partial_fill',
      rests: 'never_fills',
    };
    return {
      adapter: reached.adapter,
      unreachable: { adapter: nowhere.adapter, credentials: CREDENTIALS },
      async requestToken(clientId) {
        const query = `api_key=${CREDENTIALS.apiKey}&redirect_uri=http%3A%2F%2Flocalhost&login_hint=${clientId}&auto_approve=1`;
        const answer = await fetch(`${harness.zebuUrl}/connect/login?${query}`, { redirect: 'manual' });
        return new URL(answer.headers.get('location') ?? '').searchParams.get('request_token') ?? '';
      },
      async client(fate) {
        const session = await harness.login(`CONF${++clients}`);
        if (fate !== 'plain') await harness.arm({ client_id: session.clientId, kind: faults[fate] });
        return session;
      },
      async stop() {
        await Promise.all([reached.close(), nowhere.close()]);
        await harness.simulator.close();
      },
    };
  },
};

function paper(broker: string): Subject {
  return {
    name: `paper (test mode of ${broker})`,
    start() {
      const found = createAdapters({ zebuBaseUrl: 'http://127.0.0.1:9', paperBook: new MemoryPaperBook() }).adapterFor(
        broker,
        'test',
      );
      if (!found.available) throw new Error(found.message);
      const { adapter } = found;
      const prefixes = {
        plain: 'CONF',
        no_funds: MAGIC_CLIENT_IDS.noFunds,
        rejected: MAGIC_CLIENT_IDS.rejected,
        partial: MAGIC_CLIENT_IDS.partial,
        rests: MAGIC_CLIENT_IDS.rests,
      };
      return Promise.resolve({
        adapter,
        unreachable: { adapter, credentials: { apiKey: 'unreachable_key', apiSecret: 's' } },
        requestToken: () => Promise.resolve('mock_token_12345'),
        async client(fate) {
          const clientId = `${prefixes[fate]}${++clients}`;
          const { accessToken } = await adapter.exchangeToken(CREDENTIALS, 'mock_token_12345', clientId);
          return { clientId, apiKey: CREDENTIALS.apiKey, accessToken };
        },
        stop: () => Promise.resolve(),
      });
    },
  };
}

export const SUBJECTS: readonly Subject[] = [zebu, paper('zebu'), paper('upstox')];
