// The envelope of Upstox' wire and its error codes: HTTP status and code of every refusal in one table.
import { json, type Reply } from '../http.js';
import type { RefusalReason } from '../refusals.js';

type Reason = RefusalReason | 'login' | 'code' | 'credentials' | 'quantity' | 'key_missing' | 'order_id' | 'route';
type Row = { status: number; code: string };

const input = (code: string): Row => ({ status: 400, code });

const REFUSALS: Readonly<Record<Reason, Row>> = {
  session: { status: 401, code: 'UDAPI100050' },
  rate: { status: 429, code: 'UDAPI10005' },
  address: { status: 403, code: 'UDAPI1154' },
  login: { status: 400, code: 'UDAPI100068' },
  code: { status: 401, code: 'UDAPI100057' },
  credentials: { status: 401, code: 'UDAPI100069' },
  route: { status: 404, code: 'UDAPI10000' },
  symbol: input('UDAPI100011'),
  exchange: input('UDAPI100011'),
  key_missing: input('UDAPI1026'),
  quantity: input('UDAPI1052'),
  order_type: input('UDAPI1158'),
  tag: input('UDAPI1119'),
  order_id: input('UDAPI1023'),
  order_not_found: input('UDAPI100010'),
  order_not_open: input('UDAPI100040'),
  side: input('UDAPI100036'),
  product: input('UDAPI100036'),
  lot: input('UDAPI100036'),
  freeze: input('UDAPI100036'),
  tick: input('UDAPI100036'),
  band: input('UDAPI100036'),
  funds: input('UDAPI100036'),
};

export function success(data: unknown, delayMs?: number): Reply {
  return json(200, { status: 'success', data }, delayMs);
}

/** As `success`, of a v3 call: with the time it took, milliseconds. */
export function timedSuccess(data: unknown, delayMs: number): Reply {
  return json(200, { status: 'success', data, metadata: { latency: Math.round(delayMs) } }, delayMs);
}

/** @param code - where the table's is another call's */
export function refusal(
  { reason, message }: { reason: Reason; message: string },
  delayMs?: number,
  code = REFUSALS[reason].code,
): Reply {
  const camel = { errorCode: code, message, propertyPath: null, invalidValue: null };
  // Calls about tokens answer in one casing, the others in both.
  const snake = { error_code: code, property_path: null, invalid_value: null };
  const { status } = REFUSALS[reason];
  return json(status, { status: 'error', errors: [status === 401 ? camel : { ...camel, ...snake }] }, delayMs);
}
