// Brokers whose wire is of the Kite Connect family: one adapter for all of them. A dialect says where a broker differs.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ContractRef, OptionInstrument, Quote, Underlying } from '../domain/option-contract.js';
import { nextIstTime } from '../domain/trading-time.js';
import type { WireAddresses } from '../platform/broker-wires.js';
import { INDEX_KEYS, readInstruments, readQuotes, readSpotPaise } from './connect-market.js';
import { QuoteRequests } from './connect-quotes.js';
import { orderFields, readBook, readGrant, readMarginPaise, readPositions } from './connect-wire.js';
import { BrokerError } from './errors.js';
import { PacedReads } from './paced-reads.js';
import type {
  BrokerAdapter,
  BrokerCapabilities,
  BrokerOrder,
  BrokerPosition,
  BrokerSession,
  Credentials,
  Login,
  PlaceOrder,
  PreparedPlacement,
  TokenGrant,
  WireAnswer,
  WireRequest,
} from './port.js';
import { textField } from './readable.js';
import { BrokerTransport, type WireCall } from './transport.js';
import { errorOf, placementOf, type Verdict } from './verdict.js';

export type ConnectDialect = {
  broker: string;
  wire: string;
  capabilities: BrokerCapabilities;
  /**
   * Without the base address' own path. `orderBookOf`: where the book can be asked for one tag. `warmUp`: what opens connections without
   * a session, where the broker counts what a session asks for; otherwise margins do.
   */
  paths: Record<
    'loginPage' | 'placeOrder' | 'orderBook' | 'positions' | 'margins' | 'quote' | 'instruments',
    string
  > & {
    order: (brokerOrderId: string) => string;
    orderBookOf?: (tag: string) => string;
    warmUp?: string;
  };
  /** Who calls; undefined before there is a session. */
  headersOf: (session?: BrokerSession) => Record<string, string>;
  /** An order, or what is to be changed of it, as a body. */
  encode: (fields: Record<string, string | number>) => { type: string; text: string };
  judge: (answer: WireAnswer) => Verdict;
  quotesPerCall: number;
  /** Least milliseconds between two reads of the book, where the broker counts them. Requests for quotes: `quotesEveryMs`. */
  orderBookEveryMs?: number;
  /** How the book words that an order was rejected for want of money. */
  shortOfFunds?: RegExp;
};

/** When the brokers end all sessions, unless the answer says otherwise (`expires_at`): the family's hour. */
const SESSIONS_END = '06:00';
const LIST_TIMEOUT_MS = 30_000;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const unzip = promisify(gunzip);

export class ConnectAdapter implements BrokerAdapter {
  readonly broker: string;
  readonly wire: string;
  readonly capabilities: BrokerCapabilities;
  private readonly api: BrokerTransport;
  private readonly loginPages: BrokerTransport;
  private readonly paced = new PacedReads();
  private readonly quoteRequests: QuoteRequests;

  /** @param now - epoch ms; @param timeoutMs - of each read */
  constructor(
    private readonly dialect: ConnectDialect,
    addresses: Pick<WireAddresses, 'api' | 'login'>,
    private readonly now: () => number,
    timeoutMs?: number,
  ) {
    ({ broker: this.broker, wire: this.wire, capabilities: this.capabilities } = dialect);
    this.api = new BrokerTransport(addresses.api, timeoutMs);
    this.loginPages = new BrokerTransport(addresses.login, timeoutMs);
    const { capabilities, quotesPerCall, paths } = dialect;
    this.quoteRequests = new QuoteRequests(capabilities.quotesEveryMs, quotesPerCall, (session, keys) => {
      const query = new URLSearchParams(keys.map((key): [string, string] => ['i', key]));
      return this.get(session, `${paths.quote}?${query.toString()}`);
    });
  }

  /** An unknown api_key is refused by the login page; the secret proves itself only at the first login. */
  async probe({ apiKey, apiSecret }: Credentials): Promise<void> {
    const path = `${this.dialect.paths.loginPage}${new URLSearchParams({ api_key: apiKey }).toString()}`;
    const answer = await this.loginPages.call({ method: 'GET', path });
    if (answer.kind === 'response' && answer.status < 400) return;
    throw errorOf(this.broker, this.dialect.judge(answer), [apiSecret]);
  }

  /** A one-time token that does not serve is a refusal, whatever the broker calls it: there is no session yet that could be over. */
  async exchangeToken({ credentials, token: requestToken }: Login): Promise<TokenGrant> {
    const { apiKey, apiSecret } = credentials;
    const checksum = createHash('sha256').update(`${apiKey}${requestToken}${apiSecret}`).digest('hex');
    const form = new URLSearchParams({ api_key: apiKey, request_token: requestToken, checksum });
    const body = { type: 'application/x-www-form-urlencoded', text: form.toString() };
    const call = { method: 'POST', path: '/session/token', headers: this.dialect.headersOf(), body } as const;
    const verdict = this.dialect.judge(await this.api.call(call));
    if (verdict.kind !== 'success') {
      const error = errorOf(this.broker, verdict, [apiSecret, requestToken, checksum]);
      throw error.kind === 'auth' ? new BrokerError('refused', this.broker, error.detail, error.brokerCode) : error;
    }
    const grant = readGrant(this.broker, verdict.data);
    return { ...grant, expiresAtMs: grant.expiresAtMs ?? nextIstTime(this.now(), SESSIONS_END) };
  }

  prepare(session: BrokerSession, order: PlaceOrder): PreparedPlacement {
    const { type, text } = this.dialect.encode(orderFields(order));
    const { judge, paths } = this.dialect;
    return {
      via: 'http',
      request: { ...this.request(session, 'POST', paths.placeOrder, { 'content-type': type }), body: text },
      read: (answer) => placementOf(judge(answer), (data) => textField(data, 'order_id'), [session.accessToken]),
    };
  }

  warmUp(session: BrokerSession): WireRequest {
    const { warmUp, margins } = this.dialect.paths;
    return warmUp === undefined ? this.request(session, 'GET', margins) : this.request(undefined, 'GET', warmUp);
  }

  async orderBook(session: BrokerSession): Promise<BrokerOrder[]> {
    return this.book(session, this.dialect.paths.orderBook);
  }

  async findByTag(session: BrokerSession, tag: string): Promise<BrokerOrder | undefined> {
    const { orderBook, orderBookOf } = this.dialect.paths;
    return (await this.book(session, orderBookOf?.(tag) ?? orderBook)).find((order) => order.tag === tag);
  }

  async cancelOrder(session: BrokerSession, brokerOrderId: string): Promise<void> {
    await this.data(session, { method: 'DELETE', path: this.dialect.paths.order(brokerOrderId) });
  }

  async modifyOrder(session: BrokerSession, brokerOrderId: string, limitPricePaise: number): Promise<void> {
    const body = this.dialect.encode({ order_type: 'LIMIT', price: limitPricePaise / 100 });
    await this.data(session, { method: 'PUT', path: this.dialect.paths.order(brokerOrderId), body });
  }

  async positions(session: BrokerSession): Promise<BrokerPosition[]> {
    return readPositions(this.broker, await this.get(session, this.dialect.paths.positions));
  }

  async availableMarginPaise(session: BrokerSession): Promise<number> {
    return readMarginPaise(this.broker, await this.get(session, this.dialect.paths.margins));
  }

  async spotPaise(session: BrokerSession, underlying: Underlying): Promise<number> {
    const key = INDEX_KEYS[underlying];
    return readSpotPaise(this.broker, await this.quoteRequests.ask(session, [key]), key);
  }

  async quotes(session: BrokerSession, contracts: readonly ContractRef[]): Promise<Map<string, Quote>> {
    const found = new Map<string, Quote>();
    for (let start = 0; start < contracts.length; start += this.dialect.quotesPerCall) {
      const asked = contracts.slice(start, start + this.dialect.quotesPerCall);
      const keys = asked.map((contract) => `${contract.exchange}:${contract.tradingsymbol}`);
      const quotes = readQuotes(this.broker, await this.quoteRequests.ask(session, keys), keys);
      for (const [key, quote] of quotes) found.set(key.slice(key.indexOf(':') + 1), quote);
    }
    return found;
  }

  async instruments(session: BrokerSession, underlying: Underlying): Promise<OptionInstrument[]> {
    const { paths, headersOf, judge } = this.dialect;
    const call = { method: 'GET', path: paths.instruments, headers: headersOf(session) } as const;
    const answer = await this.api.download({ ...call, timeoutMs: LIST_TIMEOUT_MS });
    if (answer.kind === 'response' && answer.status === 200)
      return readInstruments(this.broker, await this.textOf(answer.body), underlying);
    const seen = answer.kind === 'response' ? { ...answer, body: answer.body.toString('utf8') } : answer;
    throw errorOf(this.broker, judge(seen), [session.accessToken]);
  }

  /** Drops the connections; calls in flight fail. */
  async close(): Promise<void> {
    await Promise.all([this.api.close(), this.loginPages.close()]);
  }

  /** Whoever asks while a counted read waits for its turn shares it. */
  private async book(session: BrokerSession, path: string): Promise<BrokerOrder[]> {
    const { orderBookEveryMs: everyMs, shortOfFunds } = this.dialect;
    const read = (): Promise<unknown> => this.get(session, path);
    const data = everyMs ? this.paced.shared(`${path} ${session.accessToken}`, everyMs, read) : read();
    return readBook(this.broker, await data, shortOfFunds);
  }

  /** A list comes as text, or gzipped, whatever its headers say. */
  private async textOf(body: Buffer): Promise<string> {
    if (!body.subarray(0, 2).equals(GZIP_MAGIC)) return body.toString('utf8');
    const unzipped = await unzip(body).catch(() => undefined);
    if (!unzipped) throw new BrokerError('unreachable', this.broker, 'unreadable instruments: a broken gzip file');
    return unzipped.toString('utf8');
  }

  private get(session: BrokerSession, path: string): Promise<unknown> {
    return this.data(session, { method: 'GET', path });
  }

  /** The `data` of a successful answer. */
  private async data(session: BrokerSession, call: WireCall): Promise<unknown> {
    const verdict = this.dialect.judge(await this.api.call({ ...call, headers: this.dialect.headersOf(session) }));
    if (verdict.kind === 'success') return verdict.data;
    throw errorOf(this.broker, verdict, [session.accessToken]);
  }

  private request(
    session: BrokerSession | undefined,
    method: string,
    path: string,
    more: Record<string, string> = {},
  ): WireRequest {
    const headers = { ...this.dialect.headersOf(session), ...more, accept: 'application/json' };
    return { origin: this.api.origin, method, path: `${this.api.prefix}${path}`, headers };
  }
}
