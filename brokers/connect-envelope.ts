// The envelope of the Kite Connect family: `{status, data}` or `{status, message, error_type, code?}`. Which errors prove a refusal is each broker's own.
import type { WireAnswer } from './port.js';
import { jsonObject, textField } from './readable.js';
import { judgeFailure, type RefusedBecause, type Verdict } from './verdict.js';

/** An error as the broker words it; `code` is its error_type where it has no codes. */
export type ConnectError = { message?: string; errorType?: string; code?: string };

/**
 * Judges an answer. Pure.
 * @param judgeError - the verdict on a readable error below HTTP 500
 */
export function judgeEnvelope(
  answer: WireAnswer,
  judgeError: (status: number, error: ConnectError) => Verdict,
): Verdict {
  if (answer.kind === 'failure') return judgeFailure(answer);
  const { status, body } = answer;
  const envelope = status >= 500 ? undefined : jsonObject(body);
  if (status === 429) return refusal('throttled', envelope ? errorIn(envelope) : {}, 'too many requests');
  if (!envelope) return { kind: 'unreadable', message: `HTTP ${status} without a readable body` };
  const word = envelope['status'];
  if (word === 'success')
    return status < 300
      ? { kind: 'success', data: envelope['data'] }
      : { kind: 'unreadable', message: `HTTP ${status} that claims success` };
  if (word !== 'error') return { kind: 'unreadable', message: `HTTP ${status} without a known status word` };
  return judgeError(status, errorIn(envelope));
}

export function refusal(because: RefusedBecause, { message, code }: ConnectError, fallback = 'refused'): Verdict {
  return { kind: 'refused', because, message: message ?? fallback, ...(code !== undefined && { code }) };
}

/** The verdict on an error that is on no list. */
export function unlisted(status: number, { message, code }: ConnectError): Verdict {
  return { kind: 'unlisted', message: message ?? `HTTP ${status}`, ...(code !== undefined && { code }) };
}

function errorIn(envelope: Record<string, unknown>): ConnectError {
  const [message, errorType] = [textField(envelope, 'message'), textField(envelope, 'error_type')];
  const code = textField(envelope, 'code') ?? errorType;
  return {
    ...(message !== undefined && { message }),
    ...(errorType !== undefined && { errorType }),
    ...(code !== undefined && { code }),
  };
}
