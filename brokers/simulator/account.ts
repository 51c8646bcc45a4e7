// One client's account at a simulated broker: its book, positions, margin and order rate.
import type { OptionInstrument, Side } from '../../domain/option-contract.js';
import { openingMarginPaise } from '../../domain/simulated-rules.js';
import { advance, type LiveOrder, type Trade } from './sim-order.js';

export type Position = {
  option: OptionInstrument;
  product: string;
  buyUnits: number;
  buyPaise: number;
  sellUnits: number;
  sellPaise: number;
};

/** Ten crore rupees: enough for any test that does not ask for less. */
const DEFAULT_FUNDS_PAISE = 10_00_00_000_00;
/** Orders an account may place in any one second. */
const ORDERS_PER_SECOND = 10;

export class Account {
  fundsPaise = DEFAULT_FUNDS_PAISE;
  readonly positions = new Map<string, Position>();
  private orders: LiveOrder[] = [];
  private open: LiveOrder[] = [];
  private recentMs: number[] = [];

  constructor(readonly clientId: string) {}

  /** Counts a placement. @returns false when it is the eleventh within a second: nothing is counted then */
  admit(receivedAtMs: number): boolean {
    this.recentMs = this.recentMs.filter((ms) => ms > receivedAtMs - 1000);
    if (this.recentMs.length >= ORDERS_PER_SECOND) return false;
    this.recentMs.push(receivedAtMs);
    return true;
  }

  add(order: LiveOrder): void {
    this.orders.push(order);
    this.open.push(order);
  }

  /** The orders the book shows at an instant, oldest first. */
  book(nowMs: number): LiveOrder[] {
    this.advance(nowMs);
    return this.orders.filter((o) => o.visibleAtMs <= nowMs);
  }

  /** Forgets orders that the broker's memory dropped. */
  forget(dropped: ReadonlySet<LiveOrder>): void {
    this.orders = this.orders.filter((o) => !dropped.has(o));
    this.open = this.open.filter((o) => !dropped.has(o));
  }

  /** Brings every open order up to an instant. */
  advance(nowMs: number): void {
    if (this.open.length === 0) return;
    for (const order of this.open) {
      const trade = advance(order, nowMs);
      if (trade) this.settle(order, trade);
    }
    this.open = this.open.filter((o) => o.status === 'OPEN');
  }

  /** Margin free at an instant: the funds less what open positions and open orders hold. */
  availablePaise(): number {
    const positions = [...this.positions.values()].reduce((sum, p) => sum + heldBy(p), 0);
    const orders = this.open.reduce(
      (sum, o) => sum + this.requiredPaise(o.side, o.option, o.quantityUnits - o.filledUnits, o.limitPricePaise),
      0,
    );
    return this.fundsPaise - positions - orders;
  }

  /** Margin an order needs: nothing for the units that only close a position. */
  requiredPaise(side: Side, option: OptionInstrument, units: number, pricePaise: number): number {
    const position = this.positions.get(option.tradingsymbol);
    const net = position ? position.buyUnits - position.sellUnits : 0;
    const closing = Math.max(0, side === 'BUY' ? -net : net);
    return openingMarginPaise(side, option, Math.max(0, units - closing), pricePaise);
  }

  private settle(order: LiveOrder, { units, pricePaise }: Trade): void {
    const symbol = order.option.tradingsymbol;
    const before = this.positions.get(symbol) ?? {
      option: order.option,
      product: order.product,
      buyUnits: 0,
      buyPaise: 0,
      sellUnits: 0,
      sellPaise: 0,
    };
    const value = units * pricePaise;
    const change =
      order.side === 'BUY'
        ? { buyUnits: before.buyUnits + units, buyPaise: before.buyPaise + value }
        : { sellUnits: before.sellUnits + units, sellPaise: before.sellPaise + value };
    this.positions.set(symbol, { ...before, ...change });
  }
}

function heldBy({ option, buyUnits, buyPaise, sellUnits }: Position): number {
  const net = buyUnits - sellUnits;
  if (net === 0) return 0;
  return net > 0 ? Math.round((buyPaise / buyUnits) * net) : openingMarginPaise('SELL', option, -net, 0);
}
