// Test mode for every broker: the simulated market and a book of paper orders. No network, no broker, no money.
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256Hex } from '../../domain/digest.js';
import type { ContractRef, OptionInstrument, Quote, Underlying } from '../../domain/option-contract.js';
import { listedOption, listedOptions } from '../../domain/simulated-listing.js';
import { quoteOf, spotPaise } from '../../domain/simulated-market.js';
import { brokenPriceRule, brokenRule, marginShortfallText, openingMarginPaise } from '../../domain/simulated-rules.js';
import { tradingDayOf } from '../../domain/trading-time.js';
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
  PlacementResult,
  PreparedPlacement,
  TokenGrant,
} from '../port.js';
import type { PaperBehaviour, PaperBook, PaperOrder } from './book.js';
import { behaviourOf, isMagic, isPlain, MAGIC_API_KEYS } from './magic.js';
import { orderAt } from './order-at.js';
import { grantFor, isAlive } from './session.js';
import { closes, hasLostLogin, refusesLogin } from './trouble.js';

const FUNDS_PAISE = 10_00_00_000_00;
const NO_FUNDS_PAISE = 5_000_00;
const LEAST_REQUIRED_PAISE = 15_000_00;
const BOOK_AGE_MS = 86_400_000;
const SLOW_ANSWER_MS = 2_000;
const SESSION_OVER = 'Invalid or expired session: log in again';
const NO_CONNECTION = 'no connection (ECONNREFUSED)';

export class PaperAdapter implements BrokerAdapter {
  readonly wire: string;
  readonly capabilities: BrokerCapabilities = { modifyOrder: true, ordersPerSecond: 10 };

  /** @param broker - the name it stands in for; @param now - epoch ms */
  constructor(
    readonly broker: string,
    private readonly book: PaperBook,
    private readonly now: () => number = Date.now,
  ) {
    this.wire = `${broker}/paper`;
  }

  async probe({ apiKey }: Credentials): Promise<void> {
    await Promise.resolve();
    if (apiKey.startsWith(MAGIC_API_KEYS.invalid)) throw this.error('refused', 'Invalid api_key', 'AB-1001');
    if (apiKey.startsWith(MAGIC_API_KEYS.unreachable)) throw this.error('unreachable', 'no answer (ETIMEDOUT)');
  }

  async exchangeToken({ token, expectedClientId }: Login): Promise<TokenGrant> {
    await Promise.resolve();
    const grant = grantFor(token, expectedClientId, this.now());
    if (!grant) throw this.error('refused', 'Invalid or expired request_token', 'AB-1004');
    return grant;
  }

  prepare(session: BrokerSession, order: PlaceOrder): PreparedPlacement {
    return { via: 'call', place: () => this.place(session, order) };
  }

  warmUp(): undefined {
    return undefined;
  }

  async orderBook(session: BrokerSession): Promise<BrokerOrder[]> {
    this.assertAlive(session);
    this.assertReachable(session);
    const now = this.now();
    const orders = await this.ordersOf(session, now);
    if (hasLostLogin(session, orders, now)) throw this.sessionOver();
    return orders.map((order) => orderAt(order, now));
  }

  async findByTag(session: BrokerSession, tag: string): Promise<BrokerOrder | undefined> {
    return (await this.orderBook(session)).find((order) => order.tag === tag);
  }

  async cancelOrder(session: BrokerSession, brokerOrderId: string): Promise<void> {
    await this.openOrder(session, brokerOrderId);
    await this.book.setCancelled(this.clientKey(session), brokerOrderId, this.now());
  }

  async modifyOrder(session: BrokerSession, brokerOrderId: string, limitPricePaise: number): Promise<void> {
    const { tradingsymbol } = await this.openOrder(session, brokerOrderId);
    const now = this.now();
    const option = listedOption(tradingsymbol, tradingDayOf(now));
    const broken = option && brokenPriceRule(option, limitPricePaise, tradingDayOf(now));
    if (broken) throw this.error('refused', broken.message);
    await this.book.setLimit(this.clientKey(session), brokerOrderId, { atMs: now, pricePaise: limitPricePaise });
  }

  async positions(session: BrokerSession): Promise<BrokerPosition[]> {
    const net = new Map<string, number>();
    for (const o of await this.orderBook(session))
      if (o.filledUnits > 0)
        net.set(o.tradingsymbol, (net.get(o.tradingsymbol) ?? 0) + (o.side === 'BUY' ? o.filledUnits : -o.filledUnits));
    return [...net].map(([tradingsymbol, netUnits]) => ({ tradingsymbol, instrumentKey: tradingsymbol, netUnits }));
  }

  async availableMarginPaise(session: BrokerSession): Promise<number> {
    await Promise.resolve();
    this.assertAlive(session);
    this.assertReachable(session);
    return isMagic(session.clientId, 'noFunds') ? NO_FUNDS_PAISE : FUNDS_PAISE;
  }

  async spotPaise(session: BrokerSession, underlying: Underlying): Promise<number> {
    await Promise.resolve();
    this.assertAlive(session);
    return spotPaise(underlying, this.now());
  }

  async quotes(session: BrokerSession, contracts: readonly ContractRef[]): Promise<Map<string, Quote>> {
    await Promise.resolve();
    this.assertAlive(session);
    const now = this.now();
    const options = contracts.map((c) => listedOption(c.tradingsymbol, tradingDayOf(now)));
    return new Map(options.filter((o) => o !== undefined).map((o) => [o.tradingsymbol, quoteOf(o, now)]));
  }

  async instruments(session: BrokerSession, underlying: Underlying): Promise<OptionInstrument[]> {
    await Promise.resolve();
    this.assertAlive(session);
    return listedOptions(underlying, tradingDayOf(this.now()));
  }

  private async place(session: BrokerSession, order: PlaceOrder): Promise<PlacementResult> {
    const now = this.now();
    const { clientId } = session;
    if (isMagic(clientId, 'down')) return refused('not_sent', NO_CONNECTION);
    const earlier = isPlain(clientId) ? [] : await this.ordersOf(session, now);
    const over = !isAlive(session, now) || isMagic(clientId, 'revoked') || refusesLogin(session, earlier, now);
    if (over) return refused('login_required', SESSION_OVER, 'AB-1005');
    const option = listedOption(order.tradingsymbol, tradingDayOf(now));
    if (!option) return refused('invalid_order', `${order.tradingsymbol} is not a listed instrument`, 'AB-2007');
    const broken = brokenRule({ ...order, option }, tradingDayOf(now));
    if (broken) return refused('invalid_order', broken.message);
    const required = openingMarginPaise(order.side, option, order.quantityUnits, order.limitPricePaise);
    if (isMagic(clientId, 'noFunds'))
      return refused(
        'insufficient_funds',
        marginShortfallText(NO_FUNDS_PAISE, Math.max(required, LEAST_REQUIRED_PAISE)),
        'AB-1003',
      );
    const behaviour = closes(earlier, order) ? 'normal' : behaviourOf(clientId);
    const result = await this.keep(session, order, behaviour, now);
    if (behaviour === 'slow') await sleep(SLOW_ANSWER_MS);
    return result;
  }

  private async keep(
    session: BrokerSession,
    order: PlaceOrder,
    behaviour: PaperBehaviour,
    now: number,
  ): Promise<PlacementResult> {
    const { tag, tradingsymbol, side, quantityUnits, limitPricePaise } = order;
    try {
      const kept = await this.book.add({
        clientKey: this.clientKey(session),
        brokerOrderId: `PAPER-${tag}`,
        placedAtMs: now,
        behaviour,
        limits: [{ atMs: now, pricePaise: limitPricePaise }],
        ...{ tag, tradingsymbol, side, quantityUnits },
      });
      return { outcome: 'accepted', brokerOrderId: kept.brokerOrderId };
    } catch {
      return { outcome: 'ambiguous', message: 'the paper book did not answer' };
    }
  }

  private ordersOf(session: BrokerSession, now: number): Promise<PaperOrder[]> {
    return this.book.list(this.clientKey(session), now - BOOK_AGE_MS);
  }

  private async openOrder(session: BrokerSession, brokerOrderId: string): Promise<BrokerOrder> {
    const order = (await this.orderBook(session)).find((o) => o.brokerOrderId === brokerOrderId);
    if (!order) throw this.error('refused', `Order ${brokerOrderId} does not exist`, 'AB-3001');
    if (order.status !== 'OPEN') throw this.error('refused', `Order ${brokerOrderId} is ${order.status}`, 'AB-3002');
    return order;
  }

  private assertAlive(session: BrokerSession): void {
    if (!isAlive(session, this.now())) throw this.sessionOver();
  }

  private assertReachable({ clientId }: BrokerSession): void {
    if (isMagic(clientId, 'down')) throw this.error('unreachable', NO_CONNECTION);
  }

  private sessionOver(): BrokerError {
    return this.error('auth', SESSION_OVER, 'AB-1005');
  }

  /** Two partners may use the same test client id: the api_key keeps their books apart. */
  private clientKey({ clientId, apiKey }: BrokerSession): string {
    return `${this.broker}/${clientId}/${sha256Hex(apiKey).slice(0, 12)}`;
  }

  private error(kind: BrokerError['kind'], detail: string, code?: string): BrokerError {
    return new BrokerError(kind, this.broker, detail, code);
  }
}

/** Only what never left may be tried again. */
function refused(
  reason: 'login_required' | 'invalid_order' | 'insufficient_funds' | 'not_sent',
  message: string,
  code?: string,
): PlacementResult {
  const retryable = reason === 'not_sent';
  return { outcome: 'refused', retryable, reason, message, ...(code !== undefined && { code }) };
}
