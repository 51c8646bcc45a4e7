// Webhook endpoints and their delivery log as the API shows them.
import type { LoggedAttempt } from '../../db/repositories/webhook-attempts.js';
import type { WebhookEndpointRow } from '../../db/repositories/webhook-endpoints.js';
import { excerpt } from '../../platform/webhook-excerpt.js';
import type * as schemas from '../schemas/webhooks.js';
import type { z } from '../zod.js';
import { utc } from './times.js';

export function presentEndpoint(endpoint: WebhookEndpointRow): z.input<typeof schemas.WebhookEndpoint> {
  return {
    webhook_endpoint_id: endpoint.id,
    url: endpoint.url,
    event_types: endpoint.eventTypes,
    status: endpoint.status,
    status_reason: endpoint.statusReason,
    failing_since: endpoint.failingSince && utc(endpoint.failingSince),
    old_secrets_expire_at: endpoint.oldSecretsUntil && utc(endpoint.oldSecretsUntil),
    created_at: utc(endpoint.createdAt),
  };
}

export function presentDelivery(attempt: LoggedAttempt): z.input<typeof schemas.WebhookDelivery> {
  const { statusCode } = attempt;
  return {
    attempted_at: attempt.at.toISOString(),
    event_id: attempt.eventId,
    event: attempt.type,
    attempt: attempt.attempt,
    outcome: statusCode !== null && statusCode >= 200 && statusCode < 300 ? 'delivered' : 'failed',
    status_code: statusCode,
    error: attempt.error,
    duration_ms: attempt.durationMs,
    request: { url: attempt.url, body_excerpt: excerpt(attempt.body) },
    response: { body_excerpt: attempt.responseExcerpt },
  };
}
