// One attempt to bring an event to a webhook endpoint: sign exactly what is stored, send it, note what came back.
import { Webhook } from 'standardwebhooks';
import type { WebhookAttemptRepository } from '../db/repositories/webhook-attempts.js';
import type { WebhookDelivery, WebhookEndpointRepository } from '../db/repositories/webhook-endpoints.js';
import type { SendWebhook, WebhookAnswer } from '../platform/webhook-http.js';
import { VaultError, type Vault } from '../vault/vault.js';
import type { DeliveryAttemptInput, DeliveryAttemptResult } from '../workflows/messages/deliver-event.js';

export type DeliverEventDependencies = {
  endpoints: WebhookEndpointRepository;
  attempts: WebhookAttemptRepository;
  vault: Vault;
  send: SendWebhook;
  /** Epoch ms; stamps the signature, so it is the real clock's business. @default Date.now */
  clock?: () => number;
};

export type DeliverEventActivities = ReturnType<typeof createDeliverEventActivities>;

export function createDeliverEventActivities({
  endpoints,
  attempts,
  vault,
  send,
  clock = Date.now,
}: DeliverEventDependencies) {
  return {
    /** Posts once. What the endpoint does is a result; only our own database, keys or network set-up make it throw. */
    async attemptDelivery(input: DeliveryAttemptInput): Promise<DeliveryAttemptResult> {
      const { eventId, endpointId, attempt } = input;
      const delivery = await endpoints.delivery(eventId, endpointId);
      if (!delivery) return { outcome: 'endpoint_disabled' };
      const startedMs = performance.now();
      const answer = await post(delivery, input);
      await attempts.record({
        eventId,
        endpointId,
        attempt,
        durationMs: Math.round(performance.now() - startedMs),
        statusCode: answer.kind === 'response' ? answer.status : null,
        error: problemOf(answer) ?? null,
      });
      const result = resultOf(answer);
      if (result.outcome === 'endpoint_disabled') await endpoints.disable(endpointId, 'the endpoint answered 410 Gone');
      return result;
    },
  };

  async function post(
    delivery: WebhookDelivery,
    { eventId, endpointId }: DeliveryAttemptInput,
  ): Promise<WebhookAnswer> {
    const { partnerId, secretId, body, url } = delivery;
    try {
      const secret = await vault.open({ partnerId, ownerId: endpointId, purpose: 'webhook_secret', secretId });
      const at = new Date(clock());
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'QuantLeap-Webhooks/1',
        'webhook-id': eventId,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(eventId, at, body),
      };
      return await send({ url, headers, body });
    } catch (error) {
      // The partner sees it in the delivery log; unsigned events are never sent.
      if (error instanceof VaultError) return { kind: 'refused', reason: 'the signing secret cannot be opened' };
      throw error;
    }
  }
}

function problemOf(answer: WebhookAnswer): string | undefined {
  switch (answer.kind) {
    case 'response':
      return undefined;
    case 'refused':
      return answer.reason;
    case 'failure':
      return answer.code;
  }
}

/** Only 2xx is success; a redirect is a failure like any other. Retry-After counts where HTTP gives it a meaning. */
function resultOf(answer: WebhookAnswer): DeliveryAttemptResult {
  if (answer.kind !== 'response') return { outcome: 'failed' };
  const { status, retryAfterS } = answer;
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  if (status === 410) return { outcome: 'endpoint_disabled' };
  const honoured = (status === 429 || status === 503) && retryAfterS !== undefined;
  return { outcome: 'failed', ...(honoured && { retryAfterS }) };
}
