// Zebu over its Noren wire: sessions, orders, positions and market data.
import { createHash } from 'node:crypto';
import type { ContractRef, OptionInstrument, Quote, Underlying } from '../../domain/option-contract.js';
import type { WireSettings } from '../../platform/broker-wires.js';
import { BrokerError } from '../errors.js';
import { Kept } from '../kept.js';
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
  WireRequest,
} from '../port.js';
import { readable, textField } from '../readable.js';
import { BrokerTransport, type WireCall } from '../transport.js';
import { errorOf, placementOf, type Verdict } from '../verdict.js';
import { judge, saysNoData } from './errors.js';
import { MASTER_PATH, readInstruments, unzipMaster } from './instruments.js';
import { INDEX_EXCHANGE, INDEX_TOKENS, readQuote, readSpotPaise } from './market-data.js';
import { Pace } from './pace.js';
import {
  jData,
  modifyFields,
  placeFields,
  readBook,
  readGrant,
  readMarginPaise,
  readPositions,
  readTerms,
} from './wire.js';

const BROKER = 'zebu';
const API = '/NorenWClientAPI';
/** The broker allows a user ten requests a second; two are left to reads of the book. @see docs/brokers.md */
const QUOTES_PER_SECOND = 8;
const MASTER_TIMEOUT_MS = 20_000;
/** One download serves the underlyings that ask within this time. */
const MASTER_KEPT_MS = 10 * 60_000;

export class NorenAdapter implements BrokerAdapter {
  readonly broker = BROKER;
  readonly wire = 'zebu-noren';
  readonly capabilities: BrokerCapabilities = {
    modifyOrder: true,
    ordersPerSecond: 10,
    quotesPerSecond: QUOTES_PER_SECOND,
    publicInstruments: true,
  };
  private readonly transport: BrokerTransport;
  private readonly files: BrokerTransport;
  private readonly pace = new Pace(QUOTES_PER_SECOND);
  private readonly master = new Kept<string>();

  /** @param now - epoch ms; @param timeoutMs - of each read */
  constructor(
    private readonly settings: WireSettings,
    private readonly now: () => number = Date.now,
    timeoutMs?: number,
  ) {
    this.transport = new BrokerTransport(settings.addresses.api, timeoutMs);
    this.files = new BrokerTransport(settings.addresses.instruments, MASTER_TIMEOUT_MS);
  }

  /** An unknown app id is refused by the login page; the secret proves itself only at the first login. */
  async probe({ apiKey, apiSecret }: Credentials): Promise<void> {
    const query = new URLSearchParams({ client_id: apiKey });
    const answer = await this.transport.call({
      method: 'GET',
      path: `/OAuthlogin/authorize/oauth?${query.toString()}`,
    });
    if (answer.kind === 'response' && answer.status < 400) return;
    throw errorOf(BROKER, judge(answer), [apiSecret]);
  }

  async exchangeToken({ credentials, token: code, expectedClientId }: Login): Promise<TokenGrant> {
    const { apiKey, apiSecret } = credentials;
    const checksum = createHash('sha256').update(`${apiKey}${apiSecret}${code}`).digest('hex');
    const body = jData({ code, checksum, uid: expectedClientId });
    const call: WireCall = { method: 'POST', path: `${API}/GenAcsTok`, body };
    const { accessToken, userId, accountId, expiresAtMs } = readGrant(
      await this.data(call, [apiSecret, code, checksum]),
    );
    if (accountId !== userId)
      throw new BrokerError('refused', BROKER, `The login of user ${userId} is for another account, ${accountId}`);
    return { accessToken, clientId: userId, expiresAtMs };
  }

  prepare(session: BrokerSession, order: PlaceOrder): PreparedPlacement {
    return {
      via: 'http',
      request: this.wireRequest(session, 'PlaceOrder', placeFields(session.clientId, order, this.settings.algoId)),
      read: (answer) => placementOf(judge(answer), (data) => textField(data, 'norenordno'), [session.accessToken]),
    };
  }

  warmUp(session: BrokerSession): WireRequest {
    return this.wireRequest(session, 'Limits', { uid: session.clientId, actid: session.clientId });
  }

  async orderBook(session: BrokerSession): Promise<BrokerOrder[]> {
    return readBook(await this.book(session, 'OrderBook', { uid: session.clientId, ordersource: 'API' }));
  }

  /** The wire has no look-up by tag: the whole book is read. */
  async findByTag(session: BrokerSession, tag: string): Promise<BrokerOrder | undefined> {
    return (await this.orderBook(session)).find((order) => order.tag === tag);
  }

  async cancelOrder(session: BrokerSession, norenordno: string): Promise<void> {
    await this.post(session, 'CancelOrder', { uid: session.clientId, norenordno, ordersource: 'API' });
  }

  /** The wire wants the order's contract and whole quantity again: they are read from its history first. */
  async modifyOrder(session: BrokerSession, norenordno: string, limitPricePaise: number): Promise<void> {
    const { clientId } = session;
    const terms = readTerms(
      await this.post(session, 'SingleOrdHist', { uid: clientId, norenordno, ordersource: 'API' }),
    );
    await this.post(session, 'ModifyOrder', modifyFields(clientId, norenordno, terms, limitPricePaise));
  }

  async positions(session: BrokerSession): Promise<BrokerPosition[]> {
    const { clientId } = session;
    return readPositions(await this.book(session, 'PositionBook', { uid: clientId, actid: clientId }));
  }

  async availableMarginPaise(session: BrokerSession): Promise<number> {
    return readMarginPaise(await this.post(session, 'Limits', { uid: session.clientId, actid: session.clientId }));
  }

  async spotPaise(session: BrokerSession, underlying: Underlying): Promise<number> {
    const token = INDEX_TOKENS[underlying];
    await this.pace.turn(session.clientId);
    return readSpotPaise(
      await this.post(session, 'GetQuotes', { uid: session.clientId, exch: INDEX_EXCHANGE, token }),
      token,
    );
  }

  /** One call a contract; a failure leaves those that would come later unasked. */
  async quotes(session: BrokerSession, contracts: readonly ContractRef[]): Promise<Map<string, Quote>> {
    const found = new Map<string, Quote>();
    for (let start = 0; start < contracts.length; start += QUOTES_PER_SECOND) {
      const wave = contracts.slice(start, start + QUOTES_PER_SECOND);
      const quotes = await Promise.all(wave.map((contract) => this.quote(session, contract)));
      wave.forEach(({ tradingsymbol }, i) => quotes[i] && found.set(tradingsymbol, quotes[i]));
    }
    return found;
  }

  async instruments(_session: BrokerSession, underlying: Underlying): Promise<OptionInstrument[]> {
    return readInstruments(await this.masterCsv(), underlying);
  }

  /** Drops the connections; calls in flight fail. */
  async close(): Promise<void> {
    await Promise.all([this.transport.close(), this.files.close()]);
  }

  private async quote(session: BrokerSession, contract: ContractRef): Promise<Quote | undefined> {
    const { exchange: exch, instrumentKey: token } = contract;
    await this.pace.turn(session.clientId);
    const verdict = await this.verdict(session, 'GetQuotes', { uid: session.clientId, exch, token });
    return saysNoData(verdict) ? undefined : readQuote(this.dataOf(verdict, [session.accessToken]), token);
  }

  private masterCsv(): Promise<string> {
    const now = this.now();
    return this.master.get(now, now + MASTER_KEPT_MS, () => this.downloadMaster());
  }

  private async downloadMaster(): Promise<string> {
    const answer = await this.files.download({ method: 'GET', path: MASTER_PATH });
    if (answer.kind !== 'response' || answer.status !== 200)
      throw errorOf(
        BROKER,
        judge(answer.kind === 'response' ? { ...answer, body: answer.body.toString('utf8') } : answer),
        [],
      );
    const unzipped = await unzipMaster(answer.body).catch((error: unknown) => error);
    return readable(BROKER, 'instruments', () => {
      if (typeof unzipped === 'string') return unzipped;
      throw unzipped;
    });
  }

  /** The rows of a book; an empty one is an object that says so. */
  private async book(session: BrokerSession, what: string, fields: Record<string, string>): Promise<unknown> {
    const verdict = await this.verdict(session, what, fields);
    return saysNoData(verdict) ? [] : this.dataOf(verdict, [session.accessToken]);
  }

  private async post(session: BrokerSession, what: string, fields: Record<string, string>): Promise<unknown> {
    return this.dataOf(await this.verdict(session, what, fields), [session.accessToken]);
  }

  private async verdict(session: BrokerSession, what: string, fields: Record<string, string>): Promise<Verdict> {
    const { accessToken } = session;
    return judge(
      await this.transport.call({ method: 'POST', path: `${API}/${what}`, accessToken, body: jData(fields) }),
    );
  }

  private async data(call: WireCall, secrets: string[]): Promise<unknown> {
    return this.dataOf(judge(await this.transport.call(call)), secrets);
  }

  /** The data of a success. @param secrets - what no error message may repeat */
  private dataOf(verdict: Verdict, secrets: string[]): unknown {
    if (verdict.kind === 'success') return verdict.data;
    throw errorOf(BROKER, verdict, secrets);
  }

  private wireRequest(session: BrokerSession, what: string, fields: Record<string, string>): WireRequest {
    const { type, text } = jData(fields);
    return {
      origin: this.transport.origin,
      method: 'POST',
      path: `${this.transport.prefix}${API}/${what}`,
      headers: {
        authorization: `Bearer ${session.accessToken}`,
        'content-type': type,
        accept: 'application/json',
      },
      body: text,
    };
  }
}
