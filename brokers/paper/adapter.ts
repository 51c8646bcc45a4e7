// Test mode for every broker: the simulated market and a book of paper orders. No network, no broker, no money.
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
import type { PaperBehaviour, PaperBook } from './book.js';
import { behaviourOf, MAGIC_API_KEYS, MAGIC_CLIENT_IDS } from './magic.js';
import { orderAt } from './order-at.js';
import { grantFor, isAlive } from './session.js';

const FUNDS_PAISE = 10_00_00_000_00;
const NO_FUNDS_PAISE = 5_000_00;
const LEAST_REQUIRED_PAISE = 15_000_00;
const BOOK_AGE_MS = 86_400_000;

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
    const now = this.now();
    const orders = await this.book.list(this.clientKey(session), now - BOOK_AGE_MS);
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
    return isOutOfFunds(session) ? NO_FUNDS_PAISE : FUNDS_PAISE;
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
    if (!isAlive(session, now)) return refused('login_required', 'Invalid or expired session: log in again', 'AB-1005');
    const option = listedOption(order.tradingsymbol, tradingDayOf(now));
    if (!option) return refused('invalid_order', `${order.tradingsymbol} is not a listed instrument`, 'AB-2007');
    const broken = brokenRule({ ...order, option }, tradingDayOf(now));
    if (broken) return refused('invalid_order', broken.message);
    const required = openingMarginPaise(order.side, option, order.quantityUnits, order.limitPricePaise);
    if (isOutOfFunds(session))
      return refused(
        'insufficient_funds',
        marginShortfallText(NO_FUNDS_PAISE, Math.max(required, LEAST_REQUIRED_PAISE)),
        'AB-1003',
      );
    return this.keep(session, order, now);
  }

  private async keep(session: BrokerSession, order: PlaceOrder, now: number): Promise<PlacementResult> {
    const { tag, tradingsymbol, side, quantityUnits, limitPricePaise } = order;
    try {
      const kept = await this.book.add({
        clientKey: this.clientKey(session),
        brokerOrderId: `PAPER-${tag}`,
        placedAtMs: now,
        behaviour: await this.behaviourOf(session, order, now),
        limits: [{ atMs: now, pricePaise: limitPricePaise }],
        ...{ tag, tradingsymbol, side, quantityUnits },
      });
      return { outcome: 'accepted', brokerOrderId: kept.brokerOrderId };
    } catch {
      return { outcome: 'ambiguous', message: 'the paper book did not answer' };
    }
  }

  /** Orders that close what the account holds always trade: a magic client id is about entries, not about getting out again. */
  private async behaviourOf(session: BrokerSession, order: PlaceOrder, now: number): Promise<PaperBehaviour> {
    const behaviour = behaviourOf(session.clientId);
    if (behaviour === 'normal') return behaviour;
    const book = await this.book.list(this.clientKey(session), now - BOOK_AGE_MS);
    const closes = book.some((o) => o.tradingsymbol === order.tradingsymbol && o.side !== order.side);
    return closes ? 'normal' : behaviour;
  }

  private async openOrder(session: BrokerSession, brokerOrderId: string): Promise<BrokerOrder> {
    const order = (await this.orderBook(session)).find((o) => o.brokerOrderId === brokerOrderId);
    if (!order) throw this.error('refused', `Order ${brokerOrderId} does not exist`, 'AB-3001');
    if (order.status !== 'OPEN') throw this.error('refused', `Order ${brokerOrderId} is ${order.status}`, 'AB-3002');
    return order;
  }

  private assertAlive(session: BrokerSession): void {
    if (!isAlive(session, this.now())) throw this.error('auth', 'Invalid or expired session: log in again', 'AB-1005');
  }

  /** Two partners may use the same test client id: the api_key keeps their books apart. */
  private clientKey({ clientId, apiKey }: BrokerSession): string {
    return `${this.broker}/${clientId}/${sha256Hex(apiKey).slice(0, 12)}`;
  }

  private error(kind: BrokerError['kind'], detail: string, code?: string): BrokerError {
    return new BrokerError(kind, this.broker, detail, code);
  }
}

function isOutOfFunds({ clientId }: BrokerSession): boolean {
  return clientId.startsWith(MAGIC_CLIENT_IDS.noFunds);
}

function refused(
  reason: 'login_required' | 'invalid_order' | 'insufficient_funds',
  message: string,
  code?: string,
): PlacementResult {
  return { outcome: 'refused', retryable: false, reason, message, ...(code !== undefined && { code }) };
}
