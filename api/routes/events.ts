// A partner's events again, from any point on: for what a webhook has missed.
import { refuseFields } from '../errors.js';
import { defineRoute, json, noInput } from '../route.js';
import { EventList, PartnerEvent } from '../schemas/events.js';
import { limit, text } from '../schemas/fields.js';
import { z } from '../zod.js';

export const listEvents = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/events',
  auth: 'partner',
  tag: 'Events',
  summary: 'List events',
  description:
    'All events in order, each with the very body its webhook has. Keep `next_cursor` and pass it as `after` next time: no event is skipped and none comes twice.',
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
          },
        ],
        next_cursor: 'MTIzLjQ1',
        has_more: false,
      },
    },
  },
  handler: async ({ query, caller, services }) => {
    const page = await services.outbox.listAfter(caller.partnerId, caller.mode, query.after, query.limit);
    if (!page) return refuseFields([{ field: 'after', message: 'must be a next_cursor of a former answer' }]);
    return json(200, {
      events: page.events.map((event) => PartnerEvent.parse(event.body)),
      next_cursor: page.nextCursor ?? null,
      has_more: page.hasMore,
    });
  },
});
