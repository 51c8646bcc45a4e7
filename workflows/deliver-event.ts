// deliverEvent: brings one event to one webhook endpoint: an attempt, then a longer wait, until it is delivered or given up.
import {
  ActivityFailure,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { DeliverEventActivities } from '../activities/deliver-event.js';
import {
  DELIVERY_DELAYS_S,
  MAX_RETRY_AFTER_S,
  type DeliverEventInput,
  type DeliverEventResult,
  type DeliveryAttemptInput,
  type DeliveryAttemptResult,
} from './messages/deliver-event.js';
import { searchAttributes } from './messages/search-attributes.js';
import { DELIVERY_QUEUE } from './messages/task-queues.js';

/** Largest share by which a wait is stretched, so that events refused together don't come back together. */
const JITTER = 0.1;

// One attempt per post: the schedule of retries is the workflow's own, and published.
const { attemptDelivery } = proxyActivities<DeliverEventActivities>({
  taskQueue: DELIVERY_QUEUE,
  startToCloseTimeout: '45 seconds',
  retry: { maximumAttempts: 1 },
});

export async function deliverEvent(input: DeliverEventInput): Promise<DeliverEventResult> {
  const result = await deliver(input);
  const { outcome, attempts, reason } = result;
  setCurrentDetails(`${outcome} after ${attempts} attempts${reason === undefined ? '' : `: ${reason}`}`);
  upsertSearchAttributes([{ key: searchAttributes.outcome, value: result.outcome }]);
  return result;
}

async function deliver(input: DeliverEventInput): Promise<DeliverEventResult> {
  let attempts = 0;
  let askedWaitS = 0;
  let recoveries: number | undefined;
  for (const delayS of DELIVERY_DELAYS_S) {
    await pause(delayS, askedWaitS);
    attempts += 1;
    const last = attempts === DELIVERY_DELAYS_S.length;
    const result = await attempt({
      ...input,
      attempt: attempts,
      ...(last && recoveries !== undefined && { disableAtRecoveries: recoveries }),
    });
    if (result.outcome === 'delivered') return { outcome: 'delivered', attempts };
    if (result.outcome === 'endpoint_disabled')
      return { outcome: 'endpoint_disabled', attempts, reason: result.reason };
    if (result.endpointDisabled !== undefined) return { outcome: 'gave_up', attempts, reason: result.endpointDisabled };
    setCurrentDetails(`Attempt ${attempts} of ${DELIVERY_DELAYS_S.length} failed`);
    recoveries ??= result.recoveries;
    askedWaitS = Math.min(result.retryAfterS ?? 0, MAX_RETRY_AFTER_S);
  }
  return { outcome: 'gave_up', attempts };
}

async function attempt(input: DeliveryAttemptInput): Promise<DeliveryAttemptResult> {
  try {
    return await attemptDelivery(input);
  } catch (error) {
    // A worker that died or a database that was away is one failed attempt: the next may be delivered twice, never lost.
    if (error instanceof ActivityFailure && !isCancellation(error)) return { outcome: 'failed' };
    throw error;
  }
}

async function pause(delayS: number, askedWaitS: number): Promise<void> {
  const jittered = delayS * (1 + JITTER * Math.random());
  const waitS = Math.max(jittered, askedWaitS);
  if (waitS > 0) await sleep(Math.round(waitS * 1000));
}
