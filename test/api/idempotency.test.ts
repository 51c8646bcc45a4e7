// An Idempotency-Key makes a POST safe to repeat: also when repeats race, and when a handler died.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelTest, zebuLive, zebuTest, type HttpClient } from './support/http.js';
import { accountBody, linkUser, logIn, subscribeBody } from './support/journeys.js';

describe('Idempotency-Key', () => {
  let rig: ApiRig;
  let client: HttpClient;

  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
  });
  after(() => rig.close());
  afterEach(() => (rig.fake.next = {}));

  const key = (text: string) => ({ 'idempotency-key': text });

  it('replays the first answer and says so', async () => {
    const body = accountBody({ email: 'i1@example.com', clientId: 'IDEM1' });
    const first = await client.post('/partner/broker-accounts', body, key('k1'));
    const second = await client.post('/partner/broker-accounts', body, key('k1'));
    expect([first.status, second.status]).to.deep.equal([201, 201]);
    expect(second.body).to.deep.equal(first.body);
    expect(first.headers.get('idempotency-replayed')).to.equal(null);
    expect(second.headers.get('idempotency-replayed')).to.equal('true');
    expect((await client.post('/partner/broker-accounts', body, key('k1-other'))).status).to.equal(409);
  });

  it('replays a final refusal too', async () => {
    const body = accountBody({ email: 'i1@example.com', clientId: 'IDEM1' });
    for (const replayed of [null, 'true']) {
      const refused = await client.post('/partner/broker-accounts', body, key('k2'));
      expect(refused.status).to.equal(409);
      expect(refused.headers.get('idempotency-replayed')).to.equal(replayed);
    }
  });

  it('does not keep what another try can change', async () => {
    const user = await linkUser(client);
    const body = subscribeBody(user);
    expect((await client.post('/partner/marketplace/subscribe', body, key('k3'))).status).to.equal(401);
    await logIn(client, user);
    rig.fake.next.away = true;
    expect(
      (
        await client.post(
          '/partner/broker-accounts',
          accountBody({ email: 'i3@example.com', clientId: 'IDEM3' }),
          key('k4'),
        )
      ).status,
    ).to.equal(503);
    rig.fake.next = {};
    expect((await client.post('/partner/marketplace/subscribe', body, key('k3'))).status).to.equal(201);
    expect(
      (
        await client.post(
          '/partner/broker-accounts',
          accountBody({ email: 'i3@example.com', clientId: 'IDEM3' }),
          key('k4'),
        )
      ).status,
    ).to.equal(201);
  });

  it('refuses the key for another request', async () => {
    const body = accountBody({ email: 'i5@example.com', clientId: 'IDEM5' });
    await client.post('/partner/broker-accounts', body, key('k5'));
    const other = await client.post('/partner/broker-accounts', { ...body, client_id: 'IDEM6' }, key('k5'));
    expect(other.status).to.equal(422);
    expect(other.body).to.deep.include({ statusCode: 422, code: 'idempotency_key_reused' });
    const elsewhere = await client.post(
      '/partner/broker-accounts/IDEM5/oauth/initiate',
      { user_email: 'i5@example.com' },
      key('k5'),
    );
    expect(elsewhere.status).to.equal(422);
  });

  it("keeps partners' and modes' keys apart", async () => {
    const user = { email: 'i7@example.com', clientId: 'IDEM7' };
    for (const [keys, broker] of [
      [zebuTest, 'zebu'],
      [zebuLive, 'zebu'],
      [angelTest, 'angel'],
    ] as const) {
      const answer = await rig.partner(keys).post('/partner/broker-accounts', accountBody(user, broker), key('k7'));
      expect(answer.status).to.equal(201);
      expect(answer.headers.get('idempotency-replayed')).to.equal(null);
    }
  });

  it('does it once when ten repeats race', async () => {
    const user = await linkUser(client);
    await logIn(client, user);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client.post('/partner/marketplace/subscribe', subscribeBody(user), key('k8'))),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses).to.include(201);
    for (const { status, body } of answers) {
      expect(status).to.be.oneOf([201, 409]);
      if (status === 409) expect(body['code']).to.equal('idempotency_in_flight');
    }
    expect(
      new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body['subscription_id'])),
    ).to.have.property('size', 1);
  });

  it('takes over from a handler that died a minute ago, not sooner', async () => {
    const body = accountBody({ email: 'i9@example.com', clientId: 'IDEM9' });
    const first = await client.post('/partner/broker-accounts', body, key('k9'));
    const setBack = (seconds: number) =>
      rig.db.query(
        `UPDATE idempotency_record SET status = NULL, response = NULL, created_at = now() - $1 * interval '1 second' WHERE key = 'k9'`,
        [seconds],
      );
    await setBack(59);
    const waiting = await client.post('/partner/broker-accounts', body, key('k9'));
    expect(waiting.status).to.equal(409);
    expect(waiting.body['code']).to.equal('idempotency_in_flight');
    await setBack(61);
    const taken = await client.post('/partner/broker-accounts', body, key('k9'));
    expect(taken.body, 'it has found what the first had made').to.deep.equal(first.body);
  });

  it("works for operators' POSTs, apart from partners' keys", async () => {
    const body = { entry_at: 'now+3600s', mode: 'test', ignore_calendar: true };
    const path = '/operator/templates/basket_admin_test_strategy/runs';
    await client.post('/partner/webhook-endpoints', { url: 'https://portal.example/op' }, key('k-op'));
    const first = await rig.operator.post(path, body, key('k-op'));
    const second = await rig.operator.post(path, body, key('k-op'));
    expect([first.status, second.status]).to.deep.equal([202, 202]);
    expect(second.body).to.deep.equal(first.body);
    expect(second.headers.get('idempotency-replayed')).to.equal('true');
    const other = await rig.operator.post(path, { ...body, force: true }, key('k-op'));
    expect([other.status, other.body['code']]).to.deep.equal([422, 'idempotency_key_reused']);
  });

  it('makes a fresh run when the first could not be started', async () => {
    const body = { entry_at: 'now+3600s', mode: 'test', ignore_calendar: true };
    const path = '/operator/templates/basket_admin_test_strategy/runs';
    rig.fake.next.away = true;
    expect((await rig.operator.post(path, body, key('k-away'))).status).to.equal(503);
    rig.fake.next = {};
    const started = await rig.operator.post(path, body, key('k-away'));
    expect(started.status).to.equal(202);
    const run = await rig.operator.get(`/operator/runs/${String(started.body['run_id'])}`);
    expect(run.body['status']).to.equal('arming');
  });

  it('finishes a subscription whose workflow could not be started, and says 201', async () => {
    const user = await linkUser(client);
    await logIn(client, user);
    rig.fake.next.away = true;
    expect(
      (await client.post('/partner/marketplace/subscribe', subscribeBody(user), key('k-sub-away'))).status,
    ).to.equal(503);
    rig.fake.next = {};
    const done = await client.post('/partner/marketplace/subscribe', subscribeBody(user), key('k-sub-away'));
    expect(done.status, done.text).to.equal(201);
  });

  it('refuses another request under the key of one that may have done a part', async () => {
    const user = await linkUser(client);
    const body = subscribeBody(user);
    expect((await client.post('/partner/marketplace/subscribe', body, key('k-part'))).status).to.equal(401);
    const other = await client.post('/partner/marketplace/subscribe', { ...body, lot_multiplier: 9 }, key('k-part'));
    expect(other.status).to.equal(422);
  });

  it('stores no answer in clear', async () => {
    const user = await linkUser(client);
    const initiated = await client.post(
      `/partner/broker-accounts/${user.clientId}/oauth/initiate`,
      { user_email: user.email },
      key('k10'),
    );
    const hook = await client.post('/partner/webhook-endpoints', { url: 'https://portal.example/h' }, key('k11'));
    const again = await client.post('/partner/webhook-endpoints', { url: 'https://portal.example/h' }, key('k11'));
    expect(again.body['secret']).to.equal(hook.body['secret']);
    const stored = JSON.stringify(await rig.db.query('SELECT * FROM idempotency_record'));
    for (const canary of [String(initiated.body['state']), String(hook.body['secret']), user.email])
      expect(stored).not.to.include(canary);
  });

  it('refuses a key that is no key', async () => {
    for (const bad of ['x'.repeat(256), 'a b']) {
      const refused = await client.post('/partner/webhook-endpoints', { url: 'https://portal.example/h' }, key(bad));
      expect(refused.status).to.equal(400);
      expect((refused.body['details'] as { field: string }[])[0]?.field).to.equal('Idempotency-Key');
    }
  });
});
