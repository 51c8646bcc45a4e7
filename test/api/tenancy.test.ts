// What belongs to another partner or to the other mode looks exactly like what does not exist.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelLive, angelTest, zebuLive, zebuTest, type Answer, type HttpClient } from './support/http.js';
import { accountBody, linkUser, logIn, subscribeUser, TEMPLATE } from './support/journeys.js';

describe('tenancy', () => {
  let rig: ApiRig;
  let owner: HttpClient;
  let own: { email: string; clientId: string; subscriptionId: string };
  let webhookId: string;
  let eventId: string;
  let testRun: string;
  const unknown = { email: 'nobody@example.com', clientId: 'NOBODY1', subscriptionId: 'sub_00000000000000000000' };

  before(async () => {
    rig = await apiRig();
    owner = rig.partner(zebuTest);
    own = await subscribeUser(owner);
    const created = await owner.post('/partner/webhook-endpoints', { url: 'https://portal.example/hooks' });
    const [event] = (await owner.get('/partner/events')).body['events'] as Record<string, unknown>[];
    const run = await owner.post('/partner/sandbox/runs', { template_id: TEMPLATE });
    testRun = String(run.body['run_id']);
    eventId = String(event?.['event_id']);
    webhookId = String((created.body['webhook_endpoint'] as Record<string, unknown>)['webhook_endpoint_id']);
  });
  after(() => rig.close());

  const requests = (of: { email: string; clientId: string; subscriptionId: string }, hook: string, event: string) =>
    [
      ['GET', `/partner/subscriptions/${of.subscriptionId}`],
      ['PATCH', `/partner/subscriptions/${of.subscriptionId}`, { lot_multiplier: 2 }],
      ['PUT', `/partner/subscriptions/${of.subscriptionId}/pause`],
      ['PUT', `/partner/subscriptions/${of.subscriptionId}/resume`],
      ['DELETE', `/partner/subscriptions/${of.subscriptionId}`],
      ['DELETE', `/partner/webhook-endpoints/${hook}`],
      ['GET', `/partner/webhook-endpoints/${hook}`],
      ['PATCH', `/partner/webhook-endpoints/${hook}`, { enabled: false }],
      ['POST', `/partner/webhook-endpoints/${hook}/rotate-secret`, {}],
      ['POST', `/partner/webhook-endpoints/${hook}/test`],
      ['GET', `/partner/webhook-endpoints/${hook}/deliveries`],
      ['POST', `/partner/webhook-endpoints/${hook}/redeliver`, { from: new Date().toISOString() }],
      ['POST', `/partner/events/${event}/redeliver`],
      ['GET', `/partner/broker-accounts/${of.clientId}`],
      ['GET', `/partner/broker-accounts/${of.clientId}?user_email=${of.email}`],
      ['DELETE', `/partner/broker-accounts/${of.clientId}?user_email=${of.email}`],
      [
        'PUT',
        `/partner/broker-accounts/${of.clientId}/credentials`,
        { user_email: of.email, api_key: 'k', api_secret: 's' },
      ],
      ['POST', `/partner/broker-accounts/${of.clientId}/oauth/initiate`, { user_email: of.email }],
      [
        'POST',
        `/partner/broker-accounts/${of.clientId}/oauth/callback`,
        { user_email: of.email, request_token: 'mock_1', state: 's' },
      ],
      ['POST', `/partner/broker-accounts/${of.clientId}/oauth/logout`, {}],
      [
        'POST',
        '/partner/marketplace/subscribe',
        { user_email: of.email, template_id: TEMPLATE, broker_client_id: of.clientId },
      ],
    ] as const;

  const withoutId = ({ status, body }: Answer) => ({ status, body: { ...body, request_id: undefined } });

  for (const [name, keys] of [
    ['another partner', angelTest],
    ['the other mode', zebuLive],
    ["another partner's other mode", angelLive],
  ] as const)
    it(`hides everything from ${name}`, async () => {
      const stranger = rig.partner(keys);
      const theirs = requests(own, webhookId, eventId);
      const nobodys = requests(unknown, 'whe_00000000000000000000', 'evt_00000000000000000000');
      for (const [i, [method, path, body]] of theirs.entries()) {
        const foreign = await stranger.request(method, path, body === undefined ? {} : { body });
        const missing = await stranger.request(
          method,
          nobodys[i]?.[1] ?? '',
          nobodys[i]?.[2] === undefined ? {} : { body: nobodys[i][2] },
        );
        expect(foreign.status, `${method} ${path}: ${foreign.text}`).to.equal(404);
        expect(withoutId(foreign)).to.deep.equal(withoutId(missing));
      }
      for (const [method, path] of [
        ['GET', ''],
        ['POST', '/flatten'],
      ] as const) {
        const foreign = await stranger.request(method, `/partner/sandbox/runs/${testRun}${path}`);
        const missing = await stranger.request(method, `/partner/sandbox/runs/run_none${path}`);
        expect(foreign.status, foreign.text).to.equal(keys === angelTest ? 404 : 400);
        expect(withoutId(foreign)).to.deep.equal(withoutId(missing));
      }
      const ofRun = await stranger.get(`/partner/executions?run_id=${testRun}`);
      expect(ofRun.body['executions']).to.deep.equal([]);
      for (const list of ['subscriptions', 'broker-accounts', 'executions', 'events', 'webhook-endpoints']) {
        const answer = await stranger.get(`/partner/${list}`);
        expect(answer.status).to.equal(200);
        expect(answer.body[list.replace('-', '_')], list).to.deep.equal([]);
      }
      const filtered = await stranger.get(`/partner/executions?subscription_id=${own.subscriptionId}`);
      expect(filtered.body['executions']).to.deep.equal([]);
    });

  it('lets two partners and two modes link the same client_id', async () => {
    for (const [keys, broker] of [
      [angelTest, 'angel'],
      [zebuLive, 'zebu'],
    ] as const)
      expect((await rig.partner(keys).post('/partner/broker-accounts', accountBody(own, broker))).status).to.equal(201);
  });

  it("does not take one user's account for another user of the same partner", async () => {
    const refused = await owner.post('/partner/marketplace/subscribe', {
      user_email: 'someone-else@example.com',
      template_id: TEMPLATE,
      broker_client_id: own.clientId,
    });
    expect(refused.status).to.equal(404);
    expect(refused.body['message']).to.include('POST /partner/broker-accounts');
  });

  it('does not take a state for another account, and does not use it up', async () => {
    const [a, b] = [await linkUser(owner), await linkUser(owner)];
    const initiated = await owner.post(`/partner/broker-accounts/${a.clientId}/oauth/initiate`, {
      user_email: a.email,
    });
    const body = (email: string) => ({ user_email: email, request_token: 'mock_1', state: initiated.body['state'] });
    const crossed = await owner.post(`/partner/broker-accounts/${b.clientId}/oauth/callback`, body(b.email));
    expect(crossed.status).to.equal(400);
    expect(crossed.body['code']).to.equal('oauth_state_invalid');
    expect((await owner.post(`/partner/broker-accounts/${a.clientId}/oauth/callback`, body(a.email))).status).to.equal(
      200,
    );
    await logIn(owner, b);
  });

  it('gives two colliding e-mails different user ids', async () => {
    const ids = [];
    for (const email of ['a.b@example.com', 'a-b@example.com']) {
      const created = await owner.post(
        '/partner/broker-accounts',
        accountBody({ email, clientId: `C-${email.replace('@', '_')}` }),
      );
      ids.push((created.body['broker_account'] as Record<string, unknown>)['user_id']);
    }
    expect(ids[0]).to.equal('partner-user-a-b-at-example-com');
    expect(ids[1]).to.match(/^partner-user-a-b-at-example-com-[0-9a-f]{6}$/);
  });
});
