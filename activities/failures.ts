// The activity boundary: the one table that turns a broker's or the vault's error into a Temporal failure, retried or not.
import { ApplicationFailure } from '@temporalio/common';
import { BrokerError, type BrokerErrorKind } from '../brokers/errors.js';
import { VaultError } from '../vault/vault.js';

/** Failure type per kind, as workflows and the UI see it, and whether asking again can help. */
const BROKER_FAILURES: Record<BrokerErrorKind, { type: string; retryable: boolean }> = {
  auth: { type: 'broker_login_required', retryable: false },
  throttled: { type: 'broker_throttled', retryable: true },
  refused: { type: 'broker_refused', retryable: false },
  configuration: { type: 'broker_configuration', retryable: false },
  unreachable: { type: 'broker_unreachable', retryable: true },
};

/** What a broker failure's `details[0]` holds; the broker's own words, never a secret. */
type BrokerFailureDetail = { broker: string; code: string | null; message: string };

/**
 * The failure to throw from an activity. The cause is left out on purpose: a client's error may carry the request's headers.
 * @returns anything else unchanged: a bug or an outage of ours, which Temporal retries
 */
export function toFailure(error: unknown): unknown {
  if (error instanceof BrokerError) {
    const { type, retryable } = BROKER_FAILURES[error.kind];
    const detail: BrokerFailureDetail = { broker: error.broker, code: error.brokerCode ?? null, message: error.detail };
    return ApplicationFailure.create({ message: error.message, type, nonRetryable: !retryable, details: [detail] });
  }
  // Erased, foreign or tampered with: no retry will open it.
  if (error instanceof VaultError) return ApplicationFailure.nonRetryable(error.message, 'secret_unavailable');
  return error;
}

/** Wraps an activity so that what it throws goes through the table. */
export function withFailures<Args extends unknown[], Result>(
  activity: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await activity(...args);
    } catch (error) {
      throw toFailure(error);
    }
  };
}
