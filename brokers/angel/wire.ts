// Sessions, orders, positions and funds on Angel One's wire. An unknown word or a missing field is an error, never a default.
import { z } from 'zod';
import { toPaise } from '../../domain/money.js';
import type { BrokerOrder, BrokerPosition, OrderStatus, PlaceOrder } from '../port.js';
import { readable } from '../readable.js';

/**
 * Every status word of the wire; those on the way to the exchange are open orders to us.
 * @see https://smartapi.angelone.in/docs/Orders (read 2026-08-15)
 */
const STATUS_WORDS: Readonly<Record<string, OrderStatus>> = {
  'put order req received': 'OPEN',
  'validation pending': 'OPEN',
  'open pending': 'OPEN',
  open: 'OPEN',
  'modify pending': 'OPEN',
  modified: 'OPEN',
  'trigger pending': 'OPEN',
  complete: 'COMPLETE',
  rejected: 'REJECTED',
  cancelled: 'CANCELLED',
};

/** How the risk check says that the money is short: it has words only, no code. */
const FUNDS = /insufficient funds/i;

/** Numbers come as numbers in some fields and as text in others; an empty text is no number. */
const decimal = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).transform(Number);
const amount = decimal.pipe(z.number().min(0));
const units = decimal.pipe(z.number().int().min(0));
const symbolToken = z.string().regex(/^\d+$/);

const profileSchema = z.object({ clientcode: z.string().min(1) });
const bookSchema = z.array(z.looseObject({ ordertag: z.string().nullish() })).nullable();
const orderSchema = z.object({
  orderid: z.string().min(1),
  ordertag: z.string(),
  tradingsymbol: z.string().min(1),
  symboltoken: symbolToken,
  exchange: z.string().min(1),
  transactiontype: z.enum(['BUY', 'SELL']),
  quantity: units,
  filledshares: units,
  price: amount,
  averageprice: amount,
  status: z.string(),
  orderstatus: z.string(),
  text: z.string().nullish(),
});
const positionsSchema = z
  .array(
    z.object({
      exchange: z.string().min(1),
      tradingsymbol: z.string().min(1),
      symboltoken: symbolToken,
      netqty: decimal.pipe(z.number().int()),
    }),
  )
  .nullable();
const fundsSchema = z.object({ net: decimal });

/** An order of the book, and what a change of it must repeat besides. */
export type AngelOrder = BrokerOrder & { exchange: string };

/** What every order of ours is. */
const KIND = { variety: 'NORMAL', ordertype: 'LIMIT', producttype: 'INTRADAY', duration: 'DAY' };

/** The body of a placement. All numbers are text, as in Angel's document. */
export function orderBody(order: PlaceOrder): string {
  return JSON.stringify({
    ...KIND,
    tradingsymbol: order.tradingsymbol,
    symboltoken: order.instrumentKey,
    transactiontype: order.side,
    exchange: order.exchange,
    price: rupees(order.limitPricePaise),
    squareoff: '0',
    stoploss: '0',
    quantity: String(order.quantityUnits),
    ordertag: order.tag,
  });
}

/** The body of a change of price. That the quantity is the whole order's, filled part included, is unchecked. */
export function modifyBody(order: AngelOrder, limitPricePaise: number): string {
  return JSON.stringify({
    ...KIND,
    orderid: order.brokerOrderId,
    tradingsymbol: order.tradingsymbol,
    symboltoken: order.instrumentKey,
    exchange: order.exchange,
    price: rupees(limitPricePaise),
    quantity: String(order.quantityUnits),
  });
}

export function cancelBody(brokerOrderId: string): string {
  return JSON.stringify({ variety: KIND.variety, orderid: brokerOrderId });
}

/** The client whose profile it is. @throws BrokerError `unreachable` */
export function readClientCode(data: unknown): string {
  return readable('angel', 'profile', () => profileSchema.parse(data).clientcode);
}

/** The tagged orders of a book, null when it is empty; a person's own orders carry no tag and are none of our business. @throws BrokerError `unreachable` */
export function readBook(data: unknown): AngelOrder[] {
  return readable('angel', 'order book', () =>
    (bookSchema.parse(data) ?? []).filter((row) => row.ordertag).map(readOrder),
  );
}

/** Positions in derivatives: tokens are unique within an exchange only, and no other is traded. @throws BrokerError `unreachable` */
export function readPositions(data: unknown): BrokerPosition[] {
  return readable('angel', 'positions', () =>
    (positionsSchema.parse(data) ?? [])
      .filter(({ exchange }) => exchange === 'NFO' || exchange === 'BFO')
      .map(({ tradingsymbol, symboltoken, netqty }) => ({
        tradingsymbol,
        instrumentKey: symboltoken,
        netUnits: netqty,
      })),
  );
}

/** `net` of the funds; Angel explains none of their fields, so that it is what is free to trade with is unchecked. @throws BrokerError `unreachable` */
export function readMarginPaise(data: unknown): number {
  return readable('angel', 'funds', () => Math.floor(fundsSchema.parse(data).net * 100 + 1e-6));
}

function readOrder(row: unknown): AngelOrder {
  const o = orderSchema.parse(row);
  const status = statusOf(o.orderstatus, o.status);
  return {
    brokerOrderId: o.orderid,
    tag: o.ordertag,
    tradingsymbol: o.tradingsymbol,
    instrumentKey: o.symboltoken,
    exchange: o.exchange,
    side: o.transactiontype,
    quantityUnits: o.quantity,
    filledUnits: o.filledshares,
    limitPricePaise: toPaise(o.price),
    averagePricePaise: Math.round(o.averageprice * 100),
    status,
    ...(o.text && { statusMessage: o.text }),
    ...(status === 'REJECTED' && FUNDS.test(o.text ?? '') && { refusalReason: 'insufficient_funds' }),
  };
}

/** `orderstatus` is what the order is; `status` may still name the last thing done to it, but cannot name another end. */
function statusOf(orderstatus: string, status: string): OrderStatus {
  const [now, last] = [knownStatus(orderstatus), knownStatus(status)];
  if (now !== last && now !== 'OPEN' && last !== 'OPEN')
    throw new Error(`two ends of one order: ${JSON.stringify(orderstatus)} and ${JSON.stringify(status)}`);
  return now;
}

function knownStatus(word: string): OrderStatus {
  const status = STATUS_WORDS[word.toLowerCase()];
  if (status === undefined) throw new Error(`unknown order status ${JSON.stringify(word)}`);
  return status;
}

const rupees = (paise: number): string => (paise / 100).toFixed(2);
