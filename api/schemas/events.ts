// Events, as they are listed and as webhooks carry them.
import { PARTNER_EVENT_TYPES } from '../../domain/partner-event.js';
import { z } from '../zod.js';
import { instant } from './fields.js';

/** Said of `after`. */
export const NO_CURSOR_OF_OURS =
  'must be a next_cursor that was given out here for the same partner and mode; one from before a reset or a restore is good no more: begin without it';

export const eventType = z.enum(PARTNER_EVENT_TYPES);

/** An event's own fields follow from its type; these are in all of them. */
export const PartnerEvent = z
  .looseObject({
    event: eventType,
    event_id: z
      .string()
      .openapi({ description: 'The same in every delivery: use it to drop repeats', example: 'evt_abc123' }),
    user_email: z.string().nullable().openapi({ description: 'null where the event is about no user' }),
    timestamp: instant,
    sequence: z.int().optional().openapi({
      description: 'Of two events about the same thing the later one has the greater number. Gaps mean nothing.',
      example: 4711,
    }),
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
