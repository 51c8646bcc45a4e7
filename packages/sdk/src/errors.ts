// The one error of the client: what the API answered, or that nothing came back.
import type { components } from './schema.js';

/** The body of every error. @see docs/errors.md */
export type ErrorBody = components['schemas']['Error'];

/**
 * Decide by `code`: it is stable. Show `message` to people: it says what to do.
 * `code` is `no_answer` where the API gave none (no connection, time-out, or something in between that is not the API).
 */
export class QuantLeapError extends Error {
  override name = 'QuantLeapError';
  readonly code: string;
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  /** Quote it to support. */
  readonly requestId: string | undefined;
  readonly body: ErrorBody | undefined;
  /**
   * Whether the request may have been carried out all the same: it changes something, is not repeatable, and was not answered.
   * Read before you send it again. Never true of a POST: its Idempotency-Key makes a repeat safe (see `idempotencyKey`).
   */
  readonly mayHaveHappened: boolean;
  /** The key of a POST: send it with the repeat of the same request. */
  readonly idempotencyKey: string | undefined;

  constructor(
    message: string,
    details: {
      status?: number;
      body?: ErrorBody | undefined;
      requestId?: string | undefined;
      mayHaveHappened?: boolean;
      idempotencyKey?: string | undefined;
      cause?: unknown;
    },
  ) {
    super(message, { cause: details.cause });
    this.code = details.body?.code ?? 'no_answer';
    this.status = details.status ?? 0;
    this.requestId = details.body?.request_id ?? details.requestId;
    this.body = details.body;
    this.mayHaveHappened = details.mayHaveHappened ?? false;
    this.idempotencyKey = details.idempotencyKey;
  }
}
