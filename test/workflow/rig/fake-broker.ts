// A broker that answers as the test says. What these workflows never ask for is a bug when it is asked.
import type {
  BrokerAdapter,
  BrokerCapabilities,
  BrokerOrder,
  BrokerSession,
  Credentials,
  Login,
  TokenGrant,
} from '../../../brokers/port.js';
import type { OptionInstrument, Underlying } from '../../../domain/option-contract.js';

const unasked = (): never => {
  throw new Error('not asked for by these workflows');
};

export class FakeBroker implements BrokerAdapter {
  readonly broker = 'zebu';
  readonly wire = 'zebu';
  readonly capabilities: BrokerCapabilities = { modifyOrder: false, ordersPerSecond: 10 };
  readonly probes: Credentials[] = [];
  readonly exchanges: string[] = [];
  onProbe: () => Promise<void> = () => Promise.resolve();
  onExchange: (requestToken: string) => Promise<TokenGrant> = unasked;

  onOrderBook: (session: BrokerSession) => Promise<BrokerOrder[]> = unasked;

  orderBook(session: BrokerSession): Promise<BrokerOrder[]> {
    return this.onOrderBook(session);
  }

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
  findByTag = unasked;
  cancelOrder = unasked;
  modifyOrder = unasked;
  positions = unasked;
  spotPaise = unasked;
  quotes = unasked;
  onMargin: (session: BrokerSession) => Promise<number> = unasked;

  availableMarginPaise(session: BrokerSession): Promise<number> {
    return this.onMargin(session);
  }

  onInstruments: (session: BrokerSession, underlying: Underlying) => Promise<OptionInstrument[]> = unasked;

  instruments(session: BrokerSession, underlying: Underlying): Promise<OptionInstrument[]> {
    return this.onInstruments(session, underlying);
  }
}
