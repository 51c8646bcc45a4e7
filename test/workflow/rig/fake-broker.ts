// A broker that answers as the test says. What these workflows never ask for is a bug when it is asked.
import type { BrokerAdapter, Credentials, Login, TokenGrant } from '../../../brokers/port.js';

const unasked = (): never => {
  throw new Error('not asked for by these workflows');
};

export class FakeBroker implements BrokerAdapter {
  readonly broker = 'zebu';
  readonly wire = 'zebu';
  readonly capabilities = { modifyOrder: false, ordersPerSecond: 10 };
  readonly probes: Credentials[] = [];
  readonly exchanges: string[] = [];
  onProbe: () => Promise<void> = () => Promise.resolve();
  onExchange: (requestToken: string) => Promise<TokenGrant> = unasked;

  probe(credentials: Credentials): Promise<void> {
    this.probes.push(credentials);
    return this.onProbe();
  }

  exchangeToken({ token }: Login): Promise<TokenGrant> {
    this.exchanges.push(token);
    return this.onExchange(token);
  }

  prepare = unasked;
  warmUp = unasked;
  orderBook = unasked;
  findByTag = unasked;
  cancelOrder = unasked;
  modifyOrder = unasked;
  positions = unasked;
  availableMarginPaise = unasked;
  spotPaise = unasked;
  quotes = unasked;
  instruments = unasked;
}
