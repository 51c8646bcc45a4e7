// The events that came in: by webhook while the portal runs, by the list of events for the time it did not.
import { verifyWebhook, type PartnerEvent, type WebhookHeaders } from '../../../packages/sdk/src/index.js';
import type { QuantLeap } from './quantleap.js';

export type ReceivedEvent = Readonly<{ event: PartnerEvent; by: 'webhook' | 'list' }>;

const MOST_KEPT = 500;

export class EventInbox {
  /** In the order in which they came. */
  private readonly byId = new Map<string, ReceivedEvent>();
  private secret: string | undefined;

  constructor(
    private readonly quantleap: QuantLeap,
    private readonly webhookUrl: string,
  ) {}

  /**
   * Registers the endpoint and reads what happened before. An endpoint that a killed portal left behind gets another secret.
   * @throws QuantLeapError
   */
  async open(): Promise<void> {
    const { webhook_endpoints: known } = await this.quantleap.get('/partner/webhook-endpoints');
    const left = known.find(({ url }) => url === this.webhookUrl);
    const { secret } = left
      ? await this.takeOver(left.webhook_endpoint_id)
      : await this.quantleap.post('/partner/webhook-endpoints', { body: { url: this.webhookUrl } });
    this.secret = secret;
    for await (const { events } of this.quantleap.events())
      for (const event of events) this.keep({ event, by: 'list' });
  }

  /** @throws WebhookVerificationError when it is not from QuantLeap, or older than five minutes */
  receive(rawBody: Uint8Array, headers: WebhookHeaders): PartnerEvent {
    const event = verifyWebhook(rawBody, headers, this.secret ?? []);
    this.keep({ event, by: 'webhook' });
    return event;
  }

  /** Those about a user, latest first. Events about no user are the partner's own business. */
  ofUser(email: string, most: number): ReceivedEvent[] {
    return [...this.byId.values()]
      .filter(({ event }) => event.user_email === email)
      .sort((a, b) => b.event.timestamp.localeCompare(a.event.timestamp))
      .slice(0, most);
  }

  private async takeOver(webhookEndpointId: string): Promise<{ secret: string }> {
    const params = { path: { webhook_endpoint_id: webhookEndpointId } };
    await this.quantleap.patch('/partner/webhook-endpoints/{webhook_endpoint_id}', { params, body: { enabled: true } });
    const path = '/partner/webhook-endpoints/{webhook_endpoint_id}/rotate-secret';
    return this.quantleap.post(path, { params, body: { overlap_hours: 0 } });
  }

  /** The same event can come twice: a delivery is worth more than the list's copy. */
  private keep(received: ReceivedEvent): void {
    const id = received.event.event_id;
    if (this.byId.get(id)?.by === 'webhook') return;
    this.byId.set(id, received);
    const [oldest] = this.byId.keys();
    if (this.byId.size > MOST_KEPT && oldest !== undefined) this.byId.delete(oldest);
  }
}
