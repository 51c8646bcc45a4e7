// Where a partner's webhooks go: create (the signing secret is shown once), list, delete.
import { webhookUrlProblem } from '../../platform/webhook-address.js';
import type { NewWebhookEndpoint, WebhookEndpointRow } from '../../db/repositories/webhook-endpoints.js';
import { refuse, refuseFields } from '../errors.js';
import { utc } from '../presenters/times.js';
import { defineRoute, json, noInput } from '../route.js';
import * as schemas from '../schemas/events.js';
import { webhookEndpointId } from '../schemas/fields.js';
import { z } from '../zod.js';

/** Every event goes to each of them. */
const MOST_ENDPOINTS = 20;

const EXAMPLE = {
  webhook_endpoint_id: 'whe_abc123',
  url: 'https://yourportal.com/webhooks/quantleap',
  event_types: null,
  status: 'enabled' as const,
  status_reason: null,
  created_at: '2025-10-10T10:00:00Z',
};

export const createWebhookEndpoint = defineRoute({
  ...noInput,
  method: 'post',
  path: '/partner/webhook-endpoints',
  auth: 'partner',
  tag: 'Events',
  summary: 'Create webhook endpoint',
  description:
    'Events of this mode are posted to the URL from now on, signed by the Standard Webhooks scheme. The secret is shown only in this answer. Answer 2xx within 15 s; otherwise the delivery is repeated for about three days. At most 20 endpoints per mode.',
  body: schemas.CreateWebhookEndpoint,
  responses: { 201: schemas.WebhookEndpointCreated },
  errors: ['too_many_webhook_endpoints'],
  examples: {
    body: { url: 'https://yourportal.com/webhooks/quantleap' },
    responses: {
      201: {
        message: 'Webhook endpoint created successfully',
        webhook_endpoint: EXAMPLE,
        secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      },
    },
  },
  handler: async ({ body, caller, services, once }) => {
    const problem = webhookUrlProblem(body.url, services.config.production);
    if (problem) return refuseFields([{ field: 'url', message: problem }]);
    const { partnerId, mode } = caller;
    const existing = await services.webhookEndpoints.list(partnerId, mode);
    if (existing.length >= MOST_ENDPOINTS) return refuse('too_many_webhook_endpoints');
    const made = await services.webhookEndpoints.create(
      { partnerId, mode, url: body.url, eventTypes: body.event_types ?? null },
      (sealed, sql) => services.vault.seal({ ...sealed, purpose: 'webhook_secret' }, sql),
      (tx, created) => once.keep(tx, json(201, presentCreated(created))),
    );
    return json(201, presentCreated(made));
  },
});

export const listWebhookEndpoints = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/webhook-endpoints',
  auth: 'partner',
  tag: 'Events',
  summary: 'List webhook endpoints',
  description: 'Oldest first. Secrets are not shown again.',
  responses: { 200: schemas.WebhookEndpointList },
  errors: [],
  examples: { responses: { 200: { webhook_endpoints: [EXAMPLE] } } },
  handler: async ({ caller, services }) => {
    const endpoints = await services.webhookEndpoints.list(caller.partnerId, caller.mode);
    return json(200, { webhook_endpoints: endpoints.map(present) });
  },
});

export const deleteWebhookEndpoint = defineRoute({
  ...noInput,
  method: 'delete',
  path: '/partner/webhook-endpoints/{webhook_endpoint_id}',
  auth: 'partner',
  tag: 'Events',
  summary: 'Delete webhook endpoint',
  description: 'Nothing is delivered to it any more; its secret is erased.',
  params: z.strictObject({ webhook_endpoint_id: webhookEndpointId }),
  responses: { 200: schemas.WebhookEndpointDeleted },
  errors: ['webhook_endpoint_not_found'],
  examples: {
    params: { webhook_endpoint_id: 'whe_abc123' },
    responses: { 200: { message: 'Webhook endpoint deleted successfully', webhook_endpoint_id: 'whe_abc123' } },
  },
  handler: async ({ params, caller, services }) => {
    const id = params.webhook_endpoint_id;
    const deleted = await services.db.transaction(async (sql) => {
      const found = await services.webhookEndpoints.softDelete(caller.partnerId, caller.mode, id, sql);
      if (found) await services.vault.eraseOwner(id, sql);
      return found;
    });
    if (!deleted) return refuse('webhook_endpoint_not_found');
    return json(200, { message: 'Webhook endpoint deleted successfully', webhook_endpoint_id: id });
  },
});

function presentCreated({ endpoint, secret }: NewWebhookEndpoint): z.input<typeof schemas.WebhookEndpointCreated> {
  return { message: 'Webhook endpoint created successfully', webhook_endpoint: present(endpoint), secret };
}

function present(endpoint: WebhookEndpointRow): z.input<typeof schemas.WebhookEndpoint> {
  return {
    webhook_endpoint_id: endpoint.id,
    url: endpoint.url,
    event_types: endpoint.eventTypes,
    status: endpoint.status,
    status_reason: endpoint.statusReason,
    created_at: utc(endpoint.createdAt),
  };
}
