// Zebu over the guide's connect wire: sessions, orders, positions and market data.
import { createHash } from 'node:crypto';
import type { ContractRef, OptionInstrument, Quote, Underlying } from '../../domain/option-contract.js';
import { nextIstTime } from '../../domain/trading-time.js';
import { textField } from '../readable.js';
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
import { judge } from './errors.js';
import { INDEX_KEYS, readInstruments, readQuotes, readSpotPaise } from './market-data.js';
import { orderBody, readBook, readGrant, readMarginPaise, readPositions } from './wire.js';

const API = '/api/v1';
/** When the broker ends all sessions, unless its answer says otherwise (`expires_at`): the connect family's hour. */
const SESSIONS_END = '06:00';
const QUOTES_PER_CALL = 200;

export class ZebuAdapter implements BrokerAdapter {
  readonly broker = 'zebu';
  readonly wire = 'zebu';
  readonly capabilities: BrokerCapabilities = { modifyOrder: true, ordersPerSecond: 10 };
  private readonly transport: BrokerTransport;

  /** @param baseUrl - the wire's base; @param now - epoch ms; @param timeoutMs - of each read */
  constructor(
    baseUrl: string,
    private readonly now: () => number = Date.now,
    timeoutMs?: number,
  ) {
    this.transport = new BrokerTransport(baseUrl, timeoutMs);
  }

  /** An unknown api_key is refused by the login page; the secret proves itself only at the first login. */
  async probe({ apiKey, apiSecret }: Credentials): Promise<void> {
    const answer = await this.transport.call({
      method: 'GET',
      path: `/connect/login?${new URLSearchParams({ api_key: apiKey }).toString()}`,
    });
    if (answer.kind === 'response' && answer.status < 400) return;
    throw errorOf(this.broker, judge(answer), [apiSecret]);
  }

  async exchangeToken({ credentials, token: requestToken }: Login): Promise<TokenGrant> {
    const { apiKey, apiSecret } = credentials;
    const checksum = createHash('sha256').update(`${apiKey}${requestToken}${apiSecret}`).digest('hex');
    const form = new URLSearchParams({ api_key: apiKey, request_token: requestToken, checksum });
    const body = { type: 'application/x-www-form-urlencoded', text: form.toString() };
    const data = await this.data({ method: 'POST', path: '/session/token', body }, [apiSecret, requestToken, checksum]);
    const grant = readGrant(data);
    return { ...grant, expiresAtMs: grant.expiresAtMs ?? nextIstTime(this.now(), SESSIONS_END) };
  }

  prepare(session: BrokerSession, order: PlaceOrder): PreparedPlacement {
    const headers = { ...authorisation(session), 'content-type': 'application/json', accept: 'application/json' };
    return {
      via: 'http',
      request: {
        origin: this.transport.origin,
        method: 'POST',
        path: this.pathOf('/orders'),
        headers,
        body: orderBody(order),
      },
      read: (answer) => placementOf(judge(answer), (data) => textField(data, 'order_id'), [session.accessToken]),
    };
  }

  warmUp(session: BrokerSession): WireRequest {
    return {
      origin: this.transport.origin,
      method: 'GET',
      path: this.pathOf('/margins'),
      headers: { ...authorisation(session), accept: 'application/json' },
    };
  }

  async orderBook(session: BrokerSession): Promise<BrokerOrder[]> {
    return readBook(await this.get(session, '/orders'));
  }

  async findByTag(session: BrokerSession, tag: string): Promise<BrokerOrder | undefined> {
    const found = readBook(await this.get(session, `/orders?${new URLSearchParams({ tag }).toString()}`));
    return found.find((order) => order.tag === tag);
  }

  async cancelOrder(session: BrokerSession, brokerOrderId: string): Promise<void> {
    await this.data({
      method: 'DELETE',
      path: `${API}/orders/${encodeURIComponent(brokerOrderId)}`,
      accessToken: session.accessToken,
    });
  }

  async modifyOrder(session: BrokerSession, brokerOrderId: string, limitPricePaise: number): Promise<void> {
    const body = {
      type: 'application/json',
      text: JSON.stringify({ order_type: 'LIMIT', price: limitPricePaise / 100 }),
    };
    await this.data({
      method: 'PUT',
      path: `${API}/orders/${encodeURIComponent(brokerOrderId)}`,
      accessToken: session.accessToken,
      body,
    });
  }

  async positions(session: BrokerSession): Promise<BrokerPosition[]> {
    return readPositions(await this.get(session, '/positions'));
  }

  async availableMarginPaise(session: BrokerSession): Promise<number> {
    return readMarginPaise(await this.get(session, '/margins'));
  }

  async spotPaise(session: BrokerSession, underlying: Underlying): Promise<number> {
    const key = INDEX_KEYS[underlying];
    return readSpotPaise(await this.get(session, `/quote?${new URLSearchParams({ i: key }).toString()}`), key);
  }

  async quotes(session: BrokerSession, contracts: readonly ContractRef[]): Promise<Map<string, Quote>> {
    const found = new Map<string, Quote>();
    for (let start = 0; start < contracts.length; start += QUOTES_PER_CALL) {
      const keys = contracts
        .slice(start, start + QUOTES_PER_CALL)
        .map((c): [string, string] => ['i', `${c.exchange}:${c.tradingsymbol}`]);
      const quotes = readQuotes(await this.get(session, `/quote?${new URLSearchParams(keys).toString()}`));
      for (const [key, quote] of quotes) found.set(key.slice(key.indexOf(':') + 1), quote);
    }
    return found;
  }

  async instruments(session: BrokerSession, underlying: Underlying): Promise<OptionInstrument[]> {
    const answer = await this.transport.call({
      method: 'GET',
      path: `${API}/instruments`,
      accessToken: session.accessToken,
    });
    if (answer.kind === 'response' && answer.status === 200) return readInstruments(answer.body, underlying);
    throw errorOf(this.broker, judge(answer), [session.accessToken]);
  }

  /** Drops the connections; calls in flight fail. */
  close(): Promise<void> {
    return this.transport.close();
  }

  private get(session: BrokerSession, path: string): Promise<unknown> {
    return this.data({ method: 'GET', path: `${API}${path}`, accessToken: session.accessToken });
  }

  /** The `data` of a successful answer. @param secrets - what no error message may repeat, besides the call's token */
  private async data(call: WireCall, secrets: string[] = []): Promise<unknown> {
    const verdict = judge(await this.transport.call(call));
    if (verdict.kind === 'success') return verdict.data;
    throw errorOf(this.broker, verdict, call.accessToken === undefined ? secrets : [...secrets, call.accessToken]);
  }

  private pathOf(path: string): string {
    return `${this.transport.prefix}${API}${path}`;
  }
}

function authorisation(session: BrokerSession): { authorization: string } {
  return { authorization: `Bearer ${session.accessToken}` };
}
