// Sessions, orders and positions on the Noren wire. An unknown word or a missing field is an error, never a default.
import { z } from 'zod';
import { toPaise } from '../../domain/money.js';
import type { BrokerOrder, BrokerPosition, OrderStatus, PlaceOrder } from '../port.js';
import { readable } from '../readable.js';
import { rupees, signedRupees, signedUnits, text, units } from './fields.js';

/** Every status word of the wire, in capitals: its casing varies. */
const STATUS_WORDS: Readonly<Record<string, OrderStatus>> = {
  PENDING: 'OPEN',
  TRIGGER_PENDING: 'OPEN',
  OPEN: 'OPEN',
  COMPLETE: 'COMPLETE',
  REJECTED: 'REJECTED',
  REJECT: 'REJECTED',
  CANCELED: 'CANCELLED',
  CANCELLED: 'CANCELLED',
};
/** Where the options are that we trade. Tokens are told apart only within one exchange. */
const EXCHANGE = 'NFO';
/** What our tags look like; people and other programs write remarks too. */
const TAG = /^[A-Z0-9]{1,19}$/;
/** `RED:Margin Shortfall:…` is the risk check's, `16388 : …` the exchange's. */
const REASON_CODE = /^([A-Z]{2,5}|\d{4,6})\s*:/;
const FUNDS = /^RED:Margin Shortfall/;
/** An `expires_in` outside these is no point in time in seconds: years 2001 and 5138. */
const EPOCH_SECONDS = { from: 1_000_000_000, to: 100_000_000_000 };

const bookSchema = z.array(z.looseObject({ exch: z.string(), remarks: z.string().nullish() }));
const orderSchema = z.object({
  norenordno: text,
  remarks: text,
  tsym: text,
  token: text,
  trantype: z.enum(['B', 'S']),
  qty: units,
  prc: rupees,
  // Absent while there are no trades.
  fillshares: units.optional(),
  avgprc: rupees.optional(),
  status: z.string(),
  rejreason: z.string().nullish(),
});
const positionsSchema = z.array(z.looseObject({ exch: z.string() }));
const positionSchema = z.object({ tsym: text, token: text, netqty: signedUnits });
const limitsSchema = z.object({
  cash: signedRupees,
  // Left out while they are nothing.
  payin: rupees.default(0),
  payout: rupees.default(0),
  marginused: signedRupees.default(0),
});
const grantSchema = z.object({ access_token: text, USERID: text, actid: text, expires_in: z.coerce.string() });
const termsSchema = z.array(z.object({ exch: text, tsym: text, qty: units })).min(1);

export type OrderTerms = { exch: string; tsym: string; qty: number };

/** A request's body: `jData=` and JSON, as text/plain. */
export function jData(fields: Record<string, string>): { type: string; text: string } {
  return { type: 'text/plain', text: `jData=${JSON.stringify(fields)}` };
}

/** The fields of `PlaceOrder`. @param algoId - what the algorithm is registered under; left out when there is none */
export function placeFields(clientId: string, order: PlaceOrder, algoId?: string): Record<string, string> {
  return {
    uid: clientId,
    actid: clientId,
    exch: order.exchange,
    tsym: encodeURIComponent(order.tradingsymbol),
    qty: String(order.quantityUnits),
    dscqty: '0',
    prc: priceText(order.limitPricePaise),
    prd: 'I',
    trantype: order.side === 'BUY' ? 'B' : 'S',
    prctyp: 'LMT',
    ret: 'DAY',
    remarks: order.tag,
    ordersource: 'API',
    ...(algoId !== undefined && { algo_id: algoId }),
  };
}

/** The fields of `ModifyOrder`. `qty` is the whole order's: what is filled and what is open. */
export function modifyFields(
  clientId: string,
  norenordno: string,
  { exch, tsym, qty }: OrderTerms,
  limitPricePaise: number,
): Record<string, string> {
  const terms = { exch, tsym: encodeURIComponent(tsym), qty: String(qty), ret: 'DAY', prctyp: 'LMT' };
  return { uid: clientId, actid: clientId, norenordno, ...terms, prc: priceText(limitPricePaise), ordersource: 'API' };
}

/** The orders of a book that can be ours, by exchange and tag. @throws BrokerError `unreachable` */
export function readBook(data: unknown): BrokerOrder[] {
  return readable('zebu', 'order book', () =>
    bookSchema
      .parse(data)
      .filter((row) => row.exch === EXCHANGE && TAG.test(row.remarks ?? ''))
      .map(readOrder),
  );
}

/** What an order's history says of its contract and size; the newest row comes first. @throws BrokerError `unreachable` */
export function readTerms(data: unknown): OrderTerms {
  return readable('zebu', 'order history', () => {
    const [newest] = termsSchema.parse(data);
    if (!newest) throw new Error('empty');
    return newest;
  });
}

/**
 * `expires_in` is a point in time (seconds since 1970, as text), whatever its name says.
 * @returns the account too: it must be the user's own, since orders name both
 * @throws BrokerError `unreachable`
 */
export function readGrant(data: unknown): {
  accessToken: string;
  userId: string;
  accountId: string;
  expiresAtMs: number;
} {
  return readable('zebu', 'session', () => {
    const { access_token, USERID, actid, expires_in } = grantSchema.parse(data);
    const seconds = /^\d+$/.test(expires_in) ? Number(expires_in) : NaN;
    if (!(seconds >= EPOCH_SECONDS.from && seconds <= EPOCH_SECONDS.to))
      throw new Error('expires_in: not a point in time');
    return { accessToken: access_token, userId: USERID, accountId: actid, expiresAtMs: seconds * 1000 };
  });
}

/** @throws BrokerError `unreachable` */
export function readPositions(data: unknown): BrokerPosition[] {
  return readable('zebu', 'positions', () =>
    positionsSchema
      .parse(data)
      .filter((row) => row.exch === EXCHANGE)
      .map((row) => {
        const { tsym, token, netqty } = positionSchema.parse(row);
        return { tradingsymbol: tsym, instrumentKey: token, netUnits: netqty };
      }),
  );
}

/** What is free to trade with: cash and the day's transfers less the margin in use. Pledged holdings do not count. @throws BrokerError `unreachable` */
export function readMarginPaise(data: unknown): number {
  return readable('zebu', 'limits', () => {
    const { cash, payin, payout, marginused } = limitsSchema.parse(data);
    return Math.floor((cash + payin - payout - marginused) * 100 + 1e-6);
  });
}

function readOrder(row: unknown): BrokerOrder {
  const o = orderSchema.parse(row);
  const status = STATUS_WORDS[o.status.toUpperCase()];
  if (status === undefined) throw new Error(`unknown order status ${JSON.stringify(o.status)}`);
  if (status === 'COMPLETE' && (o.fillshares === undefined || o.avgprc === undefined))
    throw new Error('a complete order without fillshares or avgprc');
  const reason = o.rejreason?.trim();
  const code = reason && REASON_CODE.exec(reason)?.[1];
  return {
    brokerOrderId: o.norenordno,
    tag: o.remarks,
    tradingsymbol: o.tsym,
    instrumentKey: o.token,
    side: o.trantype === 'B' ? 'BUY' : 'SELL',
    quantityUnits: o.qty,
    filledUnits: o.fillshares ?? 0,
    limitPricePaise: toPaise(o.prc),
    averagePricePaise: Math.round((o.avgprc ?? 0) * 100),
    status,
    ...(reason && { statusMessage: reason }),
    ...(code && { statusCode: code }),
    ...(status === 'REJECTED' && FUNDS.test(reason ?? '') && { refusalReason: 'insufficient_funds' }),
  };
}

function priceText(paise: number): string {
  return (paise / 100).toFixed(2);
}
