// Orders on Zebu's connect wire: place, read, reprice, cancel.
import { assertNever } from '../../../domain/assert-never.js';
import type { SimulatedBroker } from '../broker.js';
import { fieldText, html, json, readFields, type Call, type Reply } from '../http.js';
import { answerPlacement, paiseOf, type GatewayFault } from '../placing.js';
import type { PlaceTerms } from '../refusals.js';
import type { LiveOrder } from '../sim-order.js';
import { refusal, success } from './zebu-envelope.js';

const IST_OFFSET_MS = 330 * 60_000;

/** `POST /orders`. @param alive - whether the client's session still serves; an attempt without one is recorded as refused */
export function placeOrder(call: Call, broker: SimulatedBroker, clientId: string, alive: boolean): Reply {
  const fields = readFields(call);
  if (!fields) return refusal({ reason: 'malformed', message: 'The body is not a JSON object' }, broker.ackDelayMs());
  return answerPlacement(broker.place(readTerms(fields, clientId, call.receivedAtMs), alive), {
    accepted: (orderId, delayMs) => success({ order_id: orderId }, delayMs),
    refused: refusal,
    gateway: gatewayFault,
  });
}

/** `GET /orders`, `GET /orders?tag=`: the client's book, oldest first. */
export function orderBook(call: Call, broker: SimulatedBroker, clientId: string): Reply {
  const tag = call.query.get('tag');
  return success(
    broker
      .book(clientId)
      .filter((o) => tag === null || o.tag === tag)
      .map(orderRow),
  );
}

export function oneOrder(broker: SimulatedBroker, clientId: string, orderId: string): Reply {
  const order = broker.book(clientId).find((o) => o.orderId === orderId);
  return order
    ? success(orderRow(order))
    : refusal({ reason: 'order_not_found', message: `Order ${orderId} does not exist` });
}

export function cancelOrder(broker: SimulatedBroker, clientId: string, orderId: string): Reply {
  const problem = broker.cancel(clientId, orderId);
  return problem ? refusal(problem, broker.ackDelayMs()) : success({ order_id: orderId }, broker.ackDelayMs());
}

/** `PUT /orders/{id}` with `price`: the only thing that can be changed. */
export function modifyOrder(call: Call, broker: SimulatedBroker, clientId: string, orderId: string): Reply {
  const price = readFields(call)?.['price'];
  if (price === undefined) return refusal({ reason: 'malformed', message: 'price is required' }, broker.ackDelayMs());
  const problem = broker.reprice(clientId, orderId, paiseOf(price));
  return problem ? refusal(problem, broker.ackDelayMs()) : success({ order_id: orderId }, broker.ackDelayMs());
}

function readTerms(fields: Record<string, unknown>, clientId: string, receivedAtMs: number): PlaceTerms {
  const side = fields['transaction_type'];
  return {
    clientId,
    tag: fieldText(fields, 'tag'),
    tradingsymbol: fieldText(fields, 'tradingsymbol'),
    exchange: fieldText(fields, 'exchange'),
    side: side === 'BUY' || side === 'SELL' ? side : undefined,
    orderType: fieldText(fields, 'order_type'),
    product: fieldText(fields, 'product'),
    quantityUnits: Number(fields['quantity'] ?? 0),
    limitPricePaise: paiseOf(fields['price'] ?? 0),
    receivedAtMs,
  };
}

function gatewayFault(fault: GatewayFault, delayMs: number): Reply {
  switch (fault) {
    case 'throttle':
      return refusal({ reason: 'rate', message: 'Too many requests' }, delayMs);
    case 'server_error':
      return json(
        500,
        {
          status: 'error',
          message: 'Something went wrong',
          error_type: 'GeneralException',
          code: 'AB-5000',
          data: null,
        },
        delayMs,
      );
    case 'non_json':
      return html(
        502,
        '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
        delayMs,
      );
    default:
      return assertNever(fault, 'gateway fault');
  }
}

function orderRow(o: LiveOrder): unknown {
  return {
    order_id: o.orderId,
    tag: o.tag,
    tradingsymbol: o.option.tradingsymbol,
    exchange: o.exchange,
    product: o.product,
    transaction_type: o.side,
    order_type: 'LIMIT',
    validity: 'DAY',
    quantity: o.quantityUnits,
    filled_quantity: o.filledUnits,
    pending_quantity: o.status === 'OPEN' ? o.quantityUnits - o.filledUnits : 0,
    price: o.limitPricePaise / 100,
    average_price: o.averagePricePaise / 100,
    status: o.status,
    status_message: o.statusMessage ?? null,
    status_code: o.statusCode ?? null,
    order_timestamp: new Date(o.receivedAtMs + IST_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' '),
    placed_by: o.clientId,
  };
}
