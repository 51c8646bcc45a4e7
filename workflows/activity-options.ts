// Named option profiles for proxyActivities: every activity call states by one of these how long it may take and what a retry may do.
import type { ActivityOptions } from '@temporalio/workflow';

/** Reads and idempotent writes in Postgres: retried until they work. */
export const databaseWork = {
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
} satisfies ActivityOptions;

/** A repeatable question to a broker while a partner waits: the API gives up after 10 s, so this ends well before. */
export const brokerQuestion = {
  startToCloseTimeout: '6 seconds',
  scheduleToCloseTimeout: '7 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2 },
} satisfies ActivityOptions;

/** Something that must not be sent twice, such as a one-time token: one attempt, and a failure means "outcome unknown". */
export const singleAttempt = {
  startToCloseTimeout: '7 seconds',
  scheduleToCloseTimeout: '8 seconds',
  retry: { maximumAttempts: 1 },
} satisfies ActivityOptions;

/** Waits for dispatchers to note a stop. A lease outlives its holder by at most 5 s, so 6 s always decide. */
export const gateWait = {
  startToCloseTimeout: '8 seconds',
  scheduleToCloseTimeout: '20 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '1 second' },
} satisfies ActivityOptions;

/** Long work in batches; a heartbeat after each batch carries where to go on. */
export const batchWork = {
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
} satisfies ActivityOptions;

/** Reading brokers' books, a shard of accounts: each attempt goes on where the former stopped. Bounded, so that a broken one ends. */
export const bookWork = {
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '1 minute', maximumAttempts: 6 },
} satisfies ActivityOptions;

/** Reading a broker's list of contracts, megabytes at some: a few attempts, for the workflow tries again later. */
export const listWork = {
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumAttempts: 3 },
} satisfies ActivityOptions;

/** Closing one partner's month, one transaction however many lines: all of it or nothing. Bounded, so that a broken one is seen. */
export const settlementWork = {
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute', maximumAttempts: 10 },
} satisfies ActivityOptions;

/** Housekeeping that the next minute's run repeats anyway. */
export const housekeeping = {
  startToCloseTimeout: '30 seconds',
  retry: { maximumAttempts: 2 },
} satisfies ActivityOptions;

/** An entry from arming to outcome. It is resumed from the database after any failure, so it is retried until its time is over. */
export const entryWork = {
  startToCloseTimeout: '30 minutes',
  scheduleToCloseTimeout: '45 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 1.5, maximumInterval: '2 seconds' },
} satisfies ActivityOptions;

/** A position from its entry's end to its exit, a day or more. Resumed from the database after any failure; takeover within half a minute. */
export const positionWork = {
  startToCloseTimeout: '50 hours',
  scheduleToCloseTimeout: '60 hours',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 1.5, maximumInterval: '5 seconds' },
} satisfies ActivityOptions;
