// The one place that knows how Zebu's connect wire says no. Whatever is not on the list of known refusals may have created an order.
import { judgeEnvelope, refusal, unlisted, type ConnectError } from '../connect-envelope.js';
import type { WireAnswer } from '../port.js';
import type { RefusedBecause, Verdict } from '../verdict.js';

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
  return judgeEnvelope(answer, judgeError);
}

function judgeError(status: number, error: ConnectError): Verdict {
  const known = error.code === undefined ? undefined : KNOWN_REFUSALS[error.code];
  if (known !== undefined) return refusal(known, error);
  if (status === 401 || (status === 403 && error.errorType === 'TokenException'))
    return refusal('login_required', error, 'log in again');
  if (status === 403 && error.errorType === 'PermissionException') return refusal('configuration', error);
  return unlisted(status, error);
}
