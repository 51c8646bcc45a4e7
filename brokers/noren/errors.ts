// The one place that knows how Noren says no: HTTP 200 and a text (`emsg`), without codes. A text on no list may have created an order.
import { textField } from '../readable.js';
import type { WireAnswer } from '../port.js';
import { judgeFailure, type RefusedBecause, type Verdict } from '../verdict.js';

/**
 * Beginnings and parts of texts that prove that nothing was created. From the wire's documents, but for the address texts, whose wording is
 * not published: compare them with the broker's before real money.
 * @see docs/brokers.md, Zebu's Noren wire
 */
const KNOWN_REFUSALS: readonly (readonly [RegExp, RefusedBecause])[] = [
  [/^session expired\b/i, 'login_required'],
  [/\binvalid session key\b/i, 'login_required'],
  [/^rate_limited\b/i, 'throttled'],
  [/\b(invalid|unknown|unregistered|unauthori[sz]ed|static|white-?listed)\b.*\bip\b/i, 'configuration'],
  [/\bip\b.*\b(invalid|not|mismatch|white-?list)/i, 'configuration'],
  [/^invalid input\b/i, 'invalid_order'],
  [/^error occurred : 2 "invalid input"/i, 'invalid_order'],
  [/^rejected : ora:order not found/i, 'invalid_request'],
  [/^invalid authorization code\b/i, 'invalid_request'],
];
/** A gateway that lost its own server says nothing about the order. */
const NO_ANSWER = /^server timeout\b/i;
/** What an empty book is called, and a contract without a quote. */
const NO_DATA = /^(error occurred : \d+ "no data"|no data\b)/i;

/** Judges an answer. Pure. A success' data is the whole answer: an object, or the array of a book. */
export function judge(answer: WireAnswer): Verdict {
  if (answer.kind === 'failure') return judgeFailure(answer);
  const { status, body } = answer;
  const value = status >= 500 ? undefined : parsed(body);
  const emsg = textField(value, 'emsg');
  if (status === 429) return { kind: 'refused', because: 'throttled', message: emsg ?? 'too many requests' };
  if (typeof value !== 'object' || value === null)
    return { kind: 'unreadable', message: `HTTP ${status} without a readable body` };
  const stat = Array.isArray(value) ? 'ok' : textField(value, 'stat')?.toLowerCase();
  if (stat === 'not_ok') return judgeText(status, emsg);
  if (stat !== 'ok') return { kind: 'unreadable', message: `HTTP ${status} without a known stat` };
  return status < 300
    ? { kind: 'success', data: value }
    : { kind: 'unreadable', message: `HTTP ${status} that claims success` };
}

/** Whether a book is empty, or a contract not quoted. */
export function saysNoData(verdict: Verdict): boolean {
  return verdict.kind === 'unlisted' && NO_DATA.test(verdict.message);
}

function judgeText(status: number, emsg = ''): Verdict {
  if (NO_ANSWER.test(emsg)) return { kind: 'unreadable', message: emsg.trim() };
  const because = KNOWN_REFUSALS.find(([text]) => text.test(emsg))?.[1];
  if (because !== undefined) return { kind: 'refused', because, message: emsg };
  if (status === 401) return { kind: 'refused', because: 'login_required', message: emsg || 'log in again' };
  return { kind: 'unlisted', message: emsg || `HTTP ${status} without a reason` };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
