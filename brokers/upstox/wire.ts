// Sessions, orders and positions on Upstox' wire. An unknown word or a missing field is an error, never a default.
import { z } from 'zod';
import type { BrokerOrder, BrokerPosition, OrderStatus, PlaceOrder } from '../port.js';
import { readable } from '../readable.js';
import { paiseOf } from './amounts.js';

/**
 * Every status word; those on the way to the exchange, and those about a change that was asked for, are open orders to us.
 * @see https://upstox.com/developer/api-documentation/appendix/order-status
 */
const STATUS_WORDS: Readonly<Record<string, OrderStatus>> = {
  'put order req received': 'OPEN',
  'validation pending': 'OPEN',
  'open pending': 'OPEN',
  open: 'OPEN',
  'modify validation pending': 'OPEN',
  'modify pending': 'OPEN',
  modified: 'OPEN',
  'not modified': 'OPEN',
  'trigger pending': 'OPEN',
  'cancel pending': 'OPEN',
  'not cancelled': 'OPEN',
  'after market order req received': 'OPEN',
  'modify after market order req received': 'OPEN',
  complete: 'COMPLETE',
  rejected: 'REJECTED',
  cancelled: 'CANCELLED',
  'cancelled after market order': 'CANCELLED',
};

/**
 * How a rejection for want of money reads: the first is the broker's own example, the others are what its users report.
 * @see https://upstox.com/developer/api-documentation/get-order-book (read 2026-11-24). Only words depend on it, never what is done.
 */
const FUNDS = /add Rs\.? ?[\d,.]+ in your account|insufficient (funds|margin|balance)|margin (shortfall|exceeds)/i;

const units = z.number().int().min(0);
const amount = z.number().min(0);

const bookSchema = z.array(z.looseObject({ tag: z.string().nullish() }));
const orderSchema = z.object({
  order_id: z.string().min(1),
  tag: z.string(),
  instrument_token: z.string().min(1),
  trading_symbol: z.string().min(1),
  transaction_type: z.enum(['BUY', 'SELL']),
  quantity: units,
  filled_quantity: units,
  price: amount,
  average_price: amount.nullable(),
  status: z.string(),
  status_message: z.string().nullish(),
});
const historySchema = z.array(z.object({ order_id: z.string().min(1), tag: z.string().nullish() }));
const placedSchema = z.object({ order_ids: z.array(z.string().min(1)) });
const positionsSchema = z.array(
  z.object({
    instrument_token: z.string().min(1),
    trading_symbol: z.string().min(1),
    quantity: z.number().int(),
  }),
);
const marginSchema = z.object({ equity: z.object({ available_margin: z.number() }) });
const tokenSchema = z.object({ user_id: z.string().min(1), access_token: z.string().min(1) });

/** Our tradingsymbol of an instrument key; undefined when it is not known. */
export type SymbolOf = (instrumentKey: string) => string | undefined;

/**
 * The body of `POST /v3/order/place`. The engine slices itself, so `slice` is false: one request, one order.
 * @see https://upstox.com/developer/api-documentation/v3/place-order (read 2026-11-24)
 */
export function orderBody(order: PlaceOrder): string {
  return JSON.stringify({
    quantity: order.quantityUnits,
    product: 'I',
    validity: 'DAY',
    price: order.limitPricePaise / 100,
    tag: order.tag,
    instrument_token: order.instrumentKey,
    order_type: 'LIMIT',
    transaction_type: order.side,
    disclosed_quantity: 0,
    trigger_price: 0,
    is_amo: false,
    slice: false,
  });
}

/** The id of a placement's one order; of none or several nothing can be said. */
export function placedOrderId(data: unknown): string | undefined {
  const parsed = placedSchema.safeParse(data);
  return parsed.success && parsed.data.order_ids.length === 1 ? parsed.data.order_ids[0] : undefined;
}

/** The tagged orders of a book; a person's own orders carry no tag and are none of our business. @throws BrokerError `unreachable` */
export function readBook(data: unknown, symbolOf: SymbolOf): BrokerOrder[] {
  return readable('upstox', 'order book', () =>
    bookSchema
      .parse(data)
      .filter((row) => row.tag)
      .map((row) => readOrder(row, symbolOf)),
  );
}

/** One order. @throws BrokerError `unreachable` */
export function readOneOrder(data: unknown, symbolOf: SymbolOf): BrokerOrder {
  return readable('upstox', 'order', () => readOrder(data, symbolOf));
}

/** The id of the order that a tag's history is about. @throws BrokerError `unreachable` */
export function readHistoryOrderId(data: unknown, tag: string): string | undefined {
  return readable(
    'upstox',
    'order history',
    () => historySchema.parse(data).find((stage) => stage.tag === tag)?.order_id,
  );
}

/** The token answer has no envelope. @throws BrokerError `unreachable` */
export function readGrant(body: string): { clientId: string; accessToken: string } {
  return readable('upstox', 'session', () => {
    const { user_id, access_token } = tokenSchema.parse(JSON.parse(body));
    return { clientId: user_id, accessToken: access_token };
  });
}

/** @throws BrokerError `unreachable` */
export function readPositions(data: unknown, symbolOf: SymbolOf): BrokerPosition[] {
  return readable('upstox', 'positions', () =>
    positionsSchema.parse(data).map(({ instrument_token, trading_symbol, quantity }) => ({
      tradingsymbol: symbolOf(instrument_token) ?? trading_symbol,
      instrumentKey: instrument_token,
      netUnits: quantity,
    })),
  );
}

/** @throws BrokerError `unreachable` */
export function readMarginPaise(data: unknown): number {
  return readable('upstox', 'funds', () => Math.floor(marginSchema.parse(data).equity.available_margin * 100 + 1e-6));
}

function readOrder(row: unknown, symbolOf: SymbolOf): BrokerOrder {
  const o = orderSchema.parse(row);
  const status = STATUS_WORDS[o.status.toLowerCase()];
  if (status === undefined) throw new Error(`unknown order status ${JSON.stringify(o.status)}`);
  return {
    brokerOrderId: o.order_id,
    tag: o.tag,
    tradingsymbol: symbolOf(o.instrument_token) ?? o.trading_symbol,
    instrumentKey: o.instrument_token,
    side: o.transaction_type,
    quantityUnits: o.quantity,
    filledUnits: o.filled_quantity,
    limitPricePaise: paiseOf(o.price),
    averagePricePaise: paiseOf(o.average_price ?? 0),
    status,
    ...(o.status_message && { statusMessage: o.status_message }),
    ...(status === 'REJECTED' && FUNDS.test(o.status_message ?? '') && { refusalReason: 'insufficient_funds' }),
  };
}
