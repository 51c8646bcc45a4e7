// What the simulators of the Kite Connect family do when they are called: log in, place, change and cancel. A broker brings its words.
import { createHash } from 'node:crypto';
import { assertNever } from '../../../domain/assert-never.js';
import type { SimulatedBroker } from '../broker.js';
import { fieldText, html, json, readFields, type Call, type Reply } from '../http.js';
import type { Naming } from '../naming.js';
import { answerPlacement, paiseOf, type GatewayFault } from '../placing.js';
import type { RefusalReason } from '../refusals.js';
import type { TokenExchange } from '../sessions.js';
import { quoteRows, readTerms } from './connect-rows.js';

export type ConnectRefusalReason = RefusalReason | 'api_key' | 'proof' | 'token' | 'malformed';

/** How one broker of the family says things. */
export type ConnectWords = {
  naming: Naming;
  refusal: (refusal: { reason: ConnectRefusalReason; message: string }, delayMs?: number) => Reply;
  /** What is in the body when the server fails. */
  failure: object;
};

const MOST_QUOTES = 500;

export function success(data: unknown, delayMs?: number): Reply {
  return json(200, { status: 'success', data }, delayMs);
}

/** Trades a request token, proven by SHA-256 of api_key, token and secret. */
export function exchangeByChecksum(call: Call, { sessions, now }: SimulatedBroker): TokenExchange {
  const fields = readFields(call) ?? {};
  const [apiKey, requestToken] = [fieldText(fields, 'api_key'), fieldText(fields, 'request_token')];
  const checksum = fieldText(fields, 'checksum').toLowerCase();
  const proves = (secret: string): boolean =>
    createHash('sha256').update(`${apiKey}${requestToken}${secret}`).digest('hex') === checksum;
  return sessions.exchange(apiKey, requestToken, proves, now());
}

/** @param alive - whether the client's session still serves; an attempt without one is recorded as refused */
export function placeOrder(
  { naming, refusal, failure }: ConnectWords,
  call: Call,
  broker: SimulatedBroker,
  clientId: string,
  alive: boolean,
): Reply {
  const fields = readFields(call);
  if (!fields) return refusal({ reason: 'malformed', message: 'The body cannot be read' }, broker.ackDelayMs());
  const terms = readTerms(fields, { clientId, receivedAtMs: call.receivedAtMs, naming });
  return answerPlacement(broker.place(terms, alive), {
    accepted: (orderId, delayMs) => success({ order_id: orderId }, delayMs),
    refused: refusal,
    gateway: (fault, delayMs) =>
      fault === 'throttle'
        ? refusal({ reason: 'rate', message: 'Too many requests' }, delayMs)
        : brokenGateway(fault, failure, delayMs),
  });
}

export function cancelOrder(words: ConnectWords, broker: SimulatedBroker, clientId: string, orderId: string): Reply {
  const problem = broker.cancel(clientId, orderId);
  return problem ? words.refusal(problem, broker.ackDelayMs()) : success({ order_id: orderId }, broker.ackDelayMs());
}

/** With `price`: the only thing that can be changed. */
export function modifyOrder(
  { refusal }: ConnectWords,
  call: Call,
  broker: SimulatedBroker,
  clientId: string,
  orderId: string,
): Reply {
  const price = readFields(call)?.['price'];
  if (price === undefined) return refusal({ reason: 'malformed', message: 'price is required' }, broker.ackDelayMs());
  const problem = broker.reprice(clientId, orderId, paiseOf(price));
  return problem ? refusal(problem, broker.ackDelayMs()) : success({ order_id: orderId }, broker.ackDelayMs());
}

/** `?i=NFO:SYMBOL&i=NSE:NIFTY 50` */
export function quotes({ naming, refusal }: ConnectWords, call: Call, broker: SimulatedBroker): Reply {
  const keys = call.query.getAll('i');
  if (keys.length === 0 || keys.length > MOST_QUOTES)
    return refusal({ reason: 'malformed', message: `i: 1 to ${MOST_QUOTES} instruments are needed` });
  return success(quoteRows(keys, broker.now(), naming));
}

function brokenGateway(fault: Exclude<GatewayFault, 'throttle'>, failure: object, delayMs: number): Reply {
  switch (fault) {
    case 'server_error':
      return json(500, failure, delayMs);
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
