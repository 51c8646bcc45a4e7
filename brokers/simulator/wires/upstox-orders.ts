// Orders on Upstox' wire: place, change and cancel by v3; read by v2.
import { assertNever } from '../../../domain/assert-never.js';
import { tradingDayOf } from '../../../domain/trading-time.js';
import type { SimulatedBroker } from '../broker.js';
import { fieldText, html, json, readFields, type Call, type Reply } from '../http.js';
import { answerPlacement, paiseOf, type GatewayFault } from '../placing.js';
import type { PlaceTerms } from '../refusals.js';
import type { LiveOrder } from '../sim-order.js';
import { optionOfToken, tokenOf } from '../tokens.js';
import { refusal, success, timedSuccess } from './upstox-envelope.js';

const IST_OFFSET_MS = 330 * 60_000;
const SEGMENT = 'NSE_FO|';
const LONGEST_TAG = 40;
/** Upstox' words for the core's. */
const PRODUCTS: Readonly<Record<string, string>> = { I: 'MIS', D: 'NRML' };
const STATUS_WORDS = { OPEN: 'open', COMPLETE: 'complete', REJECTED: 'rejected', CANCELLED: 'cancelled' } as const;

/** `POST /v3/order/place`. @param alive - whether the client's session still serves; an attempt without one is recorded as refused */
export function placeOrder(call: Call, broker: SimulatedBroker, clientId: string, alive: boolean): Reply {
  const fields = readFields(call) ?? {};
  const problem = alive ? fieldProblem(fields) : undefined;
  if (problem) return refusal(problem, broker.ackDelayMs());
  return answerPlacement(broker.place(readTerms(fields, clientId, call.receivedAtMs, broker), alive), {
    accepted: (orderId, delayMs) => timedSuccess({ order_ids: [orderId] }, delayMs),
    refused: refusal,
    gateway: gatewayFault,
  });
}

/** `PUT /v3/order/modify`: only the price can be changed here. */
export function modifyOrder(call: Call, broker: SimulatedBroker, clientId: string): Reply {
  const fields = readFields(call) ?? {};
  const orderId = fieldText(fields, 'order_id');
  if (orderId === '') return refusal({ reason: 'order_id', message: 'Order id is required' }, broker.ackDelayMs());
  const problem = broker.reprice(clientId, orderId, paiseOf(fields['price'] ?? 0));
  if (!problem) return timedSuccess({ order_id: orderId }, broker.ackDelayMs());
  const code = problem.reason === 'order_not_open' ? 'UDAPI100041' : undefined;
  return refusal(problem, broker.ackDelayMs(), code);
}

/** `DELETE /v3/order/cancel?order_id=` */
export function cancelOrder(call: Call, broker: SimulatedBroker, clientId: string): Reply {
  const orderId = call.query.get('order_id') ?? '';
  if (orderId === '') return refusal({ reason: 'order_id', message: 'Order id is required' }, broker.ackDelayMs());
  const problem = broker.cancel(clientId, orderId);
  return problem ? refusal(problem, broker.ackDelayMs()) : timedSuccess({ order_id: orderId }, broker.ackDelayMs());
}

/** `GET /v2/order/retrieve-all`: the client's book, oldest first. */
export function orderBook(broker: SimulatedBroker, clientId: string): Reply {
  return success(broker.book(clientId).map((order) => orderRow(order)));
}

/** `GET /v2/order/details?order_id=` */
export function oneOrder(call: Call, broker: SimulatedBroker, clientId: string): Reply {
  const orderId = call.query.get('order_id');
  const order = broker.book(clientId).find((o) => o.orderId === orderId);
  return order ? success(orderRow(order)) : refusal({ reason: 'order_not_found', message: 'Order not found' });
}

/** `GET /v2/order/history?order_id=&tag=`: every stage of the matching orders, oldest first. */
export function orderHistory(call: Call, broker: SimulatedBroker, clientId: string): Reply {
  const [orderId, tag] = [call.query.get('order_id'), call.query.get('tag')];
  const matching = broker
    .book(clientId)
    .filter((o) => (orderId === null || o.orderId === orderId) && (tag === null || o.tag === tag));
  if (matching.length === 0) return refusal({ reason: 'order_not_found', message: 'Order not found' });
  return success(matching.flatMap(stagesOf));
}

function stagesOf(order: LiveOrder): unknown[] {
  const stages = ['put order req received', ...(order.status === 'REJECTED' ? [] : ['open pending'])];
  return [
    ...stages.map((status) => ({ ...orderRow(order), status, filled_quantity: 0, average_price: 0 })),
    orderRow(order),
  ];
}

function fieldProblem(
  fields: Record<string, unknown>,
): { reason: 'key_missing' | 'quantity' | 'tag'; message: string } | undefined {
  if (fieldText(fields, 'instrument_token') === '')
    return { reason: 'key_missing', message: 'Instrument key is required' };
  if (!(Number(fields['quantity']) > 0)) return { reason: 'quantity', message: 'Order quantity cannot be zero' };
  if (fieldText(fields, 'tag').length > LONGEST_TAG)
    return { reason: 'tag', message: `Tag exceeds ${LONGEST_TAG} characters` };
  return undefined;
}

function readTerms(
  fields: Record<string, unknown>,
  clientId: string,
  receivedAtMs: number,
  broker: SimulatedBroker,
): PlaceTerms {
  const side = fields['transaction_type'];
  const key = fieldText(fields, 'instrument_token');
  const product = fieldText(fields, 'product');
  const option = key.startsWith(SEGMENT)
    ? optionOfToken(key.slice(SEGMENT.length), tradingDayOf(broker.now()))
    : undefined;
  return {
    clientId,
    tag: fieldText(fields, 'tag'),
    tradingsymbol: option?.tradingsymbol ?? key,
    exchange: option?.exchange ?? key,
    side: side === 'BUY' || side === 'SELL' ? side : undefined,
    orderType: fieldText(fields, 'order_type'),
    product: PRODUCTS[product] ?? product,
    quantityUnits: Number(fields['quantity']),
    limitPricePaise: paiseOf(fields['price'] ?? 0),
    receivedAtMs,
  };
}

function gatewayFault(fault: GatewayFault, delayMs: number): Reply {
  switch (fault) {
    case 'throttle':
      return refusal({ reason: 'rate', message: 'Too Many Request Sent' }, delayMs);
    case 'server_error': {
      const error = { errorCode: 'UDAPI100500', message: 'Something went wrong... please contact us' };
      return json(500, { status: 'error', errors: [error] }, delayMs);
    }
    case 'non_json':
      return html(503, '<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>', delayMs);
    default:
      return assertNever(fault, 'gateway fault');
  }
}

function orderRow(o: LiveOrder): Record<string, unknown> {
  const time = new Date(o.receivedAtMs + IST_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
  const product = Object.keys(PRODUCTS).find((word) => PRODUCTS[word] === o.product) ?? o.product;
  return {
    exchange: o.exchange,
    product,
    price: o.limitPricePaise / 100,
    quantity: o.quantityUnits,
    status: STATUS_WORDS[o.status],
    guid: null,
    tag: o.tag === '' ? null : o.tag,
    instrument_token: `${SEGMENT}${tokenOf(o.option)}`,
    placed_by: o.clientId,
    trading_symbol: o.option.tradingsymbol,
    tradingsymbol: o.option.tradingsymbol,
    order_type: 'LIMIT',
    validity: 'DAY',
    trigger_price: 0,
    disclosed_quantity: 0,
    transaction_type: o.side,
    average_price: o.averagePricePaise / 100,
    filled_quantity: o.filledUnits,
    pending_quantity: o.status === 'OPEN' ? o.quantityUnits - o.filledUnits : 0,
    status_message: o.statusMessage ?? null,
    status_message_raw: o.statusMessage ?? null,
    exchange_order_id: o.status === 'REJECTED' ? null : `11${o.orderId}`,
    parent_order_id: null,
    order_id: o.orderId,
    variety: 'SIMPLE',
    order_timestamp: time,
    exchange_timestamp: time,
    is_amo: false,
    order_request_id: '1',
    order_ref_id: `R${o.orderId}`,
  };
}
