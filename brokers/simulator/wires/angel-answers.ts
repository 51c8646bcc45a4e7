// How Angel One answers: success, and the three shapes of no. The services say it in JSON with 200, so does the gateway in words
// of its own, and who asks too often gets plain text.
import { json, type Reply } from '../http.js';
import type { RefusalReason } from '../refusals.js';

type Said = { message: string; code: string };

/**
 * Angel publishes no code for a price or a quantity that the exchange would refuse: here they go as a symbol it cannot use.
 * An order that is over is as unknown as one that never was.
 */
const CODES: Readonly<Record<Exclude<RefusalReason, 'session' | 'rate' | 'address' | 'funds'>, string>> = {
  tag: 'AB4008',
  lot: 'AB1009',
  freeze: 'AB1009',
  tick: 'AB1009',
  band: 'AB1009',
  symbol: 'AB1009',
  exchange: 'AB1009',
  side: 'AB1008',
  order_type: 'AB1008',
  product: 'AB1012',
  order_not_found: 'AB1013',
  order_not_open: 'AB1013',
};

export const INVALID_KEY: Said = { code: 'AG8004', message: 'Invalid API Key' };
const UNREGISTERED_IP: Said = { code: 'AG7002', message: 'Unregistered IP' };
export const INVALID_TOKEN: Said = { code: 'AG8001', message: 'Invalid Token' };
export const EXPIRED_TOKEN: Said = { code: 'AG8002', message: 'Token Expired' };
export const MISSING_TOKEN: Said = { code: 'AG8003', message: 'Token missing' };

export function success(data: unknown, delayMs?: number): Reply {
  return json(200, { status: true, message: 'SUCCESS', errorcode: '', data }, delayMs);
}

export function failure({ message, code }: Said, delayMs?: number): Reply {
  return json(200, { status: false, message, errorcode: code, data: null }, delayMs);
}

export function gatewayFailure({ message, code }: Said, delayMs?: number): Reply {
  return json(200, { success: false, message, errorCode: code, data: '' }, delayMs);
}

export function tooMany(delayMs?: number): Reply {
  return {
    kind: 'answer',
    status: 403,
    type: 'text/plain; charset=utf-8',
    body: 'Access denied because of exceeding access rate',
    ...(delayMs !== undefined && { delayMs }),
  };
}

export function refusal({ reason, message }: { reason: RefusalReason; message: string }, delayMs?: number): Reply {
  switch (reason) {
    case 'session':
      return gatewayFailure(INVALID_TOKEN, delayMs);
    case 'rate':
      return tooMany(delayMs);
    case 'address':
      return gatewayFailure(UNREGISTERED_IP, delayMs);
    case 'funds':
      // Angel takes such an order and rejects it in the book: the rules of this wire say so.
      throw new Error('an order beyond the funds is not refused here');
    default:
      return failure({ code: CODES[reason], message }, delayMs);
  }
}
