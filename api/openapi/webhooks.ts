// The events we send, as the document's webhooks: body, signature headers, what to answer.
import type { OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { executionFailed, PARTNER_EVENT_TYPES, type PartnerEventType } from '../../domain/partner-event.js';
import { PartnerEvent } from '../schemas/events.js';
import { z } from '../zod.js';

const SUMMARIES: Record<PartnerEventType, string> = {
  execution_failed: 'An entry did not become what was subscribed',
  execution_completed: 'Every leg of an entry is filled',
  execution_exposed: 'A position is open that should not be: a person must look',
  position_closed: 'A position was closed',
  order_disputed: "The broker's book and ours disagree about an order",
  execution_resolved: 'Orders that were in doubt are known now',
  oauth_login_required: 'A user must log in with the broker',
  broker_credentials_rotated: "A user's broker credentials were replaced",
  broker_account_unlinked: 'A broker account was unlinked and its secrets erased',
  readiness_report: "Before the open: which subscriptions are ready for the day's entries",
  weekly_report: "What became of the week's entries",
  subscription_created: 'A subscription was created',
  subscription_paused: 'A subscription was paused',
  subscription_resumed: 'A subscription was resumed',
  subscription_cancelled: 'A subscription was cancelled',
  settlement_ready: 'A month is closed: its statement can be read',
  settlement_paid: 'What was due of a month was paid',
  webhook_endpoint_disabled: 'A webhook endpoint was switched off by us',
  webhook_test: 'A test that was asked for',
};

const header = (name: string, description: string) =>
  z.string().openapi({ param: { name, in: 'header', required: true }, description });
const SIGNATURE_HEADERS = [
  header('webhook-id', "The event's id: the same in every attempt"),
  header('webhook-timestamp', 'Unix seconds of this attempt'),
  header(
    'webhook-signature',
    'Standard Webhooks: v1,<base64 HMAC-SHA256 of id.timestamp.body>; while secrets overlap one for each, with spaces between',
  ),
];

export function registerEvents(registry: OpenAPIRegistry): void {
  for (const type of PARTNER_EVENT_TYPES) {
    registry.registerWebhook({
      method: 'post',
      path: type,
      operationId: `on_${type}`,
      summary: SUMMARIES[type],
      tags: ['Events'],
      security: [],
      request: {
        headers: SIGNATURE_HEADERS,
        body: {
          required: true,
          content: {
            'application/json': {
              schema: PartnerEvent,
              ...(type === 'execution_failed' && { example: FAILED_EXAMPLE }),
            },
          },
        },
      },
      responses: { 200: { description: 'Any 2xx within 15 s; everything else is delivered again, 410 ends it' } },
    });
  }
}

const FAILED_EXAMPLE = {
  ...executionFailed({
    executionId: 'exe_abc123',
    subscriptionId: 'sub_abc123',
    userEmail: 'user@example.com',
    atMs: Date.UTC(2025, 9, 10, 3, 50, 5),
    error: 'Insufficient funds',
    brokerResponse: { code: 'AB-1003', message: 'Available margin: ₹5000, Required: ₹15000' },
  }).body,
  event_id: 'evt_abc123',
  sequence: 4711,
};
