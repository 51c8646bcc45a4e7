// Upstox over its v2 and v3 wire: sessions, orders, positions and market data.
import type { ContractRef, OptionInstrument, Quote, Underlying } from '../../domain/option-contract.js';
import { nextIstTime } from '../../domain/trading-time.js';
import type { WireSettings } from '../../platform/broker-wires.js';
import { BrokerError } from '../errors.js';
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
import { BrokerTransport, type WireCall } from '../transport.js';
import { errorOf, placementOf } from '../verdict.js';
import { isOrderNotFound, judge } from './errors.js';
import { InstrumentMaster } from './master.js';
import { readQuotes, readSpotPaise } from './quotes.js';
import {
  orderBody,
  placedOrderId,
  readBook,
  readGrant,
  readHistoryOrderId,
  readMarginPaise,
  readOneOrder,
  readPositions,
  type SymbolOf,
} from './wire.js';

const BROKER = 'upstox';
/** Every token dies at this hour in India, whenever it was issued. @see …/get-token (read 2026-11-24) */
const SESSIONS_END = '03:30';
/** The broker allows 500; shorter addresses pass every gateway. */
const QUOTES_PER_CALL = 200;
/** Every place where the broker's own clients put a version. */
const API_VERSION = { 'api-version': '2.0' };
const FORM = 'application/x-www-form-urlencoded';
const JSON_BODY = 'application/json';

export class UpstoxAdapter implements BrokerAdapter {
  readonly broker = BROKER;
  readonly wire = 'upstox';
  readonly capabilities: BrokerCapabilities = { modifyOrder: true, ordersPerSecond: 10, publicInstruments: true };
  private readonly api: BrokerTransport;
  private readonly orders: BrokerTransport;
  private readonly files: BrokerTransport;
  private readonly master: InstrumentMaster;
  private readonly orderHeaders: Record<string, string>;
  private readonly symbolOf: SymbolOf = (key) => this.master.symbolOf(key);

  /** @param now - epoch ms; @param timeoutMs - of each read */
  constructor(
    { addresses, algoId }: WireSettings,
    private readonly now: () => number = Date.now,
    timeoutMs?: number,
  ) {
    this.api = new BrokerTransport(addresses.api, timeoutMs);
    this.orders = new BrokerTransport(addresses.orders, timeoutMs);
    this.files = new BrokerTransport(addresses.instruments, timeoutMs);
    this.master = new InstrumentMaster(this.files, now);
    // @see …/appendix/my-apps-support-for-algo-trading-circular (read 2026-11-24): on every request that places, changes or cancels
    this.orderHeaders = algoId === undefined ? {} : { 'x-algo-name': algoId };
  }

  /** An unknown client_id, or one registered with another callback address, is refused by the login page; the secret proves itself at the first login. */
  async probe({ apiKey, apiSecret }: Credentials, redirectUri: string): Promise<void> {
    const query = new URLSearchParams({ response_type: 'code', client_id: apiKey, redirect_uri: redirectUri });
    const answer = await this.api.call({ method: 'GET', path: `/v2/login/authorization/dialog?${query.toString()}` });
    if (answer.kind === 'response' && answer.status < 400) return;
    throw errorOf(BROKER, judge(answer), [apiSecret]);
  }

  async exchangeToken({ credentials, token, redirectUri }: Login): Promise<TokenGrant> {
    const form = new URLSearchParams({
      code: token,
      client_id: credentials.apiKey,
      client_secret: credentials.apiSecret,
      redirect_uri: redirectUri,
      grant_type: 'authorization_code',
    });
    const body = { type: FORM, text: form.toString() };
    const path = '/v2/login/authorization/token';
    const answer = await this.api.call({ method: 'POST', path, headers: API_VERSION, body });
    if (answer.kind !== 'response' || answer.status !== 200)
      throw errorOf(BROKER, judge(answer), [credentials.apiSecret, token]);
    return { ...readGrant(answer.body), expiresAtMs: nextIstTime(this.now(), SESSIONS_END) };
  }

  prepare(session: BrokerSession, order: PlaceOrder): PreparedPlacement {
    return {
      via: 'http',
      request: {
        origin: this.orders.origin,
        method: 'POST',
        path: `${this.orders.prefix}/v3/order/place`,
        headers: { ...readHeaders(session), 'content-type': JSON_BODY, ...this.orderHeaders },
        body: orderBody(order),
      },
      read: (answer) => placementOf(judge(answer), placedOrderId, [session.accessToken]),
    };
  }

  /** On the host that takes orders. Whether it serves funds is not documented: any answer at all leaves the connection open. */
  warmUp(session: BrokerSession): WireRequest {
    return {
      origin: this.orders.origin,
      method: 'GET',
      path: `${this.orders.prefix}/v2/user/get-funds-and-margin?segment=SEC`,
      headers: readHeaders(session),
    };
  }

  async orderBook(session: BrokerSession): Promise<BrokerOrder[]> {
    return readBook(await this.get(session, '/v2/order/retrieve-all'), this.symbolOf);
  }

  /** The history of a tag has one row per stage; the order itself is asked for by its id. */
  async findByTag(session: BrokerSession, tag: string): Promise<BrokerOrder | undefined> {
    const orderId = readHistoryOrderId(await this.getIfAny(session, '/v2/order/history', { tag }), tag);
    if (orderId === undefined) return undefined;
    return readOneOrder(await this.get(session, '/v2/order/details', { order_id: orderId }), this.symbolOf);
  }

  async cancelOrder(session: BrokerSession, brokerOrderId: string): Promise<void> {
    const query = new URLSearchParams({ order_id: brokerOrderId }).toString();
    await this.change(session, { method: 'DELETE', path: `/v3/order/cancel?${query}` });
  }

  async modifyOrder(session: BrokerSession, brokerOrderId: string, limitPricePaise: number): Promise<void> {
    const text = JSON.stringify({
      order_id: brokerOrderId,
      validity: 'DAY',
      order_type: 'LIMIT',
      price: limitPricePaise / 100,
      trigger_price: 0,
    });
    await this.change(session, { method: 'PUT', path: '/v3/order/modify', body: { type: JSON_BODY, text } });
  }

  async positions(session: BrokerSession): Promise<BrokerPosition[]> {
    const data = await this.get(session, '/v2/portfolio/short-term-positions');
    await this.master.today();
    return readPositions(data, this.symbolOf);
  }

  async availableMarginPaise(session: BrokerSession): Promise<number> {
    return readMarginPaise(await this.get(session, '/v2/user/get-funds-and-margin', { segment: 'SEC' }));
  }

  async spotPaise(session: BrokerSession, underlying: Underlying): Promise<number> {
    const key = (await this.master.today()).indexKeys.get(underlying);
    if (key === undefined) throw new BrokerError('refused', 'upstox', `no option on ${underlying} is listed`);
    return readSpotPaise(await this.get(session, '/v2/market-quote/ltp', { instrument_key: key }), key);
  }

  async quotes(session: BrokerSession, contracts: readonly ContractRef[]): Promise<Map<string, Quote>> {
    const found = new Map<string, Quote>();
    for (let start = 0; start < contracts.length; start += QUOTES_PER_CALL) {
      const asked = contracts.slice(start, start + QUOTES_PER_CALL);
      const keys = asked.map((c) => c.instrumentKey).join(',');
      const quotes = readQuotes(await this.get(session, '/v2/market-quote/quotes', { instrument_key: keys }));
      for (const { tradingsymbol, instrumentKey } of asked) {
        const quote = quotes.get(instrumentKey);
        if (quote) found.set(tradingsymbol, quote);
      }
    }
    return found;
  }

  async instruments(_session: BrokerSession, underlying: Underlying): Promise<OptionInstrument[]> {
    return (await this.master.today()).options.filter((option) => option.underlying === underlying);
  }

  /** Drops the connections; calls in flight fail. */
  async close(): Promise<void> {
    await Promise.all([this.api.close(), this.orders.close(), this.files.close()]);
  }

  private get(session: BrokerSession, path: string, query: Record<string, string> = {}): Promise<unknown> {
    return this.read(session, path, query, () => false);
  }

  /** As `get`, where "order not found" is an answer: an empty one. */
  private getIfAny(session: BrokerSession, path: string, query: Record<string, string>): Promise<unknown> {
    return this.read(session, path, query, isOrderNotFound);
  }

  private async read(
    { accessToken }: BrokerSession,
    path: string,
    query: Record<string, string>,
    isEmpty: (code: string | undefined) => boolean,
  ): Promise<unknown> {
    const asked = new URLSearchParams(query).toString();
    const call = { method: 'GET', path: asked === '' ? path : `${path}?${asked}`, accessToken } as const;
    const verdict = judge(await this.api.call({ ...call, headers: API_VERSION }));
    if (verdict.kind === 'success') return verdict.data;
    if (verdict.kind === 'refused' && isEmpty(verdict.code)) return [];
    throw errorOf(BROKER, verdict, [accessToken]);
  }

  /** Changes and cancellations go where placements go. */
  private async change({ accessToken }: BrokerSession, call: WireCall): Promise<void> {
    const verdict = judge(await this.orders.call({ ...call, accessToken, headers: this.orderHeaders }));
    if (verdict.kind !== 'success') throw errorOf(BROKER, verdict, [accessToken]);
  }
}

function readHeaders({ accessToken }: BrokerSession): Record<string, string> {
  return { authorization: `Bearer ${accessToken}`, accept: JSON_BODY };
}
