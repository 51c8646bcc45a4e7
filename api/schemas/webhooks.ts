// Requests and answers about webhook endpoints: where they are, how they sign, what was delivered to them.
import { z } from '../zod.js';
import { eventType } from './events.js';
import { eventId, instant, nextCursor, preciseInstant, saying, text } from './fields.js';

const url = text(2048).openapi({
  format: 'uri',
  description: 'https:// (http:// only outside production)',
  example: 'https://yourportal.com/webhooks/quantleap',
});
const eventTypes = z.array(eventType).min(1, 'must name at least one event type').max(50);

export const CreateWebhookEndpoint = z
  .strictObject({
    url,
    event_types: eventTypes.optional().openapi({ description: 'Only these events; absent means all' }),
  })
  .openapi('CreateWebhookEndpoint');

export const ChangeWebhookEndpoint = z
  .strictObject({
    url: url.optional(),
    event_types: eventTypes.nullable().optional().openapi({ description: 'Only these events; null means all' }),
    enabled: z
      .boolean({ error: saying('must be true or false') })
      .optional()
      .openapi({ description: 'false: nothing is delivered until it is true again' }),
  })
  .superRefine((body, context) => {
    if (body.url === undefined && body.event_types === undefined && body.enabled === undefined)
      context.addIssue({ code: 'custom', path: ['url'], message: 'is required, or event_types, or enabled' });
  })
  .openapi('ChangeWebhookEndpoint');

export const WebhookEndpoint = z
  .object({
    webhook_endpoint_id: z.string(),
    url: z.string(),
    event_types: z.array(z.string()).nullable().openapi({ description: 'null: all' }),
    status: z.enum(['enabled', 'disabled']),
    status_reason: z.string().nullable().openapi({ description: 'Why it is disabled' }),
    failing_since: instant.nullable().openapi({
      description: 'Since when every attempt has failed; null when the last one succeeded',
    }),
    old_secrets_expire_at: instant.nullable().openapi({
      description: 'Until when deliveries are signed with former secrets too; null: with the current one only',
    }),
    created_at: instant,
  })
  .openapi('WebhookEndpoint');
export const WebhookEndpointList = z
  .object({ webhook_endpoints: z.array(WebhookEndpoint) })
  .openapi('WebhookEndpointList');
export const WebhookEndpointChanged = z
  .object({ message: z.string(), webhook_endpoint: WebhookEndpoint })
  .openapi('WebhookEndpointChanged');
export const WebhookEndpointDeleted = z
  .object({ message: z.string(), webhook_endpoint_id: z.string() })
  .openapi('WebhookEndpointDeleted');

const secret = z.string().openapi({
  description: 'Verifies signatures (Standard Webhooks). Shown only now.',
  example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
});
export const WebhookEndpointCreated = z
  .object({ message: z.string(), webhook_endpoint: WebhookEndpoint, secret })
  .openapi('WebhookEndpointCreated');

/** A week. */
const MOST_OVERLAP_HOURS = 168;
const overlap = `must be a whole number from 0 to ${MOST_OVERLAP_HOURS}`;
export const RotateSecret = z
  .strictObject({
    overlap_hours: z
      .int({ error: saying(overlap) })
      .min(0, overlap)
      .max(MOST_OVERLAP_HOURS, overlap)
      .default(24)
      .openapi({
        description: 'How long the former secret signs as well; 0 ends all former secrets at once',
        example: 24,
      }),
  })
  .openapi('RotateSecret');
export const SecretRotated = z
  .object({
    message: z.string(),
    webhook_endpoint_id: z.string(),
    secret,
    old_secret_expires_at: instant.nullable().openapi({ description: 'null: it signs no more' }),
  })
  .openapi('SecretRotated');

export const TestSent = z
  .object({
    message: z.string(),
    webhook_endpoint_id: z.string(),
    event_id: z.string().openapi({ description: 'Of the `webhook_test` event', example: 'evt_abc123' }),
  })
  .openapi('TestSent');

const deliveryOutcome = z.enum(['delivered', 'failed'], 'must be delivered or failed');
export const WebhookDelivery = z
  .object({
    attempted_at: preciseInstant,
    event_id: z.string(),
    event: eventType,
    attempt: z.int().openapi({ description: 'From 1, of its delivery; a redelivery counts from 1 again' }),
    outcome: deliveryOutcome,
    status_code: z.int().nullable().openapi({ description: 'null when there was no answer' }),
    error: z.string().nullable().openapi({ description: 'Why there was no answer', example: 'timeout' }),
    duration_ms: z.int(),
    request: z.object({
      url: z.string().nullable().openapi({ description: 'Without what follows a `?`' }),
      body_excerpt: z.string().openapi({ description: 'The first 1,000 characters' }),
    }),
    response: z.object({
      body_excerpt: z.string().nullable().openapi({
        description: 'The first 1,000 characters, if it was text; e-mails, keys and signatures are blotted out',
      }),
    }),
  })
  .openapi('WebhookDelivery');
export const WebhookDeliveryList = z
  .object({ deliveries: z.array(WebhookDelivery), next_cursor: nextCursor })
  .openapi('WebhookDeliveryList');
export const deliveryQuery = { event_id: eventId.optional(), outcome: deliveryOutcome.optional() };

/** A moment of a request. */
const moment = z.iso
  .datetime({ offset: true, error: saying('must be an RFC 3339 time, such as 2026-11-24T09:20:00+05:30') })
  .optional();
export const RedeliverRange = z
  .strictObject({
    from: moment.openapi({
      format: 'date-time',
      description: 'Events from this time on. At most 30 days ago',
      example: '2026-11-24T09:20:00+05:30',
    }),
    after: text(200)
      .optional()
      .openapi({ description: 'Or: events after this `next_cursor` of GET /partner/events or of a former answer' }),
    until: moment.openapi({ format: 'date-time', description: 'Events before this time; absent: until now' }),
    all: z
      .boolean({ error: saying('must be true or false') })
      .default(false)
      .openapi({ description: 'true: also events that this endpoint has answered with 2xx' }),
  })
  .superRefine((body, context) => {
    if (body.from === undefined && body.after === undefined)
      context.addIssue({ code: 'custom', path: ['from'], message: 'is required, or after' });
  })
  .openapi('RedeliverRange');
export const RangeRedelivered = z
  .object({
    message: z.string(),
    webhook_endpoint_id: z.string(),
    events: z.int().openapi({ description: 'How many will be delivered' }),
    next_cursor: z.string().nullable().openapi({
      description: 'Send it as `after`, with the same `until`, for what follows; null when the range is done',
    }),
  })
  .openapi('RangeRedelivered');
