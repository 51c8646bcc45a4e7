// deliverEvent: brings one event to one webhook endpoint, with retries over about three days.

export type DeliverEventInput = { eventId: string; endpointId: string };
export type DeliverEventResult = {
  outcome: 'delivered' | 'gave_up' | 'endpoint_disabled';
  attempts: number;
  /** Why the endpoint takes no deliveries any more. */
  reason?: string;
};

export type DeliveryAttemptInput = DeliverEventInput & {
  /** from 1 */
  attempt: number;
  /** If this attempt fails too, switch the endpoint off, unless it has recovered since: its `recoveries` then. */
  disableAtRecoveries?: number;
};
export type DeliveryAttemptResult =
  | { outcome: 'delivered' }
  | { outcome: 'endpoint_disabled'; reason: string }
  | {
      outcome: 'failed';
      /** The endpoint asked to wait that many seconds. */
      retryAfterS?: number;
      /** How often the endpoint has recovered; absent when the failure says nothing about it. */
      recoveries?: number;
      /** Why the endpoint was switched off by this attempt. */
      endpointDisabled?: string;
    };

/** Longest wait an endpoint can ask for with Retry-After, seconds. */
export const MAX_RETRY_AFTER_S = 86_400;

/** Seconds before each attempt, counted from the former one; the published schedule (about 76 hours in all). */
export const DELIVERY_DELAYS_S = [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

export const deliverEventWorkflowId = (eventId: string, endpointId: string): string => `event/${eventId}/${endpointId}`;

/** @param n - attempts already made: a repeat before the next attempt asks for the same delivery */
export const redeliverEventWorkflowId = (eventId: string, endpointId: string, n: number): string =>
  `${deliverEventWorkflowId(eventId, endpointId)}/redeliver/${n}`;
