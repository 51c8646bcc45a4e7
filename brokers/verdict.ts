// What a broker's answer proves, and what follows from it: for placements a result, for everything else an error. Each wire's `judge`
// makes verdicts of its own words; nothing else knows them.
import { assertNever } from '../domain/assert-never.js';
import { BrokerError, type BrokerErrorKind } from './errors.js';
import type { PlacementResult, RefusalReason, WireAnswer } from './port.js';
import { neverSent, withoutSecrets } from './readable.js';

export type RefusedBecause = RefusalReason | 'invalid_request';

export type Verdict =
  | { kind: 'success'; data: unknown }
  /** Nothing was done, and we know why. */
  | { kind: 'refused'; because: RefusedBecause; code?: string; message: string }
  /** A well-formed no whose code is on no list: final for a read, ambiguous for a placement. */
  | { kind: 'unlisted'; code?: string; message: string }
  /** No answer, or none that can be read. */
  | { kind: 'unreadable'; message: string };

/** The verdict on a call that got no answer. */
export function judgeFailure(failure: Extract<WireAnswer, { kind: 'failure' }>): Verdict {
  return neverSent(failure)
    ? { kind: 'refused', because: 'not_sent', message: `no connection (${failure.code})` }
    : { kind: 'unreadable', message: `no answer (${failure.code})` };
}

/**
 * What a placement became, for the engine.
 * @param orderIdOf - the order's id in a success' data; undefined when there is not exactly one
 */
export function toPlacementResult(verdict: Verdict, orderIdOf: (data: unknown) => string | undefined): PlacementResult {
  switch (verdict.kind) {
    case 'success': {
      const brokerOrderId = orderIdOf(verdict.data);
      return brokerOrderId === undefined
        ? { outcome: 'ambiguous', message: 'accepted without an order id' }
        : { outcome: 'accepted', brokerOrderId };
    }
    case 'refused': {
      const reason = verdict.because === 'invalid_request' ? 'invalid_order' : verdict.because;
      const retryable = reason === 'throttled' || reason === 'not_sent';
      const code = verdict.code !== undefined && { code: verdict.code };
      return { outcome: 'refused', retryable, reason, message: verdict.message, ...code };
    }
    case 'unlisted':
      return { outcome: 'ambiguous', message: [verdict.code, verdict.message].filter(Boolean).join(' ') };
    case 'unreadable':
      return { outcome: 'ambiguous', message: verdict.message };
    default:
      return assertNever(verdict, 'verdict');
  }
}

/** As `toPlacementResult`, with every secret blanked out that the broker's words repeat. */
export function placementOf(
  verdict: Verdict,
  orderIdOf: (data: unknown) => string | undefined,
  secrets: readonly string[],
): PlacementResult {
  const result = toPlacementResult(verdict, orderIdOf);
  return result.outcome === 'accepted' ? result : { ...result, message: withoutSecrets(result.message, secrets) };
}

/**
 * The error of a call that did not succeed; of a success that came under a status which should not bear one, too.
 * @param secrets - what the message may not repeat
 */
export function errorOf(broker: string, verdict: Verdict, secrets: readonly string[]): BrokerError {
  if (verdict.kind === 'success')
    return new BrokerError('unreachable', broker, 'an error status with a success envelope');
  return toBrokerError(broker, { ...verdict, message: withoutSecrets(verdict.message, secrets) });
}

/** The error of a call that does not place orders. @param verdict - anything but success */
export function toBrokerError(broker: string, verdict: Exclude<Verdict, { kind: 'success' }>): BrokerError {
  if (verdict.kind === 'unreadable') return new BrokerError('unreachable', broker, verdict.message);
  const kind = verdict.kind === 'unlisted' ? 'refused' : errorKindOf(verdict.because);
  return new BrokerError(kind, broker, verdict.message, verdict.code);
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
