// Why an order must not leave at this moment.

/** Not final: it may leave later, under a fresh view or lease. */
export type Stop = { reason: string; final: boolean };

/** Thrown when this process may not send now; the next attempt goes on from the database, here or elsewhere. */
export class MayNotSendError extends Error {
  override name = 'MayNotSendError';
}

export const LEASE_LOST: Stop = { reason: 'lease lost', final: false };
/** The burst's instant is more than a second ago: whoever goes on decides anew. */
export const TOO_LATE: Stop = { reason: 'later than a second after the instant', final: false };
export const NOT_PREPARED: Stop = { reason: 'not prepared in time', final: false };
export const CHANNEL_LOST: Stop = { reason: 'stop channel lost', final: false };
export const PAST_DEADLINE: Stop = { reason: 'entry deadline passed', final: true };
