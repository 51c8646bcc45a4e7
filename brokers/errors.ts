// The kinds of failure a broker call can have. One adapter function maps wire errors to these; nothing else knows the codes.

export type BrokerErrorKind =
  /** The session is over: the user must log in again. */
  | 'auth'
  /** Too many requests; nothing was created. */
  | 'throttled'
  /** The broker refused this request for good; `detail` is its own wording. */
  | 'refused'
  /** Our set-up is wrong (IP, algo id): an operator's problem, not the user's. */
  | 'configuration'
  /** No connection, time-out, 5xx or unreadable answer. */
  | 'unreachable';

/** Thrown by every adapter call that does not place orders. Never carries a credential or token. */
export class BrokerError extends Error {
  override name = 'BrokerError';
  /**
   * @param brokerCode - the broker's own code, such as `AB-1003`
   * @param detail - the broker's own message
   */
  constructor(
    readonly kind: BrokerErrorKind,
    readonly broker: string,
    readonly detail: string,
    readonly brokerCode?: string,
  ) {
    super(`${broker}: ${detail}`);
  }
}

/** Whether a failure says that the user must log in again. */
export function isSessionOver(error: unknown): boolean {
  return error instanceof BrokerError && error.kind === 'auth';
}
