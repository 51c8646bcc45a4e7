// Orders on the Noren wire: place, read, reprice, cancel. Numbers are text both ways.
import { assertNever } from '../../../domain/assert-never.js';
import { tradingDayOf } from '../../../domain/trading-time.js';
import type { SimulatedBroker } from '../broker.js';
import { fieldText, html, json, type Call, type Reply } from '../http.js';
import { answerPlacement, paiseOf, type GatewayFault } from '../placing.js';
import type { PlaceTerms } from '../refusals.js';
import type { LiveOrder } from '../sim-order.js';
import { tokenOf } from '../tokens.js';
import { norenSymbol, optionOfSymbol } from './noren-contracts.js';
import { bookOf, norenTime, notOk, numberField, ok, refusal } from './noren-envelope.js';

type Fields = Record<string, unknown>;

const PRODUCTS: Readonly<Record<string, string>> = { I: 'MIS', M: 'NRML' };
const REQUIRED = ['uid', 'actid', 'exch', 'tsym', 'qty', 'prc', 'prd', 'trantype', 'prctyp', 'ret'];

/** `PlaceOrder`. @param alive - whether the client's session still serves; an attempt without one is recorded as refused */
export function placeOrder(
  call: Call,
  fields: Fields,
  broker: SimulatedBroker,
  clientId: string,
  alive: boolean,
): Reply {
  const missing = REQUIRED.filter((name) => fieldText(fields, name) === '');
  if (alive && missing.length > 0)
    return refusal({ reason: 'malformed', message: `Missing ${missing.join(' or ')}.` }, broker.ackDelayMs());
  return answerPlacement(broker.place(readTerms(fields, clientId, call.receivedAtMs, broker.now()), alive), {
    accepted: (orderId, delayMs) => ok({ norenordno: orderId }, delayMs),
    refused: refusal,
    gateway: gatewayFault,
  });
}

/** `OrderBook`: newest first. */
export function orderBook(broker: SimulatedBroker, clientId: string): Reply {
  return bookOf(broker.book(clientId).map(orderRow).reverse());
}

/** `SingleOrdHist`: what an order went through, newest first. */
export function orderHistory(fields: Fields, broker: SimulatedBroker, clientId: string): Reply {
  const order = broker.book(clientId).find((o) => o.orderId === fieldText(fields, 'norenordno'));
  if (!order) return bookOf([]);
  const now = { ...orderRow(order), rpt: REPORTS[order.status] };
  const before = { ...orderRow({ ...order, status: 'OPEN', filledUnits: 0 }), status: 'PENDING', rpt: 'NewAck' };
  return bookOf([now, before]);
}

/** `TradeBook`. */
export function tradeBook(broker: SimulatedBroker, clientId: string): Reply {
  const traded = broker.book(clientId).filter((o) => o.filledUnits > 0);
  return bookOf(
    traded.map((o) => ({
      ...orderRow(o),
      flid: `${o.orderId}1`,
      flqty: String(o.filledUnits),
      flprc: (o.averagePricePaise / 100).toFixed(2),
      fltm: norenTime(o.filledAtMs ?? o.receivedAtMs),
    })),
  );
}

/** `CancelOrder`. */
export function cancelOrder(fields: Fields, broker: SimulatedBroker, clientId: string): Reply {
  const orderId = fieldText(fields, 'norenordno');
  const problem = broker.cancel(clientId, orderId);
  return problem
    ? notOk('Rejected : ORA:Order not found to Cancel', broker.ackDelayMs())
    : ok({ result: orderId }, broker.ackDelayMs());
}

/** `ModifyOrder`: the price is what can be changed; contract and whole quantity must be repeated. */
export function modifyOrder(fields: Fields, broker: SimulatedBroker, clientId: string): Reply {
  const orderId = fieldText(fields, 'norenordno');
  const order = broker.book(clientId).find((o) => o.orderId === orderId);
  const delayMs = broker.ackDelayMs();
  if (order) {
    if (symbolField(fields) !== norenSymbol(order.option) || fieldText(fields, 'exch') !== order.exchange)
      return refusal({ reason: 'malformed', message: "tsym and exch must be the order's" }, delayMs);
    if (numberField(fields, 'qty') !== order.quantityUnits)
      return refusal({ reason: 'malformed', message: 'qty must be the whole quantity of the order' }, delayMs);
    if (fieldText(fields, 'prctyp') !== 'LMT')
      return refusal({ reason: 'order_type', message: 'prctyp must be LMT for algo orders' }, delayMs);
  }
  const problem = broker.reprice(clientId, orderId, paiseOf(numberField(fields, 'prc')));
  return problem ? refusal(problem, delayMs) : ok({ result: orderId }, delayMs);
}

const REPORTS = { OPEN: 'New', COMPLETE: 'Fill', REJECTED: 'Rejected', CANCELLED: 'Canceled' } as const;
/** The wire's casing is not consistent; odd and even orders differ here. */
const STATUS_WORDS = {
  OPEN: ['OPEN', 'Open'],
  COMPLETE: ['COMPLETE', 'Complete'],
  REJECTED: ['REJECTED', 'REJECT'],
  CANCELLED: ['CANCELED', 'Canceled'],
} as const;

function readTerms(fields: Fields, clientId: string, receivedAtMs: number, nowMs: number): PlaceTerms {
  const [side, type, product] = [fieldText(fields, 'trantype'), fieldText(fields, 'prctyp'), fieldText(fields, 'prd')];
  const tsym = symbolField(fields);
  return {
    clientId,
    tag: fieldText(fields, 'remarks'),
    tradingsymbol: optionOfSymbol(tsym, tradingDayOf(nowMs))?.tradingsymbol ?? tsym,
    exchange: fieldText(fields, 'exch'),
    side: side === 'B' ? 'BUY' : side === 'S' ? 'SELL' : undefined,
    orderType: type === 'LMT' ? 'LIMIT' : type,
    product: PRODUCTS[product] ?? product,
    quantityUnits: numberField(fields, 'qty'),
    limitPricePaise: paiseOf(numberField(fields, 'prc')),
    receivedAtMs,
  };
}

/** `tsym` comes URL-encoded. */
function symbolField(fields: Fields): string {
  const given = fieldText(fields, 'tsym');
  try {
    return decodeURIComponent(given.replaceAll('+', ' '));
  } catch {
    return given;
  }
}

function gatewayFault(fault: GatewayFault, delayMs: number): Reply {
  switch (fault) {
    case 'throttle':
      return refusal({ reason: 'rate', message: '' }, delayMs);
    case 'server_error':
      return json(500, { stat: 'Not_Ok', emsg: 'Server Timeout :  ' }, delayMs);
    case 'non_json':
      return html(502, '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>', delayMs);
    default:
      return assertNever(fault, 'gateway fault');
  }
}

function orderRow(o: LiveOrder): Record<string, string> {
  const words = STATUS_WORDS[o.status];
  return {
    stat: 'Ok',
    norenordno: o.orderId,
    uid: o.clientId,
    actid: o.clientId,
    exch: o.exchange,
    tsym: norenSymbol(o.option),
    token: String(tokenOf(o.option)),
    qty: String(o.quantityUnits),
    trantype: o.side === 'BUY' ? 'B' : 'S',
    prctyp: 'LMT',
    ret: 'DAY',
    prc: (o.limitPricePaise / 100).toFixed(2),
    prd: o.product === 'MIS' ? 'I' : 'M',
    status: words[Number(o.orderId.slice(-1)) % 2] ?? words[0],
    remarks: o.tag,
    pp: '2',
    ls: String(o.option.lotUnits),
    ti: (o.option.tickPaise / 100).toFixed(2),
    norentm: norenTime(o.receivedAtMs),
    ...(o.filledUnits > 0 && {
      fillshares: String(o.filledUnits),
      avgprc: (o.averagePricePaise / 100).toFixed(2),
    }),
    ...(o.status === 'CANCELLED' && { cancelqty: String(o.quantityUnits - o.filledUnits) }),
    ...(o.status === 'REJECTED' && { rejreason: rejectionText(o) }),
  };
}

/** The risk check's words for too little money, or the exchange's number and reason. */
function rejectionText({ statusMessage = '', clientId }: LiveOrder): string {
  const [, available, required] = /Available margin: ₹([\d.]+), Required: ₹([\d.]+)/.exec(statusMessage) ?? [];
  if (available === undefined || required === undefined)
    return statusMessage.replace(/^Rejected by the exchange: (\d+) /, '$1 : ');
  const short = (Number(required) - Number(available)).toFixed(2);
  return `RED:Margin Shortfall:INR ${short} Available:INR ${Number(available).toFixed(2)} for C-${clientId} [SIMULATED]`;
}
