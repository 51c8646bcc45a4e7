// Sessions, orders and positions as the Kite Connect family words them. An unknown word or a missing field is an error, never a default.
import { z } from 'zod';
import { toPaise } from '../domain/money.js';
import type { BrokerOrder, BrokerPosition, OrderStatus, PlaceOrder } from './port.js';
import { readable } from './readable.js';

/** Every status word of the wire; those on the way to the exchange are open orders to us. */
const STATUS_WORDS: Readonly<Record<string, OrderStatus>> = {
  'PUT ORDER REQ RECEIVED': 'OPEN',
  'VALIDATION PENDING': 'OPEN',
  'OPEN PENDING': 'OPEN',
  'MODIFY VALIDATION PENDING': 'OPEN',
  'MODIFY PENDING': 'OPEN',
  'CANCEL PENDING': 'OPEN',
  'AMO REQ RECEIVED': 'OPEN',
  'TRIGGER PENDING': 'OPEN',
  OPEN: 'OPEN',
  UPDATE: 'OPEN',
  COMPLETE: 'COMPLETE',
  REJECTED: 'REJECTED',
  CANCELLED: 'CANCELLED',
};

const units = z.number().int().min(0);
const amount = z.number().min(0);
const optionalText = z.string().nullish();

const bookSchema = z.array(z.looseObject({ tag: z.string().nullish() }));
const orderSchema = z.object({
  order_id: z.string().min(1),
  tag: z.string(),
  tradingsymbol: z.string().min(1),
  transaction_type: z.enum(['BUY', 'SELL']),
  quantity: units,
  filled_quantity: units,
  price: amount,
  average_price: amount,
  status: z.string(),
  status_message: optionalText,
  status_code: optionalText,
});
const positionsSchema = z.object({ net: z.array(z.object({ tradingsymbol: z.string(), quantity: z.number().int() })) });
const marginsSchema = z.object({ equity: z.object({ net: z.number() }) });
const tokenSchema = z.object({
  user_id: z.string().min(1),
  access_token: z.string().min(1),
  expires_at: z.iso.datetime({ offset: true }).optional(),
});

/** What the family wants to be told of an order. */
export function orderFields(order: PlaceOrder): Record<string, string | number> {
  return {
    tradingsymbol: order.tradingsymbol,
    exchange: order.exchange,
    transaction_type: order.side,
    quantity: order.quantityUnits,
    product: 'MIS',
    order_type: 'LIMIT',
    price: order.limitPricePaise / 100,
    tag: order.tag,
  };
}

/**
 * The tagged orders of a book; a person's own orders carry no tag and are none of our business.
 * @param shortOfFunds - how the broker says in the book that an order was rejected for want of money
 * @throws BrokerError `unreachable`
 */
export function readBook(broker: string, data: unknown, shortOfFunds?: RegExp): BrokerOrder[] {
  return readable(broker, 'order book', () =>
    bookSchema
      .parse(data)
      .filter((row) => row.tag)
      .map((row) => readOrder(row, shortOfFunds)),
  );
}

/** @throws BrokerError `unreachable` */
export function readGrant(
  broker: string,
  data: unknown,
): { clientId: string; accessToken: string; expiresAtMs?: number } {
  return readable(broker, 'session', () => {
    const { user_id, access_token, expires_at } = tokenSchema.parse(data);
    return {
      clientId: user_id,
      accessToken: access_token,
      ...(expires_at !== undefined && { expiresAtMs: Date.parse(expires_at) }),
    };
  });
}

/** @throws BrokerError `unreachable` */
export function readPositions(broker: string, data: unknown): BrokerPosition[] {
  return readable(broker, 'positions', () =>
    positionsSchema.parse(data).net.map(({ tradingsymbol, quantity }) => ({
      tradingsymbol,
      instrumentKey: tradingsymbol,
      netUnits: quantity,
    })),
  );
}

/** @throws BrokerError `unreachable` */
export function readMarginPaise(broker: string, data: unknown): number {
  return readable(broker, 'margins', () => Math.floor(marginsSchema.parse(data).equity.net * 100 + 1e-6));
}

function readOrder(row: unknown, shortOfFunds?: RegExp): BrokerOrder {
  const o = orderSchema.parse(row);
  const status = STATUS_WORDS[o.status.toUpperCase()];
  if (status === undefined) throw new Error(`unknown order status ${JSON.stringify(o.status)}`);
  return {
    brokerOrderId: o.order_id,
    tag: o.tag,
    tradingsymbol: o.tradingsymbol,
    instrumentKey: o.tradingsymbol,
    side: o.transaction_type,
    quantityUnits: o.quantity,
    filledUnits: o.filled_quantity,
    limitPricePaise: toPaise(o.price),
    averagePricePaise: Math.round(o.average_price * 100),
    status,
    ...(o.status_message && { statusMessage: o.status_message }),
    ...(o.status_code && { statusCode: o.status_code }),
    ...(status === 'REJECTED' && shortOfFunds?.test(o.status_message ?? '') && { refusalReason: 'insufficient_funds' }),
  };
}
