// What partners are told about their webhooks themselves: a test, and an endpoint that was switched off.
import { event, utcText, type PartnerEvent } from './partner-event.js';

/** Why we switch an endpoint off: it said it is gone, or nothing could be delivered to it in three days. */
export type DisableCause = 'gone' | 'failing';

/** In words, as the partner reads them in the endpoint's `status_reason`. */
export const DISABLE_REASONS: Record<DisableCause, string> = {
  gone: 'the endpoint answered 410 Gone',
  failing: 'nothing could be delivered to it in three days',
};

/** A partner wants to see a webhook arrive. @param testId - what tells this test from others */
export function webhookTest(input: { endpointId: string; testId: string; atMs: number }): PartnerEvent {
  return event('webhook_test', `${input.endpointId}/${input.testId}`, {
    event: 'webhook_test',
    user_email: null,
    webhook_endpoint_id: input.endpointId,
    timestamp: utcText(input.atMs),
  });
}

/**
 * An endpoint was switched off by us.
 * @param input.url - whole; what follows a `?` may be a secret and is left out
 * @param input.recoveries - how often the endpoint had recovered: it is told again when it is switched off again
 */
export function webhookEndpointDisabled(input: {
  endpointId: string;
  url: string;
  cause: DisableCause;
  failingSince: Date | null;
  recoveries: number;
  atMs: number;
}): PartnerEvent {
  return event('webhook_endpoint_disabled', `${input.endpointId}/${input.recoveries}`, {
    event: 'webhook_endpoint_disabled',
    user_email: null,
    webhook_endpoint_id: input.endpointId,
    url: withoutQuery(input.url),
    cause: input.cause,
    reason: DISABLE_REASONS[input.cause],
    failing_since: input.failingSince && utcText(input.failingSince.getTime()),
    timestamp: utcText(input.atMs),
  });
}

/** A URL as it may be written down: what follows its `?` may be a secret. */
export function withoutQuery(url: string): string {
  return url.split('?')[0] ?? '';
}
