// What reached a simulated broker: every order it took or refused, for /_sim/orders. Bounded memory.
import { microsecondTime } from './clock.js';
import type { PlaceTerms, Refusal } from './refusals.js';
import type { LiveOrder } from './sim-order.js';

/** A row of `GET /_sim/orders`. Prices in rupees, quantities in units. */
export type RecordedOrder = {
  broker: string;
  client_id: string;
  tag: string;
  tradingsymbol: string;
  side: string;
  quantity: number;
  filled_quantity: number;
  price: number;
  average_price: number;
  /** RFC 3339 with microseconds: the first moment of the request. */
  received_at: string;
  /** RFC 3339 with microseconds: its last fill; null while nothing is filled. */
  filled_at: string | null;
  status: string;
  status_message: string | null;
  /** null when the order was refused: nothing was created. */
  order_id: string | null;
};

type Refused = { terms: PlaceTerms; refusal: Refusal };

export class OrderRecord {
  private entries: (LiveOrder | Refused)[] = [];

  /** @param onDropped - told which orders were forgotten when the limit was reached */
  constructor(
    private readonly broker: string,
    private readonly limit: number,
    private readonly onDropped: (dropped: ReadonlySet<LiveOrder>) => void,
  ) {}

  add(order: LiveOrder): void {
    this.entries.push(order);
    this.bound();
  }

  addRefused(terms: PlaceTerms, refusal: Refusal): void {
    this.entries.push({ terms, refusal });
    this.bound();
  }

  clear(): void {
    this.entries = [];
  }

  /** The rows in order of arrival. An order that the book does not show yet is not in the record either. */
  rows(nowMs: number, clientId?: string): RecordedOrder[] {
    return this.entries
      .filter((e) => 'refusal' in e || e.visibleAtMs <= nowMs)
      .filter((e) => clientId === undefined || clientOf(e) === clientId)
      .map((e) => ('refusal' in e ? this.refusedRow(e) : this.orderRow(e)));
  }

  private bound(): void {
    if (this.entries.length <= this.limit) return;
    const dropped = this.entries.splice(0, Math.ceil(this.limit / 10));
    this.onDropped(new Set(dropped.filter((e): e is LiveOrder => !('refusal' in e))));
  }

  private orderRow(order: LiveOrder): RecordedOrder {
    return {
      broker: this.broker,
      client_id: order.clientId,
      tag: order.tag,
      tradingsymbol: order.option.tradingsymbol,
      side: order.side,
      quantity: order.quantityUnits,
      filled_quantity: order.filledUnits,
      price: order.limitPricePaise / 100,
      average_price: order.averagePricePaise / 100,
      received_at: microsecondTime(order.receivedAtMs),
      filled_at: order.filledAtMs === undefined ? null : microsecondTime(order.filledAtMs),
      status: order.status,
      status_message: order.statusMessage ?? null,
      order_id: order.orderId,
    };
  }

  private refusedRow({ terms, refusal }: Refused): RecordedOrder {
    return {
      broker: this.broker,
      client_id: terms.clientId,
      tag: terms.tag,
      tradingsymbol: terms.tradingsymbol,
      side: terms.side ?? '',
      quantity: terms.quantityUnits,
      filled_quantity: 0,
      price: terms.limitPricePaise / 100,
      average_price: 0,
      received_at: microsecondTime(terms.receivedAtMs),
      filled_at: null,
      status: 'REJECTED',
      status_message: refusal.message,
      order_id: null,
    };
  }
}

function clientOf(entry: LiveOrder | Refused): string {
  return 'refusal' in entry ? entry.terms.clientId : entry.clientId;
}
