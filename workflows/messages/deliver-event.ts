// deliverEvent: brings one event to one webhook endpoint, with retries over about three days.

export type DeliverEventInput = { eventId: string; endpointId: string };
export type DeliverEventResult = { outcome: 'delivered' | 'gave_up' | 'endpoint_disabled'; attempts: number };

/** Seconds before each attempt, counted from the former one; the published schedule (about 76 hours in all). */
export const DELIVERY_DELAYS_S = [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

export const deliverEventWorkflowId = (eventId: string, endpointId: string): string => `event/${eventId}/${endpointId}`;
