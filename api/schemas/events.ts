// Requests and answers about events and the webhooks that carry them.
import { PARTNER_EVENT_TYPES } from '../../domain/partner-event.js';
import { z } from '../zod.js';
import { instant, text } from './fields.js';

const eventType = z.enum(PARTNER_EVENT_TYPES);

/** An event's own fields follow from its type; these are in all of them. */
export const PartnerEvent = z
  .looseObject({
    event: eventType,
    event_id: z
      .string()
      .openapi({ description: 'The same in every delivery: use it to drop repeats', example: 'evt_abc123' }),
    user_email: z.string().nullable().openapi({ description: 'null where the event is about no user' }),
    timestamp: instant,
  })
  .openapi('PartnerEvent');
export const EventList = z
  .object({
    events: z.array(PartnerEvent),
    next_cursor: z.string().nullable().openapi({
      description: 'Pass as `after` next time, also when `has_more` is false; null only when there never was an event',
    }),
    has_more: z.boolean(),
  })
  .openapi('EventList');

export const EventRedelivered = z
  .object({
    message: z.string(),
    event_id: z.string(),
    webhook_endpoint_ids: z
      .array(z.string())
      .openapi({ description: 'Where it goes: the enabled endpoints that take this type of event' }),
  })
  .openapi('EventRedelivered');

export const CreateWebhookEndpoint = z
  .strictObject({
    url: text(2048).openapi({
      format: 'uri',
      description: 'https:// (http:// only outside production)',
      example: 'https://yourportal.com/webhooks/quantleap',
    }),
    event_types: z
      .array(eventType)
      .min(1, 'must name at least one event type')
      .max(50)
      .optional()
      .openapi({ description: 'Only these events; absent means all' }),
  })
  .openapi('CreateWebhookEndpoint');

export const WebhookEndpoint = z
  .object({
    webhook_endpoint_id: z.string(),
    url: z.string(),
    event_types: z.array(z.string()).nullable().openapi({ description: 'null: all' }),
    status: z.enum(['enabled', 'disabled']),
    status_reason: z.string().nullable(),
    created_at: instant,
  })
  .openapi('WebhookEndpoint');
export const WebhookEndpointCreated = z
  .object({
    message: z.string(),
    webhook_endpoint: WebhookEndpoint,
    secret: z.string().openapi({
      description: 'Verifies signatures (Standard Webhooks). Shown only now.',
      example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    }),
  })
  .openapi('WebhookEndpointCreated');
export const WebhookEndpointList = z
  .object({ webhook_endpoints: z.array(WebhookEndpoint) })
  .openapi('WebhookEndpointList');
export const WebhookEndpointDeleted = z
  .object({ message: z.string(), webhook_endpoint_id: z.string() })
  .openapi('WebhookEndpointDeleted');
