// The one place that knows how Zebu's connect wire says no. Whatever is not on the list of known refusals may have created an order.
import { jsonObject, textField } from '../readable.js';
import type { WireAnswer } from '../port.js';
import { judgeFailure, type RefusedBecause, type Verdict } from '../verdict.js';

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

/** Judges an answer. Pure. */
export function judge(answer: WireAnswer): Verdict {
  if (answer.kind === 'failure') return judgeFailure(answer);
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

function envelopeOf(body: string): Envelope | undefined {
  const value = jsonObject(body);
  if (!value) return undefined;
  const texts = ['status', 'message', 'error_type', 'code'].map((name) => [name, textField(value, name)] as const);
  return { ...Object.fromEntries(texts.filter(([, text]) => text !== undefined)), data: value['data'] };
}
