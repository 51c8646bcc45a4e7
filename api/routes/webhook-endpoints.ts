// Where a partner's webhooks go: create (the signing secret is shown once), look, change, rotate the secret, delete.
import { webhookUrlProblem } from '../../platform/webhook-address.js';
import type { NewWebhookEndpoint } from '../../db/repositories/webhook-endpoints.js';
import type { Rotated, SecretKeeper } from '../../db/repositories/webhook-secrets.js';
import type { Sealer } from '../../vault/vault.js';
import { refuse, refuseFields } from '../errors.js';
import { presentEndpoint } from '../presenters/webhooks.js';
import { utc } from '../presenters/times.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { webhookEndpointId } from '../schemas/fields.js';
import * as schemas from '../schemas/webhooks.js';
import { z } from '../zod.js';

const EXAMPLE = {
  webhook_endpoint_id: 'whe_abc123',
  url: 'https://yourportal.com/webhooks/quantleap',
  event_types: null,
  status: 'enabled' as const,
  status_reason: null,
  failing_since: null,
  old_secrets_expire_at: null,
  created_at: '2025-10-10T10:00:00Z',
};
const params = z.strictObject({ webhook_endpoint_id: webhookEndpointId });
const idExample = { webhook_endpoint_id: 'whe_abc123' };

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
    const created = await services.webhookEndpoints.create(
      { partnerId, mode, url: body.url, eventTypes: body.event_types ?? null },
      (sealed, sql) => services.vault.seal({ ...sealed, purpose: 'webhook_secret' }, sql),
      (tx, created) => once.keep(tx, json(201, presentCreated(created))),
    );
    if (!created) return refuse('too_many_webhook_endpoints');
    return json(201, presentCreated(created));
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
    return json(200, { webhook_endpoints: endpoints.map(presentEndpoint) });
  },
});

export const getWebhookEndpoint = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/webhook-endpoints/{webhook_endpoint_id}',
  auth: 'partner',
  tag: 'Events',
  summary: 'Get webhook endpoint',
  description: 'One endpoint: whether it is enabled, and since when it fails.',
  params,
  responses: { 200: schemas.WebhookEndpoint },
  errors: ['webhook_endpoint_not_found'],
  examples: { params: idExample, responses: { 200: EXAMPLE } },
  handler: async ({ params, caller, services }) => {
    const { partnerId, mode } = caller;
    const endpoint = await services.webhookEndpoints.find(partnerId, mode, params.webhook_endpoint_id);
    return endpoint ? json(200, presentEndpoint(endpoint)) : refuse('webhook_endpoint_not_found');
  },
});

export const changeWebhookEndpoint = defineRoute({
  ...noInput,
  method: 'patch',
  path: '/partner/webhook-endpoints/{webhook_endpoint_id}',
  auth: 'partner',
  tag: 'Events',
  summary: 'Change webhook endpoint',
  description:
    'Changes the URL, the events it takes, or whether it is enabled; what is left out stays. The secret stays. Deliveries under way follow at their next attempt. Events that happened while it was disabled are not sent by themselves: ask for them with POST …/redeliver.',
  params,
  body: schemas.ChangeWebhookEndpoint,
  responses: { 200: schemas.WebhookEndpointChanged },
  errors: ['webhook_endpoint_not_found'],
  examples: {
    params: idExample,
    body: { enabled: true },
    responses: { 200: { message: 'Webhook endpoint changed successfully', webhook_endpoint: EXAMPLE } },
  },
  handler: async ({ params, body, caller, services }) => {
    const problem = body.url === undefined ? undefined : webhookUrlProblem(body.url, services.config.production);
    if (problem) return refuseFields([{ field: 'url', message: problem }]);
    const { partnerId, mode } = caller;
    const endpoint = await services.webhookEndpoints.change(partnerId, mode, params.webhook_endpoint_id, {
      ...(body.url !== undefined && { url: body.url }),
      ...(body.event_types !== undefined && { eventTypes: body.event_types }),
      ...(body.enabled !== undefined && { enabled: body.enabled }),
    });
    if (!endpoint) return refuse('webhook_endpoint_not_found');
    const message = 'Webhook endpoint changed successfully';
    return json(200, { message, webhook_endpoint: presentEndpoint(endpoint) });
  },
});

export const rotateWebhookSecret = defineRoute({
  ...noInput,
  method: 'post',
  path: '/partner/webhook-endpoints/{webhook_endpoint_id}/rotate-secret',
  auth: 'partner',
  tag: 'Events',
  summary: 'Rotate webhook secret',
  description:
    'Makes another signing secret, shown only in this answer. Until the overlap is over every delivery carries two signatures, by the fresh secret and by the former one: put the fresh one in place meanwhile. If a secret has leaked, rotate with `overlap_hours` 0.',
  params,
  body: schemas.RotateSecret,
  responses: { 200: schemas.SecretRotated },
  errors: ['webhook_endpoint_not_found', 'too_many_webhook_secrets'],
  examples: {
    params: idExample,
    body: { overlap_hours: 24 },
    responses: {
      200: {
        message: 'Webhook secret rotated successfully',
        webhook_endpoint_id: 'whe_abc123',
        secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
        old_secret_expires_at: '2025-10-11T10:00:00Z',
      },
    },
  },
  handler: async ({ params, body, caller, services, once }) => {
    const { partnerId, mode } = caller;
    const id = params.webhook_endpoint_id;
    const rotation = await services.webhookSecrets.rotate(
      { partnerId, mode, id },
      body.overlap_hours,
      keeper(services.vault),
      (tx, rotated) => once.keep(tx, json(200, presentRotated(id, rotated))),
    );
    if (rotation.outcome === 'not_found') return refuse('webhook_endpoint_not_found');
    if (rotation.outcome === 'too_many') return refuse('too_many_webhook_secrets');
    return json(200, presentRotated(id, rotation));
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
  params,
  responses: { 200: schemas.WebhookEndpointDeleted },
  errors: ['webhook_endpoint_not_found'],
  examples: {
    params: idExample,
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

function presentRotated(id: string, { secret, oldUntil }: Rotated): z.input<typeof schemas.SecretRotated> {
  return {
    message: 'Webhook secret rotated successfully',
    webhook_endpoint_id: id,
    secret,
    old_secret_expires_at: oldUntil && utc(oldUntil),
  };
}

function presentCreated({ endpoint, secret }: NewWebhookEndpoint): z.input<typeof schemas.WebhookEndpointCreated> {
  return { message: 'Webhook endpoint created successfully', webhook_endpoint: presentEndpoint(endpoint), secret };
}

function keeper(vault: Sealer): SecretKeeper {
  return {
    seal: (secret, sql) => vault.seal({ ...secret, purpose: 'webhook_secret' }, sql),
    erase: (secretId, sql) => vault.eraseSecret(secretId, sql),
    endAt: (secretId, at, sql) => vault.endSecret(secretId, at, sql),
  };
}
