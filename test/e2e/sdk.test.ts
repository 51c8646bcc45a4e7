// The SDK at a running stack: the guide's way from linking to a verified webhook, with the client that partners use.
import { expect } from 'chai';
import { QuantLeap, QuantLeapError, verifyWebhook } from '../../packages/sdk/src/index.js';
import { zebuTest } from '../api/support/http.js';
import { sharedStack } from '../support/shared-stack.js';
import { floorUsers, type FloorUser } from '../support/trading-floor.js';
import { waitFor } from '../support/wait.js';
import { startReceiver, type Receiver } from '../unit/webhooks/receiver.js';

const TEMPLATE = 'basket_admin_iron_condor';

describe('the SDK, at a running stack', function () {
  this.timeout(60_000);
  let client: QuantLeap;
  let receiver: Receiver;
  const users = floorUsers('SDK', 3) as [FloorUser, FloorUser, FloorUser];
  const [first] = users;

  before(async () => {
    const { baseUrl } = await sharedStack();
    client = new QuantLeap({ baseUrl, ...zebuTest });
    receiver = await startReceiver((response) => response.writeHead(204).end());
  });
  after(() => receiver.close());

  const subscribe = async ({ email, clientId, apiKey, apiSecret }: FloorUser): Promise<string> => {
    await client.post('/partner/broker-accounts', {
      body: { user_email: email, broker_name: 'zebu', client_id: clientId, api_key: apiKey, api_secret: apiSecret },
    });
    const params = { path: { client_id: clientId } };
    const { oauth_url, state } = await client.post('/partner/broker-accounts/{client_id}/oauth/initiate', {
      params,
      body: { user_email: email },
    });
    const page = await fetch(`${oauth_url}&auto_approve=1`, { redirect: 'manual' });
    const back = new URL(page.headers.get('location') ?? '').searchParams;
    await client.post('/partner/broker-accounts/{client_id}/oauth/callback', {
      params,
      body: { user_email: email, request_token: back.get('request_token') ?? '', state },
    });
    const made = await client.post('/partner/marketplace/subscribe', {
      body: { user_email: email, template_id: TEMPLATE, broker_client_id: clientId },
    });
    return made.subscription_id;
  };

  it('links, logs in, subscribes and receives a webhook that it can verify', async () => {
    const { secret, webhook_endpoint } = await client.post('/partner/webhook-endpoints', {
      body: { url: receiver.url, event_types: ['subscription_created'] },
    });
    const subscriptionId = await subscribe(first);
    await waitFor(() => receiver.received.length > 0, { timeoutMs: 20_000, description: 'the webhook' });
    const { body, headers } = receiver.received[0]!;
    const event = verifyWebhook(body, headers, secret);
    expect(event).to.deep.include({ event: 'subscription_created', subscription_id: subscriptionId });
    await client.delete('/partner/webhook-endpoints/{webhook_endpoint_id}', {
      params: { path: { webhook_endpoint_id: webhook_endpoint.webhook_endpoint_id } },
    });
  });

  it('walks through pages, and through events from a cursor on', async () => {
    const ids = new Set<string>();
    for (const user of users.slice(1)) ids.add(await subscribe(user));
    const listed = new Set<string>();
    for await (const { subscription_id } of client.pages('/partner/subscriptions', { limit: 1 }))
      listed.add(subscription_id);
    expect([...ids].every((id) => listed.has(id))).to.equal(true);

    let cursor: string | undefined;
    const created = new Set<unknown>();
    for await (const page of client.events()) {
      for (const event of page.events)
        if (event.event === 'subscription_created') created.add(event['subscription_id']);
      cursor = page.cursor;
    }
    expect([...ids].every((id) => created.has(id))).to.equal(true);
    for await (const page of client.events(cursor)) expect.fail(`nothing has happened since: ${JSON.stringify(page)}`);
  });

  it('pauses, and says by its code what cannot be done', async () => {
    const [{ subscription_id } = { subscription_id: '' }] = (
      await client.get('/partner/subscriptions', { params: { query: { user_email: first.email } } })
    ).subscriptions;
    const params = { path: { subscription_id } };
    expect((await client.put('/partner/subscriptions/{subscription_id}/pause', { params })).status).to.equal('PAUSED');
    const error: unknown = await client
      .put('/partner/subscriptions/{subscription_id}/pause', { params })
      .catch((e: unknown) => e);
    expect(error).to.be.instanceOf(QuantLeapError);
    expect(error).to.deep.include({ code: 'invalid_transition', status: 409, mayHaveHappened: false });
  });

  it('does a POST once, however often it is sent with one key', async () => {
    const init = {
      body: { user_email: first.email, broker_name: 'zebu', client_id: 'SDKONCE', api_key: 'k', api_secret: 's' },
      params: { header: { 'Idempotency-Key': 'sdk-once' } },
    } as const;
    const answers = await Promise.all([1, 2].map(() => client.post('/partner/broker-accounts', init)));
    expect(answers[0]).to.deep.equal(answers[1]);
  });
});
