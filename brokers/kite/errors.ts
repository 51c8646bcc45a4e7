// The one place that knows how Kite says no. Kite has no codes: an error's type stands in for one. Whatever is not listed may have created an order.
import { judgeEnvelope, refusal, unlisted, type ConnectError } from '../connect-envelope.js';
import type { WireAnswer } from '../port.js';
import type { RefusedBecause, Verdict } from '../verdict.js';

/**
 * Types that prove under HTTP 400 that nothing is in the market. After any other status the book must be read, says the broker.
 * OrderException ("placement failures, a corrupt fetch") and the other types are left off on purpose. A MarginException can leave
 * a REJECTED order in the book.
 * @see https://kite.trade/docs/connect/v3/exceptions/, https://kite.trade/forum/discussion/comment/41029 (what to do after which
 *   status), https://kite.trade/forum/discussion/16122 (MarginException) (read 2026-11-24)
 */
const REFUSED_BY_400: Readonly<Record<string, RefusedBecause>> = {
  InputException: 'invalid_order',
  MarginException: 'insufficient_funds',
  HoldingException: 'invalid_order',
};
const REFUSED_BY_403: Readonly<Record<string, RefusedBecause>> = {
  TokenException: 'login_required',
  PermissionException: 'configuration',
};
/**
 * Orders are taken from registered addresses only: the operator's to put right. A PermissionException; users report other types, too.
 * @see https://kite.trade/forum/discussion/15912 (read 2026-11-24)
 */
const ADDRESS_REFUSED = /^(No IPs configured|IP\b.* not allowed to place orders)/;

/** Judges an answer. Pure. */
export function judge(answer: WireAnswer): Verdict {
  return judgeEnvelope(answer, judgeError);
}

function judgeError(status: number, error: ConnectError): Verdict {
  if (ADDRESS_REFUSED.test(error.message ?? '')) return refusal('configuration', error);
  const list = status === 400 ? REFUSED_BY_400 : status === 403 ? REFUSED_BY_403 : {};
  const known = list[error.errorType ?? ''];
  return known === undefined ? unlisted(status, error) : refusal(known, error);
}
