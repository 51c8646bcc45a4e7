// Activities that follow something all day: sparse heartbeats, and an end that another worker takes over when this one stops.
import { ApplicationFailure, Context } from '@temporalio/activity';
import { startHeartbeats, type QuietForMs } from './heartbeats.js';

/** Sparse on purpose: thousands of positions are held all day. */
const HEARTBEAT_EVERY_MS = 20_000;

/** @throws ApplicationFailure `worker_stopping`, retried; otherwise what `work` throws */
export async function whileFollowing<T>(work: () => Promise<T>, quietForMs?: QuietForMs): Promise<T> {
  const context = Context.current();
  const stopHeartbeats = startHeartbeats(() => context.heartbeat(), HEARTBEAT_EVERY_MS, quietForMs);
  try {
    return await work();
  } catch (error) {
    // Said as a failure, which is retried elsewhere: as a cancellation it would end the following for good.
    if (context.cancellationSignal.aborted)
      throw ApplicationFailure.retryable('This worker is stopping; another goes on', 'worker_stopping');
    throw error;
  } finally {
    stopHeartbeats();
  }
}
