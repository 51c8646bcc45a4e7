// Orders on Angel One's wire: place, read, reprice, cancel. Numbers are text in one field and numbers in the next.
import { createHash } from 'node:crypto';
import { assertNever } from '../../../domain/assert-never.js';
import { tradingDayOf } from '../../../domain/trading-time.js';
import type { SimulatedBroker } from '../broker.js';
import { fieldText, html, readFields, type Call, type Reply } from '../http.js';
import { answerPlacement, paiseOf, type GatewayFault } from '../placing.js';
import type { PlaceTerms } from '../refusals.js';
import type { LiveOrder } from '../sim-order.js';
import { optionOfToken, tokenOf } from '../tokens.js';
import { failure, refusal, success, tooMany } from './angel-answers.js';

const IST_OFFSET_MS = 330 * 60_000;
const LONGEST_TAG = 19;
/** How long an order is on its way to the exchange. */
const PENDING_MS = 30;
const PRODUCTS: Readonly<Record<string, string>> = { INTRADAY: 'MIS', CARRYFORWARD: 'NRML' };
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Orders whose price was changed: `status` says so for as long as they are open. */
const modified = new WeakSet<LiveOrder>();

/** `POST placeOrder`. @param alive - whether the client's session still serves; an attempt without one is recorded as refused */
export function placeOrder(call: Call, broker: SimulatedBroker, clientId: string, alive: boolean): Reply {
  const fields = readFields(call);
  if (!fields) return failure({ code: 'AB1008', message: 'The body is not a JSON object' }, broker.ackDelayMs());
  const terms = readTerms(fields, clientId, call.receivedAtMs, tradingDayOf(broker.now()));
  if (terms.tag.length > LONGEST_TAG)
    return refusal(
      { reason: 'tag', message: 'ordertag length should be less than 20 characters' },
      broker.ackDelayMs(),
    );
  return answerPlacement(broker.place(terms, alive), {
    accepted: (orderId, delayMs) => success({ script: terms.tradingsymbol, ...idsOf(orderId) }, delayMs),
    refused: refusal,
    gateway: gatewayFault,
  });
}

/** `GET getOrderBook`: the client's book, oldest first; null when it is empty. */
export function orderBook(broker: SimulatedBroker, clientId: string): Reply {
  const book = broker.book(clientId);
  return success(book.length === 0 ? null : book.map((o) => orderRow(o, broker.now())));
}

/** `GET details/{uniqueorderid}`. */
export function orderDetails(broker: SimulatedBroker, clientId: string, uniqueOrderId: string): Reply {
  const order = broker.book(clientId).find((o) => idsOf(o.orderId).uniqueorderid === uniqueOrderId);
  if (!order) return failure({ code: 'AB1007', message: 'Order not found' });
  return success(orderRow(order, broker.now()));
}

export function cancelOrder(call: Call, broker: SimulatedBroker, clientId: string): Reply {
  const fields = readFields(call) ?? {};
  const orderId = fieldText(fields, 'orderid');
  if (fieldText(fields, 'variety') !== 'NORMAL') return invalidVariety(broker);
  const problem = broker.cancel(clientId, orderId);
  return problem ? refusal(problem, broker.ackDelayMs()) : success(idsOf(orderId), broker.ackDelayMs());
}

/** `POST modifyOrder`: the whole order again; only its price may differ. */
export function modifyOrder(call: Call, broker: SimulatedBroker, clientId: string): Reply {
  const fields = readFields(call) ?? {};
  const terms = readTerms(fields, clientId, call.receivedAtMs, tradingDayOf(broker.now()));
  if (terms.orderType !== 'LIMIT') return invalidVariety(broker);
  const order = broker.book(clientId).find((o) => o.orderId === fieldText(fields, 'orderid'));
  if (order && (order.option.tradingsymbol !== terms.tradingsymbol || order.quantityUnits !== terms.quantityUnits))
    return refusal({ reason: 'symbol', message: 'Only the price can be changed' }, broker.ackDelayMs());
  const problem = broker.reprice(clientId, fieldText(fields, 'orderid'), terms.limitPricePaise);
  if (problem) return refusal(problem, broker.ackDelayMs());
  if (order) modified.add(order);
  return success(idsOf(fieldText(fields, 'orderid')), broker.ackDelayMs());
}

function invalidVariety(broker: SimulatedBroker): Reply {
  return failure({ code: 'AB1008', message: 'Invalid Order Variety' }, broker.ackDelayMs());
}

/** A symbol without its own token is no symbol. */
function readTerms(fields: Record<string, unknown>, clientId: string, receivedAtMs: number, day: string): PlaceTerms {
  const side = fields['transactiontype'];
  const [symbol, token] = [fieldText(fields, 'tradingsymbol'), String(fields['symboltoken'])];
  const product = fieldText(fields, 'producttype');
  const usual = fieldText(fields, 'variety') === 'NORMAL' && fieldText(fields, 'duration') === 'DAY';
  return {
    clientId,
    tag: fieldText(fields, 'ordertag'),
    tradingsymbol: optionOfToken(token, day)?.tradingsymbol === symbol ? symbol : `${symbol} with token ${token}`,
    exchange: fieldText(fields, 'exchange'),
    side: side === 'BUY' || side === 'SELL' ? side : undefined,
    orderType: usual ? fieldText(fields, 'ordertype') : `${String(fields['variety'])} ${String(fields['duration'])}`,
    product: PRODUCTS[product] ?? product,
    quantityUnits: Number(fields['quantity'] ?? 0),
    limitPricePaise: paiseOf(fields['price'] ?? 0),
    receivedAtMs,
  };
}

/** Angel's own server error is a well-formed no with 200. */
function gatewayFault(fault: GatewayFault, delayMs: number): Reply {
  switch (fault) {
    case 'throttle':
      return tooMany(delayMs);
    case 'server_error':
      return failure({ code: 'AB1004', message: 'Something Went Wrong, Please Try After Sometime' }, delayMs);
    case 'non_json':
      return html(502, '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>', delayMs);
    default:
      return assertNever(fault, 'gateway fault');
  }
}

/** The order's number and its unique id, a UUID made of it. */
function idsOf(orderId: string): { orderid: string; uniqueorderid: string } {
  const digits = createHash('sha256').update(orderId).digest('hex');
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`];
  return { orderid: orderId, uniqueorderid: [...parts, digits.slice(20, 32)].join('-') };
}

function orderRow(o: LiveOrder, nowMs: number): unknown {
  const { option } = o;
  const received = wordyTime(o.receivedAtMs);
  const { status, orderstatus } = wordsOf(o, nowMs);
  return {
    variety: 'NORMAL',
    ordertype: 'LIMIT',
    producttype: o.product === 'MIS' ? 'INTRADAY' : 'CARRYFORWARD',
    duration: 'DAY',
    price: o.limitPricePaise / 100,
    triggerprice: 0,
    quantity: String(o.quantityUnits),
    disclosedquantity: '0',
    squareoff: 0,
    stoploss: 0,
    trailingstoploss: 0,
    tradingsymbol: option.tradingsymbol,
    transactiontype: o.side,
    exchange: o.exchange,
    symboltoken: String(tokenOf(option)),
    instrumenttype: 'OPTIDX',
    strikeprice: option.strikePaise / 100,
    optiontype: option.optionType,
    expirydate: `${option.expiry.slice(8)}${monthOf(option.expiry).toUpperCase()}${option.expiry.slice(0, 4)}`,
    lotsize: String(option.lotUnits),
    cancelsize: o.status === 'CANCELLED' ? String(o.quantityUnits - o.filledUnits) : '0',
    averageprice: o.averagePricePaise / 100,
    filledshares: String(o.filledUnits),
    unfilledshares: String(o.quantityUnits - o.filledUnits),
    ...idsOf(o.orderId),
    text: textOf(o),
    status,
    orderstatus,
    updatetime: received,
    exchtime: received,
    exchorderupdatetime: received,
    fillid: '',
    filltime: '',
    parentorderid: '',
    ordertag: o.tag,
  };
}

/** `status` names what was last done, `orderstatus` what the order is. */
function wordsOf(o: LiveOrder, nowMs: number): { status: string; orderstatus: string } {
  const word =
    o.status !== 'OPEN' ? o.status.toLowerCase() : nowMs - o.receivedAtMs < PENDING_MS ? 'open pending' : 'open';
  return { status: o.status === 'OPEN' && modified.has(o) ? 'modified' : word, orderstatus: word };
}

function textOf({ statusCode, statusMessage = '' }: LiveOrder): string {
  if (statusCode !== 'funds') return statusMessage;
  return `Your order has been rejected due to Insufficient Funds. ${statusMessage}`;
}

/** `24-Nov-2026 09:20:00` in India. */
function wordyTime(ms: number): string {
  const text = new Date(ms + IST_OFFSET_MS).toISOString();
  return `${text.slice(8, 10)}-${monthOf(text)}-${text.slice(0, 4)} ${text.slice(11, 19)}`;
}

const monthOf = (date: string): string => MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
