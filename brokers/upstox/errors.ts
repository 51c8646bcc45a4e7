// The one place that knows how Upstox says no. Whatever is not on the list of known refusals may have created an order.
import type { WireAnswer } from '../port.js';
import { jsonObject, textField } from '../readable.js';
import { judgeFailure, type RefusedBecause, type Verdict } from '../verdict.js';

/**
 * Codes that prove that nothing was created.
 * @see https://upstox.com/developer/api-documentation/error-codes, …/v3/place-order, …/v3/modify-order, …/v3/cancel-order,
 *   …/authorize, …/get-token, …/get-user-fund-margin and docs/brokers.md (read 2026-11-24). UDAPI100500 (something went wrong) is left off
 *   on purpose: what became of the request is not known.
 */
const KNOWN_REFUSALS: Readonly<Record<string, RefusedBecause>> = {
  UDAPI10000: 'invalid_request',
  UDAPI10005: 'throttled',
  UDAPI100010: 'invalid_request',
  UDAPI100011: 'invalid_order',
  UDAPI100015: 'invalid_request',
  UDAPI100016: 'invalid_request',
  UDAPI100036: 'invalid_order',
  UDAPI100038: 'invalid_order',
  UDAPI100040: 'invalid_request',
  UDAPI100041: 'invalid_request',
  UDAPI100049: 'configuration',
  UDAPI100050: 'login_required',
  UDAPI100057: 'invalid_request',
  UDAPI100067: 'login_required',
  UDAPI100068: 'invalid_request',
  UDAPI100069: 'invalid_request',
  // The funds service and the order API are closed at night, 00:00 to 05:30 IST.
  UDAPI100072: 'invalid_request',
  UDAPI100074: 'invalid_request',
  UDAPI100073: 'invalid_request',
  UDAPI1004: 'invalid_order',
  UDAPI1007: 'invalid_order',
  UDAPI1010: 'invalid_request',
  UDAPI1023: 'invalid_request',
  UDAPI1026: 'invalid_order',
  UDAPI1043: 'invalid_order',
  UDAPI1052: 'invalid_order',
  UDAPI1055: 'invalid_order',
  UDAPI1056: 'invalid_order',
  UDAPI1118: 'invalid_order',
  UDAPI1119: 'invalid_order',
  // Orders are taken from registered addresses and under a registered name only: the operator's to put right.
  UDAPI1154: 'configuration',
  UDAPI1156: 'configuration',
  UDAPI1158: 'invalid_order',
  UDAPI1159: 'invalid_order',
  UDAPI1161: 'invalid_order',
};

/** @returns whether a code says that there is no such order */
export const isOrderNotFound = (code: string | undefined): boolean => code === 'UDAPI100010';

/** Judges an answer in Upstox' envelope. Pure. */
export function judge(answer: WireAnswer): Verdict {
  if (answer.kind === 'failure') return judgeFailure(answer);
  const { status, body } = answer;
  const envelope = status >= 500 ? undefined : jsonObject(body);
  if (status === 429) return refusal('throttled', envelope ? errorsOf(envelope) : [], 'too many requests');
  if (!envelope) return { kind: 'unreadable', message: `HTTP ${status} without a readable body` };
  const word = envelope['status'];
  // `partial_success` comes of several orders in one request, which are never sent.
  if (word === 'success')
    return status < 300
      ? { kind: 'success', data: envelope['data'] }
      : { kind: 'unreadable', message: `HTTP ${status} that claims success` };
  if (word !== 'error') return { kind: 'unreadable', message: `HTTP ${status} without a known status word` };
  return judgeErrors(status, errorsOf(envelope));
}

type WireError = { code: string | undefined; message: string | undefined };

/** Several errors prove a refusal only when each of them does; the first one says why. */
function judgeErrors(status: number, errors: readonly WireError[]): Verdict {
  const reasons = errors.map(({ code }) => (code === undefined ? undefined : KNOWN_REFUSALS[code]));
  const [because] = reasons;
  if (because !== undefined && !reasons.includes(undefined)) return refusal(because, errors, 'refused');
  if (errors.some(({ code }) => code === 'UDAPI100500'))
    return { kind: 'unreadable', message: `UDAPI100500 ${errors[0]?.message ?? ''}`.trim() };
  if (status === 401) return refusal('login_required', errors, 'log in again');
  const [first] = errors;
  return {
    kind: 'unlisted',
    message: first?.message ?? `HTTP ${status}`,
    ...(first?.code !== undefined && { code: first.code }),
  };
}

/** The errors of an envelope; names come in both casings. */
function errorsOf(envelope: Record<string, unknown>): WireError[] {
  const { errors } = envelope;
  if (!Array.isArray(errors)) return [];
  return errors.map((error: unknown) => ({
    code: textField(error, 'errorCode') ?? textField(error, 'error_code'),
    message: textField(error, 'message'),
  }));
}

function refusal(because: RefusedBecause, [first]: readonly WireError[], fallback: string): Verdict {
  const code = first?.code;
  return { kind: 'refused', because, message: first?.message ?? fallback, ...(code !== undefined && { code }) };
}
