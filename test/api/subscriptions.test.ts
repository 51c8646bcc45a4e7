// Subscribing and changing, where rules or other requests say no.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelTest, zebuTest, type HttpClient } from './support/http.js';
import { linkUser, logIn, subscribeBody, subscribeUser } from './support/journeys.js';

describe('subscriptions', () => {
  let rig: ApiRig;
  let client: HttpClient;

  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
  });
  after(() => rig.close());
  afterEach(() => (rig.fake.next = {}));

  const loggedIn = async () => {
    const user = await linkUser(client);
    await logIn(client, user);
    return user;
  };
  const subscribe = (body: unknown) => client.post('/partner/marketplace/subscribe', body);

  it('makes one subscription of two simultaneous requests', async () => {
    for (let round = 0; round < 5; round += 1) {
      const user = await loggedIn();
      const answers = await Promise.all([subscribe(subscribeBody(user)), subscribe(subscribeBody(user))]);
      const [made, refused] = answers.sort((a, b) => a.status - b.status);
      expect([made?.status, refused?.status]).to.deep.equal([201, 409]);
      expect(refused?.body['existing_subscription_id']).to.equal(made?.body['subscription_id']);
    }
  });

  it('asks in order: strategy, account, duplicate, session', async () => {
    const user = await linkUser(client);
    expect(
      (await subscribe({ ...subscribeBody(user), template_id: 'none', broker_client_id: 'NONE' })).body['code'],
    ).to.equal('template_not_found');
    expect((await subscribe({ ...subscribeBody(user), broker_client_id: 'NONE' })).body['code']).to.equal(
      'broker_account_not_found',
    );
    expect((await subscribe(subscribeBody(user))).body).to.deep.include({
      code: 'oauth_token_expired',
      token_expired_at: null,
    });
    await logIn(client, user);
    expect((await subscribe(subscribeBody(user))).status).to.equal(201);
    const ended = new Date(Date.now() - 3_600_000);
    await rig.db.query('UPDATE broker_account SET entry_valid_until = $1 WHERE client_id = $2', [ended, user.clientId]);
    expect((await subscribe(subscribeBody(user))).body['code']).to.equal('duplicate_subscription');
    const other = await subscribe(subscribeBody(user, 'basket_admin_short_straddle'));
    expect(other.status).to.equal(401);
    expect(other.body['token_expired_at']).to.equal(`${ended.toISOString().slice(0, 19)}Z`);
  });

  it('does not offer a retired strategy', async () => {
    const user = await loggedIn();
    await rig.db.query(`UPDATE strategy_template SET status = 'retired' WHERE id = 'basket_admin_short_straddle'`);
    expect((await subscribe(subscribeBody(user, 'basket_admin_short_straddle'))).status).to.equal(404);
    expect((await client.get('/partner/marketplace/templates')).body['templates']).to.have.length(2);
    await rig.db.query(`UPDATE strategy_template SET status = 'active' WHERE id = 'basket_admin_short_straddle'`);
  });

  it('hides past performance where the partner has it switched off', async () => {
    await rig.db.query(`UPDATE partner SET show_performance = false WHERE id = 'angel'`);
    const listed = await rig.partner(angelTest).get('/partner/marketplace/templates');
    expect(listed.text).not.to.include('performance_metrics');
  });

  it('keeps the row when the workflow cannot be started: 503, then 409 with its id', async () => {
    const user = await loggedIn();
    rig.fake.next.away = true;
    expect((await subscribe(subscribeBody(user))).status).to.equal(503);
    rig.fake.next = {};
    const again = await subscribe(subscribeBody(user));
    expect(again.status).to.equal(409);
    const kept = await client.get(`/partner/subscriptions/${String(again.body['existing_subscription_id'])}`);
    expect(kept.body['status']).to.equal('ACTIVE');
  });

  it('answers 409 while an entry is under way', async () => {
    const { subscriptionId } = await subscribeUser(client);
    rig.fake.next.change = { outcome: 'entry_in_progress' };
    for (const answer of [
      await client.put(`/partner/subscriptions/${subscriptionId}/pause`),
      await client.delete(`/partner/subscriptions/${subscriptionId}`),
    ]) {
      expect(answer.status).to.equal(409);
      expect(answer.body['code']).to.equal('entry_in_progress');
    }
  });

  it('filters and pages', async () => {
    const a = await subscribeUser(client);
    await subscribeUser(client);
    await client.put(`/partner/subscriptions/${a.subscriptionId}/pause`);
    const paused = await client.get('/partner/subscriptions?status=PAUSED');
    expect((paused.body['subscriptions'] as Record<string, unknown>[]).map((s) => s['subscription_id'])).to.deep.equal([
      a.subscriptionId,
    ]);
    const first = await client.get('/partner/subscriptions?limit=1');
    expect(first.body['subscriptions']).to.have.length(1);
    const second = await client.get(`/partner/subscriptions?limit=1&cursor=${String(first.body['next_cursor'])}`);
    expect(second.body['subscriptions']).to.have.length(1);
    expect(second.body['subscriptions']).not.to.deep.equal(first.body['subscriptions']);
  });

  it('counts the month from the day in India', async () => {
    // 31 Dec 2099, 20:00 UTC is 1 Jan 2100 in India.
    const late = await apiRig({ clock: () => Date.UTC(2099, 11, 31, 20) });
    try {
      const indian = late.partner(zebuTest);
      const user = await linkUser(indian);
      await logIn(indian, user);
      await late.db.query(`UPDATE broker_account SET entry_valid_until = '2100-01-02'`);
      const made = await indian.post('/partner/marketplace/subscribe', subscribeBody(user));
      expect(made.body['next_billing_date'], made.text).to.equal('2100-02-01T00:00:00Z');
    } finally {
      await late.close();
    }
  });
});
