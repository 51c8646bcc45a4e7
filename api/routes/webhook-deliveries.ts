// What goes to a webhook endpoint: a test, the log of what was delivered, and a range of events once more.
import { webhookTest } from '../../domain/webhook-event.js';
import { newId } from '../../platform/ids.js';
import type { RedeliveryRange } from '../../db/repositories/webhook-redeliveries.js';
import type { PartnerCaller } from '../caller.js';
import { refuse, refuseFields, type FieldProblem, type Refusal } from '../errors.js';
import { presentDelivery } from '../presenters/webhooks.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { NO_CURSOR_OF_OURS } from '../schemas/events.js';
import { cursor, limit, webhookEndpointId } from '../schemas/fields.js';
import * as schemas from '../schemas/webhooks.js';
import type { ApiServices } from '../services.js';
import { z } from '../zod.js';

/** Events booked by one request. */
const MOST_REDELIVERED = 1000;
/** As long as the delivery log says what has arrived. */
const DAYS_BACK = 30;
const DAY_MS = 86_400_000;

const byId = {
  ...noInput,
  auth: 'partner',
  tag: 'Events',
  params: z.strictObject({ webhook_endpoint_id: webhookEndpointId }),
} as const;
const idExample = { webhook_endpoint_id: 'whe_abc123' };

export const testWebhookEndpoint = defineRoute({
  ...byId,
  method: 'post',
  path: '/partner/webhook-endpoints/{webhook_endpoint_id}/test',
  summary: 'Test webhook endpoint',
  description:
    'Sends a `webhook_test` event to this endpoint and to no other, signed and repeated like every event, whatever `event_types` it takes. See how it went in GET …/deliveries.',
  responses: { 202: schemas.TestSent },
  errors: ['webhook_endpoint_not_found', 'webhook_endpoint_disabled'],
  examples: {
    params: idExample,
    responses: {
      202: { message: 'Test event on its way', webhook_endpoint_id: 'whe_abc123', event_id: 'evt_abc123' },
    },
  },
  handler: async ({ params, caller, services }) => {
    const id = params.webhook_endpoint_id;
    const refusal = await notEnabled(services, caller, id);
    if (refusal) return refusal;
    const { partnerId, mode } = caller;
    const event = webhookTest({ endpointId: id, testId: newId('tst'), atMs: services.clock() });
    const eventId = await services.outbox.append(services.db, { partnerId, mode, ...event }, id);
    if (eventId === undefined) throw new Error('a test was told before');
    return json(202, { message: 'Test event on its way', webhook_endpoint_id: id, event_id: eventId });
  },
});

export const listWebhookDeliveries = defineRoute({
  ...byId,
  method: 'get',
  path: '/partner/webhook-endpoints/{webhook_endpoint_id}/deliveries',
  summary: 'List webhook deliveries',
  description: `Every attempt at this endpoint of the last ${DAYS_BACK} days, latest first: what was sent, what it answered, how long it took.`,
  query: z.strictObject({ ...schemas.deliveryQuery, cursor, limit }),
  responses: { 200: schemas.WebhookDeliveryList },
  errors: ['webhook_endpoint_not_found'],
  examples: {
    params: idExample,
    query: { outcome: 'failed' },
    responses: {
      200: {
        deliveries: [
          {
            ...{ attempted_at: '2025-10-10T03:50:06.120Z', event_id: 'evt_abc123', event: 'execution_failed' },
            ...{ attempt: 1, outcome: 'failed', status_code: 500, error: null, duration_ms: 84 },
            request: {
              url: 'https://yourportal.com/webhooks/quantleap',
              body_excerpt: '{"event":"execution_failed","subscription_id":"sub_abc123"}',
            },
            response: { body_excerpt: 'Internal Server Error' },
          },
        ],
        next_cursor: null,
      },
    },
  },
  handler: async ({ params, query, caller, services }) => {
    const { partnerId, mode } = caller;
    const id = params.webhook_endpoint_id;
    if (!(await services.webhookEndpoints.find(partnerId, mode, id))) return refuse('webhook_endpoint_not_found');
    const page = await services.webhookAttempts.listForEndpoint(
      { partnerId, mode, id },
      { eventId: query.event_id, outcome: query.outcome, cursor: query.cursor, limit: query.limit },
    );
    if (!page) return refuseFields([{ field: 'cursor', message: 'must be a next_cursor of a former answer' }]);
    return json(200, { deliveries: page.rows.map(presentDelivery), next_cursor: page.nextCursor ?? null });
  },
});

export const redeliverRange = defineRoute({
  ...byId,
  method: 'post',
  path: '/partner/webhook-endpoints/{webhook_endpoint_id}/redeliver',
  summary: 'Deliver a range of events again',
  description: `Delivers to this endpoint what it has missed: the events of its \`event_types\`, from a time or after a cursor, that it has not answered with 2xx (with \`all\`, those too). Oldest first, at most ${MOST_REDELIVERED} per request and ${DAYS_BACK} days back. Sent twice, an event that still waits is not booked again. Deliveries wait while an entry is under way.`,
  body: schemas.RedeliverRange,
  responses: { 202: schemas.RangeRedelivered },
  errors: ['webhook_endpoint_not_found', 'webhook_endpoint_disabled'],
  examples: {
    params: idExample,
    body: { from: '2026-11-24T09:20:00+05:30' },
    responses: {
      202: { message: 'Redelivery booked', webhook_endpoint_id: 'whe_abc123', events: 17, next_cursor: null },
    },
  },
  handler: async ({ params, body, caller, services }) => {
    const nowMs = services.clock();
    const range = rangeOf(body, nowMs);
    if ('problem' in range) return refuseFields([range.problem]);
    const id = params.webhook_endpoint_id;
    const refusal = await notEnabled(services, caller, id);
    if (refusal) return refusal;
    const { partnerId, mode } = caller;
    const endpoint = { partnerId, mode, id };
    const booked = await services.webhookRedeliveries.book(endpoint, range, MOST_REDELIVERED);
    if (!booked) return refuseFields([{ field: 'after', message: NO_CURSOR_OF_OURS }]);
    const message = booked.events > 0 ? 'Redelivery booked' : 'No event of this range is left to deliver';
    return json(202, {
      ...{ message, webhook_endpoint_id: id, events: booked.events },
      next_cursor: booked.nextCursor ?? null,
    });
  },
});

/** The range asked for as the repository takes it, or the field that is wrong. */
function rangeOf(
  body: z.output<typeof schemas.RedeliverRange>,
  nowMs: number,
): RedeliveryRange | { problem: FieldProblem } {
  const bad = (field: string, message: string) => ({ problem: { field, message } });
  const earliestMs = nowMs - DAYS_BACK * DAY_MS;
  const fromMs = body.from === undefined ? earliestMs : Date.parse(body.from);
  const untilMs = body.until === undefined ? nowMs : Date.parse(body.until);
  if (fromMs < earliestMs) return bad('from', `must be at most ${DAYS_BACK} days ago`);
  if (fromMs > nowMs) return bad('from', 'must not be in the future');
  if (untilMs <= fromMs) return bad('until', `must be later than from, and at most ${DAYS_BACK} days ago`);
  return { after: body.after, from: new Date(fromMs), until: new Date(untilMs), all: body.all };
}

async function notEnabled(
  { webhookEndpoints }: ApiServices,
  { partnerId, mode }: PartnerCaller,
  id: string,
): Promise<Refusal | undefined> {
  const endpoint = await webhookEndpoints.find(partnerId, mode, id);
  if (!endpoint) return refuse('webhook_endpoint_not_found');
  return endpoint.status === 'enabled' ? undefined : refuse('webhook_endpoint_disabled');
}
