// The one place that knows how Zebu's connect wire says no. Whatever is not on the list of known refusals may have created an order.
import { assertNever } from '../../domain/assert-never.js';
import { BrokerError, type BrokerErrorKind } from '../errors.js';
import type { PlacementResult, RefusalReason, WireAnswer } from '../port.js';

type RefusedBecause = RefusalReason | 'invalid_request';

/** What an answer proves. */
export type Verdict =
  | { kind: 'success'; data: unknown }
  /** Nothing was done, and we know why. */
  | { kind: 'refused'; because: RefusedBecause; code?: string; message: string }
  /** A well-formed 4xx whose code is on no list: final for a read, ambiguous for a placement. */
  | { kind: 'unlisted'; code?: string; message: string }
  /** No answer, or none that can be read. */
  | { kind: 'unreadable'; message: string };

/**
 * Codes that prove that nothing was created. Only AB-1003 is in the guide; the others are this project's filling of the
 * wire (brokers.md) and must be compared with the broker's own list before real money: an unlisted code is never assumed harmless.
 */
const KNOWN_REFUSALS: Readonly<Record<string, RefusedBecause>> = {
  'AB-1001': 'invalid_request',
  'AB-1002': 'invalid_request',
  'AB-1003': 'insufficient_funds',
  'AB-1004': 'invalid_request',
  'AB-1005': 'login_required',
  'AB-1006': 'throttled',
  'AB-2001': 'invalid_order',
  'AB-2002': 'invalid_order',
  'AB-2003': 'invalid_order',
  'AB-2004': 'invalid_order',
  'AB-2005': 'invalid_order',
  'AB-2006': 'invalid_order',
  'AB-2007': 'invalid_order',
  'AB-2008': 'invalid_order',
  'AB-2009': 'invalid_order',
  'AB-2010': 'invalid_order',
  'AB-2011': 'invalid_order',
  'AB-3001': 'invalid_request',
  'AB-3002': 'invalid_request',
};

/** Failures in which no connection existed, whatever the sender believes. */
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CONNECT_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'];

/** Judges an answer. Pure. */
export function judge(answer: WireAnswer): Verdict {
  if (answer.kind === 'failure') {
    const sent = answer.sent && !NEVER_CONNECTED.includes(answer.code);
    return sent
      ? { kind: 'unreadable', message: `no answer (${answer.code})` }
      : { kind: 'refused', because: 'not_sent', message: `no connection (${answer.code})` };
  }
  const { status, body } = answer;
  if (status === 429) return refusal('throttled', envelopeOf(body), 'too many requests');
  const envelope = status >= 500 ? undefined : envelopeOf(body);
  if (!envelope) return { kind: 'unreadable', message: `HTTP ${status} without a readable body` };
  if (envelope.status === 'success')
    return status < 300
      ? { kind: 'success', data: envelope.data }
      : { kind: 'unreadable', message: `HTTP ${status} that claims success` };
  if (envelope.status !== 'error') return { kind: 'unreadable', message: `HTTP ${status} without a known status word` };
  return judgeError(status, envelope);
}

/** What a placement became, for the engine. */
export function toPlacementResult(answer: WireAnswer): PlacementResult {
  const verdict = judge(answer);
  switch (verdict.kind) {
    case 'success': {
      const orderId = field(verdict.data, 'order_id');
      return orderId
        ? { outcome: 'accepted', brokerOrderId: orderId }
        : { outcome: 'ambiguous', message: 'accepted without an order_id' };
    }
    case 'refused': {
      const reason = verdict.because === 'invalid_request' ? 'invalid_order' : verdict.because;
      const retryable = reason === 'throttled' || reason === 'not_sent';
      return {
        outcome: 'refused',
        retryable,
        reason,
        message: verdict.message,
        ...(verdict.code !== undefined && { code: verdict.code }),
      };
    }
    case 'unlisted':
      return { outcome: 'ambiguous', message: [verdict.code, verdict.message].filter(Boolean).join(' ') };
    case 'unreadable':
      return { outcome: 'ambiguous', message: verdict.message };
    default:
      return assertNever(verdict, 'verdict');
  }
}

/** The error of a call that does not place orders. @param verdict - anything but success */
export function toBrokerError(verdict: Exclude<Verdict, { kind: 'success' }>): BrokerError {
  if (verdict.kind === 'unreadable') return new BrokerError('unreachable', 'zebu', verdict.message);
  const kind = verdict.kind === 'unlisted' ? 'refused' : errorKindOf(verdict.because);
  return new BrokerError(kind, 'zebu', verdict.message, verdict.code);
}

type Envelope = { status?: string; data?: unknown; message?: string; error_type?: string; code?: string };

function judgeError(status: number, envelope: Envelope): Verdict {
  const { code, error_type } = envelope;
  const known = code === undefined ? undefined : KNOWN_REFUSALS[code];
  if (known !== undefined) return refusal(known, envelope, 'refused');
  if (status === 401 || (status === 403 && error_type === 'TokenException'))
    return refusal('login_required', envelope, 'log in again');
  if (status === 403 && error_type === 'PermissionException')
    return refusal('configuration', envelope, 'not permitted');
  return { kind: 'unlisted', message: envelope.message ?? `HTTP ${status}`, ...(code !== undefined && { code }) };
}

function refusal(because: RefusedBecause, envelope: Envelope | undefined, fallback: string): Verdict {
  const code = envelope?.code;
  return { kind: 'refused', because, message: envelope?.message ?? fallback, ...(code !== undefined && { code }) };
}

function errorKindOf(because: RefusedBecause): BrokerErrorKind {
  switch (because) {
    case 'login_required':
      return 'auth';
    case 'throttled':
    case 'configuration':
      return because;
    case 'not_sent':
      return 'unreachable';
    case 'insufficient_funds':
    case 'invalid_order':
    case 'invalid_request':
      return 'refused';
    default:
      return assertNever(because, 'refusal');
  }
}

function envelopeOf(body: string): Envelope | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return undefined;
    const texts = ['status', 'message', 'error_type', 'code'].map((name) => [name, field(value, name)] as const);
    return {
      ...Object.fromEntries(texts.filter(([, text]) => text !== undefined)),
      data: 'data' in value ? value.data : undefined,
    };
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = (value as Record<string, unknown>)[name];
  return typeof found === 'string' && found !== '' ? found : undefined;
}
