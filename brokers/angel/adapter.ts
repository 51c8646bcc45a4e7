// Angel One over SmartAPI: sessions, orders, positions and market data.
import type { ContractRef, OptionInstrument, Quote, Underlying } from '../../domain/option-contract.js';
import { nextIstTime } from '../../domain/trading-time.js';
import type { ClientIdentity, WireAddresses } from '../../platform/broker-wires.js';
import { BrokerError } from '../errors.js';
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
import { BrokerTransport } from '../transport.js';
import { errorOf, placementOf } from '../verdict.js';
import { AngelCalls, JSON_TYPE, ORDER, secretsOf } from './calls.js';
import { judge } from './errors.js';
import { InstrumentMaster } from './instrument-master.js';
import { quoteBody, quoteKey, readQuotes, readSpotPaise, tokensByExchange } from './market-data.js';
import {
  cancelBody,
  modifyBody,
  orderBody,
  readBook,
  readClientCode,
  readMarginPaise,
  readPositions,
  type AngelOrder,
} from './wire.js';

/** Every session ends here, whenever it began. */
const SESSIONS_END = '00:00';
const QUOTES_PER_CALL = 50;
/** An order that nobody has: looking for it is allowed ten times a second, as often as placing one. */
const NO_ORDER = '00000000-0000-0000-0000-000000000000';

export class AngelAdapter implements BrokerAdapter {
  readonly broker = 'angel';
  readonly wire = 'angel';
  readonly capabilities: BrokerCapabilities = { modifyOrder: true, ordersPerSecond: 10, publicInstruments: true };
  private readonly calls: AngelCalls;
  private readonly loginPage: BrokerTransport;
  private readonly master: InstrumentMaster;

  /** @param identity - sent with every call; @param now - epoch ms; @param timeoutMs - of each read */
  constructor(
    addresses: WireAddresses,
    identity: ClientIdentity,
    private readonly now: () => number = Date.now,
    timeoutMs?: number,
  ) {
    this.calls = new AngelCalls(addresses, identity, timeoutMs);
    this.loginPage = new BrokerTransport(addresses.login, timeoutMs);
    this.master = new InstrumentMaster(addresses.instruments, now);
  }

  /**
   * Asks the login page, which refuses keys that are not of the publisher kind with 403, and the gateway, which is known to
   * refuse unknown keys (AG8004, third party); a complaint about the missing token shows that the key passed. The order of
   * the gateway's checks is unchecked. The api_secret has no part in the publisher login.
   */
  async probe({ apiKey, apiSecret }: Credentials): Promise<void> {
    const secrets = [apiKey, apiSecret];
    const query = new URLSearchParams({ api_key: apiKey }).toString();
    const page = await this.loginPage.call({ method: 'GET', path: `/publisher-login?${query}` });
    if (page.kind === 'failure' || page.status >= 400) {
      const verdict = judge(page);
      if (verdict.kind === 'unreadable' && page.kind === 'response' && page.status === 403)
        throw new BrokerError('refused', 'angel', 'the login page refuses this api_key: is it of the publisher kind?');
      throw errorOf('angel', verdict, secrets);
    }
    const verdict = await this.calls.profile({ apiKey });
    if (verdict.kind === 'success' || (verdict.kind === 'refused' && verdict.because === 'login_required')) return;
    throw errorOf('angel', verdict, secrets);
  }

  /** `auth_token` is the session's token itself: whose it is, and that it serves, is in the profile that it opens. */
  async exchangeToken({ credentials: { apiKey }, token }: Login): Promise<TokenGrant> {
    // Before the call: a token that still served a moment before midnight is not good for another day.
    const expiresAtMs = nextIstTime(this.now(), SESSIONS_END);
    const verdict = await this.calls.profile({ apiKey, accessToken: token });
    if (verdict.kind === 'success') return { accessToken: token, expiresAtMs, clientId: readClientCode(verdict.data) };
    const error = errorOf('angel', verdict, [token, apiKey]);
    // It is the login that is refused, not a session that is over.
    throw error.kind === 'auth' ? new BrokerError('refused', 'angel', error.detail, error.brokerCode) : error;
  }

  prepare(session: BrokerSession, order: PlaceOrder): PreparedPlacement {
    return {
      via: 'http',
      request: {
        origin: this.calls.origin,
        method: 'POST',
        path: `${this.calls.prefix}${ORDER}/placeOrder`,
        headers: { ...this.calls.headersOf(session), 'content-type': JSON_TYPE },
        body: orderBody(order),
      },
      read: (answer) => placementOf(judge(answer), (data) => textField(data, 'orderid'), secretsOf(session)),
    };
  }

  warmUp(session: BrokerSession): WireRequest {
    return {
      origin: this.calls.origin,
      method: 'GET',
      path: `${this.calls.prefix}${ORDER}/details/${NO_ORDER}`,
      headers: this.calls.headersOf(session),
    };
  }

  orderBook(session: BrokerSession): Promise<BrokerOrder[]> {
    return this.book(session);
  }

  /** Angel cannot be asked for a tag: the book is searched. */
  async findByTag(session: BrokerSession, tag: string): Promise<BrokerOrder | undefined> {
    return (await this.book(session)).find((order) => order.tag === tag);
  }

  async cancelOrder(session: BrokerSession, brokerOrderId: string): Promise<void> {
    await this.calls.post(session, `${ORDER}/cancelOrder`, cancelBody(brokerOrderId));
  }

  /** Angel wants the order repeated, so it is looked up in the book first: that may take a second. */
  async modifyOrder(session: BrokerSession, brokerOrderId: string, limitPricePaise: number): Promise<void> {
    const order = (await this.book(session)).find((o) => o.brokerOrderId === brokerOrderId);
    if (!order) throw new BrokerError('refused', 'angel', `order ${brokerOrderId} is not in the book`);
    await this.calls.post(session, `${ORDER}/modifyOrder`, modifyBody(order, limitPricePaise));
  }

  async positions(session: BrokerSession): Promise<BrokerPosition[]> {
    return readPositions(await this.calls.read(session, 'positions'));
  }

  async availableMarginPaise(session: BrokerSession): Promise<number> {
    return readMarginPaise(await this.calls.read(session, 'funds'));
  }

  async spotPaise(session: BrokerSession, underlying: Underlying): Promise<number> {
    const token = (await this.master.ofDay()).indexTokens.get(underlying);
    if (token === undefined) throw new BrokerError('refused', 'angel', `the index ${underlying} is not in the master`);
    return readSpotPaise(await this.calls.quote(session, quoteBody('LTP', { NSE: [token] })), token);
  }

  async quotes(session: BrokerSession, contracts: readonly ContractRef[]): Promise<Map<string, Quote>> {
    const found = new Map<string, Quote>();
    for (let start = 0; start < contracts.length; start += QUOTES_PER_CALL) {
      const asked = contracts.slice(start, start + QUOTES_PER_CALL);
      const quotes = readQuotes(await this.calls.quote(session, quoteBody('FULL', tokensByExchange(asked))));
      for (const contract of asked) {
        const quote = quotes.get(quoteKey(contract.exchange, contract.instrumentKey));
        if (quote) found.set(contract.tradingsymbol, quote);
      }
    }
    return found;
  }

  async instruments(_session: BrokerSession, underlying: Underlying): Promise<OptionInstrument[]> {
    return (await this.master.ofDay()).options.filter((o) => o.underlying === underlying);
  }

  /** Drops the connections; calls in flight fail. */
  async close(): Promise<void> {
    await Promise.all([this.calls.close(), this.loginPage.close(), this.master.close()]);
  }

  private async book(session: BrokerSession): Promise<AngelOrder[]> {
    return readBook(await this.calls.read(session, 'book'));
  }
}
