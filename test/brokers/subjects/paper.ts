// Test mode under conformance: paper stands in for every broker.
import type { BrokerName } from '../../../domain/broker-wires.js';
import { MAGIC_CLIENT_IDS } from '../../../brokers/paper/magic.js';
import { MemoryPaperBook } from '../../../brokers/paper/memory-book.js';
import { createAdapters } from '../../../brokers/registry.js';
import { wireSettings } from '../../../platform/broker-wires.js';
import { CREDENTIALS, REDIRECT_URI, type Running, type Subject } from './subject.js';
import { zebu } from './zebu.js';

const PREFIXES = {
  plain: 'CONF',
  no_funds: MAGIC_CLIENT_IDS.noFunds,
  rejected: MAGIC_CLIENT_IDS.rejected,
  partial: MAGIC_CLIENT_IDS.partial,
  rests: MAGIC_CLIENT_IDS.rests,
};
let clients = 0;

export function paper(broker: BrokerName): Subject {
  return {
    name: `paper (test mode of ${broker})`,
    wire: broker,
    faults: false,
    // The sandbox speaks the guide's words.
    words: zebu.words,
    unlisted: zebu.unlisted,
    start: () => Promise.resolve(start(broker)),
  };
}

function start(broker: BrokerName): Running {
  const adapters = createAdapters({ wires: wireSettings('http://127.0.0.1:9'), paperBook: new MemoryPaperBook() });
  const found = adapters.adapterFor(broker, 'test');
  if (!found.available) throw new Error(found.message);
  const { adapter } = found;
  const oneTimeToken = (): Promise<string> => Promise.resolve('mock_token_12345');
  return {
    adapter,
    unreachable: { adapter, credentials: { apiKey: 'unreachable_key', apiSecret: 's' } },
    oneTimeToken,
    async client(fate) {
      const clientId = `${PREFIXES[fate]}${++clients}`;
      const token = await oneTimeToken();
      const login = { credentials: CREDENTIALS, token, redirectUri: REDIRECT_URI, expectedClientId: clientId };
      const { accessToken } = await adapter.exchangeToken(login);
      return { clientId, apiKey: CREDENTIALS.apiKey, accessToken };
    },
    arm: () => Promise.reject(new Error('paper has no network')),
    stop: () => adapters.close(),
  };
}
