// One attempt to bring an event to a webhook endpoint: sign exactly what is stored, send it, note what came back.
import { Webhook } from 'standardwebhooks';
import { OutboxRepository } from '../db/repositories/outbox.js';
import { WebhookAttemptRepository } from '../db/repositories/webhook-attempts.js';
import { WebhookDeliveryRepository, type WebhookDelivery } from '../db/repositories/webhook-deliveries.js';
import type { Database, Sql } from '../db/sql.js';
import { DISABLE_REASONS, webhookEndpointDisabled, withoutQuery, type DisableCause } from '../domain/webhook-event.js';
import { answerExcerpt } from '../platform/webhook-excerpt.js';
import type { SendWebhook, WebhookAnswer } from '../platform/webhook-http.js';
import { VaultError, type Vault } from '../vault/vault.js';
import type { DeliveryAttemptInput, DeliveryAttemptResult } from '../workflows/messages/deliver-event.js';

export type DeliverEventDependencies = {
  db: Database;
  vault: Vault;
  send: SendWebhook;
  /** Epoch ms; stamps the signature, so it is the real clock's business. @default Date.now */
  clock?: () => number;
};

export type DeliverEventActivities = ReturnType<typeof createDeliverEventActivities>;

/** `unsigned`: the failure is ours, and says nothing about the endpoint. */
type Attempted = WebhookAnswer | { kind: 'unsigned' };

export function createDeliverEventActivities({ db, vault, send, clock = Date.now }: DeliverEventDependencies) {
  const deliveries = new WebhookDeliveryRepository(db);
  const attempts = new WebhookAttemptRepository(db);
  const outbox = new OutboxRepository(db);

  return {
    /** Posts once. What the endpoint does is a result; only our own database, keys or network set-up make it throw. */
    async attemptDelivery(input: DeliveryAttemptInput): Promise<DeliveryAttemptResult> {
      const { eventId, endpointId, attempt } = input;
      const startedMs = performance.now();
      const sent = await post(eventId, endpointId);
      if (!sent) return { outcome: 'endpoint_disabled', reason: await deliveries.whyNot(endpointId) };
      const { answer, delivery } = sent;
      const record = {
        ...{ eventId, endpointId, attempt, durationMs: Math.round(performance.now() - startedMs) },
        statusCode: answer.kind === 'response' ? answer.status : null,
        error: problemOf(answer) ?? null,
        url: withoutQuery(delivery.url),
        responseExcerpt: answer.kind === 'response' && answer.text !== undefined ? answerExcerpt(answer.text) : null,
      };
      return db.transaction(async (tx) => {
        await attempts.record(record, tx);
        return conclude(tx, input, answer);
      });
    },
  };

  async function post(
    eventId: string,
    endpointId: string,
  ): Promise<{ answer: Attempted; delivery: WebhookDelivery } | undefined> {
    let delivery = await deliveries.find(eventId, endpointId);
    if (!delivery) return undefined;
    let signed = await signatures(eventId, endpointId, delivery);
    if (!signed) {
      // A rotation may have erased the secret between the two reads.
      delivery = await deliveries.find(eventId, endpointId);
      if (!delivery) return undefined;
      signed = await signatures(eventId, endpointId, delivery);
    }
    // The partner sees it in the delivery log; unsigned events are never sent.
    if (!signed) return { answer: { kind: 'unsigned' }, delivery };
    const { url, body } = delivery;
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'QuantLeap-Webhooks/1',
      'webhook-id': eventId,
      'webhook-timestamp': String(Math.floor(signed.at.getTime() / 1000)),
      'webhook-signature': signed.signatures.join(' '),
    };
    return { answer: await send({ url, headers, body }), delivery };
  }

  /** One signature per secret in force, the current one's first. @returns undefined when the current one cannot be opened */
  async function signatures(eventId: string, endpointId: string, { partnerId, secretIds, body }: WebhookDelivery) {
    const at = new Date(clock());
    const owner = { partnerId, ownerId: endpointId, purpose: 'webhook_secret' } as const;
    const made: string[] = [];
    for (const [nth, secretId] of secretIds.entries())
      try {
        made.push(new Webhook(await vault.open({ ...owner, secretId })).sign(eventId, at, body));
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        // A former secret whose time has just ended signs no more.
        if (nth === 0) return undefined;
      }
    return { at, signatures: made };
  }

  /** What the answer means for the delivery and for the endpoint. */
  async function conclude(
    tx: Sql,
    { endpointId, disableAtRecoveries }: DeliveryAttemptInput,
    answer: Attempted,
  ): Promise<DeliveryAttemptResult> {
    if (answer.kind === 'unsigned') return { outcome: 'failed' };
    const status = answer.kind === 'response' ? answer.status : undefined;
    if (status !== undefined && status >= 200 && status < 300) {
      await deliveries.noteSuccess(tx, endpointId);
      return { outcome: 'delivered' };
    }
    const recoveries = await deliveries.noteFailure(tx, endpointId);
    if (status === 410) {
      await disable(tx, endpointId, 'gone');
      return { outcome: 'endpoint_disabled', reason: DISABLE_REASONS.gone };
    }
    const disabled =
      disableAtRecoveries !== undefined && (await disable(tx, endpointId, 'failing', disableAtRecoveries));
    return {
      outcome: 'failed',
      recoveries,
      ...retryAfterOf(answer),
      ...(disabled && { endpointDisabled: DISABLE_REASONS.failing }),
    };
  }

  /** Switches the endpoint off and tells the partner, who hears it at his other endpoints. @returns whether it was on */
  async function disable(tx: Sql, endpointId: string, cause: DisableCause, ifRecoveries?: number): Promise<boolean> {
    const endpoint = await deliveries.disable(tx, endpointId, cause, ifRecoveries);
    if (!endpoint) return false;
    const { partnerId, mode, ...about } = endpoint;
    const event = webhookEndpointDisabled({ ...about, endpointId, cause, atMs: clock() });
    await outbox.append(tx, { partnerId, mode, ...event });
    return true;
  }
}

function problemOf(answer: Attempted): string | undefined {
  switch (answer.kind) {
    case 'response':
      return undefined;
    case 'refused':
      return answer.reason;
    case 'failure':
      return answer.code;
    case 'unsigned':
      return 'the signing secret cannot be opened';
  }
}

/** Only 2xx is success; a redirect is a failure like any other. Retry-After counts where HTTP gives it a meaning. */
function retryAfterOf(answer: WebhookAnswer): { retryAfterS?: number } {
  if (answer.kind !== 'response' || answer.retryAfterS === undefined) return {};
  return answer.status === 429 || answer.status === 503 ? { retryAfterS: answer.retryAfterS } : {};
}
