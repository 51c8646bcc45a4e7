// How the Noren wire answers: HTTP 200 with `stat` Ok or Not_Ok, a request_time in Indian time, and refusals that are texts.
import { fieldText, json, type Call, type Reply } from '../http.js';
import type { RefusalReason } from '../refusals.js';

export type NorenRefusalReason = RefusalReason | 'api_key' | 'proof' | 'token' | 'malformed' | 'user';

const IST_OFFSET_MS = 330 * 60_000;
/** Texts that do not repeat the simulator's own message. */
const FIXED: Readonly<Partial<Record<NorenRefusalReason, string>>> = {
  session: 'Session Expired : Invalid Session Key',
  rate: 'Rate_Limited: too many requests, retry after backoff',
  address: 'Invalid IP : this address is not registered for the app',
  token: 'Invalid authorization code',
  order_not_found: 'Rejected : ORA:Order not found',
  order_not_open: 'Rejected : ORA:Order not found',
};

/** `14:14:08 26-05-2020`, Indian time. */
export function norenTime(epochMs: number): string {
  const [date = '', time = ''] = new Date(epochMs + IST_OFFSET_MS).toISOString().split('T');
  return `${time.slice(0, 8)} ${date.split('-').reverse().join('-')}`;
}

export function ok(fields: Record<string, unknown>, delayMs?: number): Reply {
  return json(200, { request_time: norenTime(Date.now()), stat: 'Ok', ...fields }, delayMs);
}

/** A book: an array, and an object that says "no data" when there is nothing in it. */
export function bookOf(rows: readonly object[]): Reply {
  return rows.length > 0 ? json(200, rows) : notOk('Error Occurred : 5 "no data"');
}

export function notOk(emsg: string, delayMs?: number, status = 200): Reply {
  return json(status, { stat: 'Not_Ok', request_time: norenTime(Date.now()), emsg }, delayMs);
}

export function refusal({ reason, message }: { reason: NorenRefusalReason; message: string }, delayMs?: number): Reply {
  return notOk(FIXED[reason] ?? `Invalid Input :  ${message}`, delayMs);
}

/** The object of a `jData=` body, whatever its content type says; undefined when there is none. */
export function readJData({ body }: Call): Record<string, unknown> | undefined {
  if (!body.startsWith('jData=')) return undefined;
  try {
    const value: unknown = JSON.parse(body.slice('jData='.length));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A number, which the wire takes as text only; NaN for anything else. */
export function numberField(fields: Record<string, unknown>, name: string): number {
  const text = fieldText(fields, name);
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
}
