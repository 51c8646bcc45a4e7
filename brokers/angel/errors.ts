// The one place that knows how Angel One says no: in three shapes. Whatever is not on a list may have created an order.
import { jsonObject, textField } from '../readable.js';
import type { WireAnswer } from '../port.js';
import { judgeFailure, type RefusedBecause, type Verdict } from '../verdict.js';

/**
 * Codes that prove that nothing was created. AB1003 is no lack of funds here (it says that a client exists already) and proves
 * nothing: Angel takes an order that the funds do not cover and rejects it in the book. AG7002, AG8004 and AB1021 come from
 * third parties, not from Angel's own list; which codes meet a bad price or quantity is not published.
 * @see https://smartapi.angelone.in/docs/Exceptions (read 2026-08-15)
 */
const KNOWN_REFUSALS: Readonly<Record<string, RefusedBecause>> = {
  /** The address we send from is not registered with the api_key: the operator's to mend. */
  AG7002: 'configuration',
  AG8001: 'login_required',
  AG8002: 'login_required',
  AG8003: 'login_required',
  AG8004: 'invalid_request',
  AB1000: 'invalid_request',
  AB1008: 'invalid_order',
  AB1009: 'invalid_order',
  AB1010: 'login_required',
  AB1011: 'login_required',
  AB1012: 'invalid_order',
  AB1013: 'invalid_request',
  AB1021: 'throttled',
  AB4006: 'invalid_order',
  AB4008: 'invalid_order',
  AB8050: 'login_required',
  AB8051: 'login_required',
};

/** Angel does not know itself what became of the request: read for it. */
const OUTCOME_UNKNOWN = new Set(['AB1004', 'AB1007', 'AB2000', 'AB2001']);

/** What the gateway says instead of JSON, with 403, to whoever asks too often. Nothing was passed on. */
const THROTTLED = /exceeding access rate/i;
/** The gateway about an address that is not allowed, whatever its code: Angel's own wording is unchecked. */
const FOREIGN_ADDRESS = /\bIP\b/;

/** Judges an answer. Pure. */
export function judge(answer: WireAnswer): Verdict {
  if (answer.kind === 'failure') return judgeFailure(answer);
  const { status, body } = answer;
  if (status >= 500) return { kind: 'unreadable', message: `HTTP ${status}` };
  if (status === 429 || (status === 403 && THROTTLED.test(body)))
    return { kind: 'refused', because: 'throttled', message: 'too many requests' };
  const envelope = envelopeOf(body);
  if (!envelope) return { kind: 'unreadable', message: `HTTP ${status} without a readable body` };
  return envelope.ok ? judgeSuccess(status, envelope) : judgeError(status, envelope);
}

type Envelope = {
  ok: boolean;
  /** Said by the gateway, which had not passed the request on. */
  gateway: boolean;
  message: string | undefined;
  code: string | undefined;
  data: unknown;
};

/** `{status, message, errorcode, data}` of the services, `{success, message, errorCode, data}` of the gateway. */
function envelopeOf(body: string): Envelope | undefined {
  const value = jsonObject(body);
  if (!value) return undefined;
  const words = ['status', 'success'].filter((name) => value[name] !== undefined);
  // Angel's document shows a failure whose status is the text "false".
  const said = new Set(words.map((name) => (value[name] === 'false' ? false : value[name])));
  const [ok] = said;
  if (said.size !== 1 || typeof ok !== 'boolean') return undefined;
  const code = textField(value, 'errorcode') ?? textField(value, 'errorCode');
  const gateway = words[0] === 'success';
  return { ok, gateway, code, message: textField(value, 'message'), data: value['data'] };
}

function judgeSuccess(status: number, { code, data }: Envelope): Verdict {
  if (status >= 300) return { kind: 'unreadable', message: `HTTP ${status} that claims success` };
  if (code !== undefined) return { kind: 'unreadable', message: `success with the error code ${code}` };
  return { kind: 'success', data };
}

function judgeError(status: number, { gateway, code, message = `HTTP ${status}` }: Envelope): Verdict {
  const told = { message, ...(code !== undefined && { code }) };
  if (code !== undefined && OUTCOME_UNKNOWN.has(code)) return { kind: 'unreadable', message: `${code} ${message}` };
  const because = code === undefined ? undefined : KNOWN_REFUSALS[code];
  if (because !== undefined) return { kind: 'refused', because, ...told };
  if (gateway && FOREIGN_ADDRESS.test(message)) return { kind: 'refused', because: 'configuration', ...told };
  return { kind: 'unlisted', ...told };
}
