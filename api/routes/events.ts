// A partner's events again: read from any point on, or delivered once more. For what a webhook has missed.
import { refuse, refuseFields } from '../errors.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { EventList, EventRedelivered, NO_CURSOR_OF_OURS, PartnerEvent } from '../schemas/events.js';
import { eventId, limit, text } from '../schemas/fields.js';
import { z } from '../zod.js';

export const listEvents = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/events',
  auth: 'partner',
  tag: 'Events',
  summary: 'List events',
  description:
    'All events in order, each with the very body its webhook has. Keep `next_cursor` and pass it as `after` next time: no event is skipped and none comes twice. A cursor that was not given out here for this partner and mode (data was reset or restored meanwhile) is refused with 400 `validation_failed`: read from the beginning then, and drop what you know by `event_id`.',
  query: z.strictObject({
    after: text(200).optional().openapi({ description: "A former answer's `next_cursor`; absent: from the beginning" }),
    limit,
  }),
  responses: { 200: EventList },
  errors: [],
  examples: {
    responses: {
      200: {
        events: [
          {
            event: 'execution_failed',
            subscription_id: 'sub_abc123',
            user_email: 'user@example.com',
            error: 'Insufficient funds',
            broker_response: { code: 'AB-1003', message: 'Available margin: ₹5000, Required: ₹15000' },
            timestamp: '2025-10-10T03:50:05Z',
            event_id: 'evt_abc123',
            sequence: 4711,
          },
        ],
        next_cursor: 'MTIzLjQ1',
        has_more: false,
      },
    },
  },
  handler: async ({ query, caller, services }) => {
    const page = await services.outbox.listAfter(caller.partnerId, caller.mode, query.after, query.limit);
    if (!page) return refuseFields([{ field: 'after', message: NO_CURSOR_OF_OURS }]);
    return json(200, {
      events: page.events.map((event) => PartnerEvent.parse(event.body)),
      next_cursor: page.nextCursor ?? null,
      has_more: page.hasMore,
    });
  },
});

export const redeliverEvent = defineRoute({
  ...noInput,
  method: 'post',
  path: '/partner/events/{event_id}/redeliver',
  auth: 'partner',
  tag: 'Events',
  summary: 'Deliver an event again',
  description:
    'Starts a delivery of the same event, with the same `event_id`, to each enabled webhook endpoint that takes its type (a test: to the one it was for), whether or not it was delivered before.',
  params: z.strictObject({ event_id: eventId }),
  responses: { 202: EventRedelivered },
  errors: ['event_not_found'],
  examples: {
    params: { event_id: 'evt_abc123' },
    responses: {
      202: { message: 'Delivery started', event_id: 'evt_abc123', webhook_endpoint_ids: ['whe_abc123'] },
    },
  },
  handler: async ({ params, caller, services }) => {
    const { partnerId, mode } = caller;
    const event = await services.outbox.find(partnerId, mode, params.event_id);
    if (!event) return refuse('event_not_found');
    const endpointIds = await services.webhookEndpoints.enabledFor({ partnerId, mode, ...event });
    const attempts = await services.webhookAttempts.countByEndpoint(partnerId, mode, event.id);
    for (const endpointId of endpointIds)
      await services.gateway.redeliver({
        eventId: event.id,
        type: event.type,
        endpointId,
        partnerId,
        mode,
        attemptsMade: attempts.get(endpointId) ?? 0,
      });
    const message =
      endpointIds.length > 0
        ? 'Delivery started'
        : 'No enabled webhook endpoint takes this event: create one with POST /partner/webhook-endpoints';
    return json(202, { message, event_id: event.id, webhook_endpoint_ids: endpointIds });
  },
});
