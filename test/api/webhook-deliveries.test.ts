// What goes to an endpoint, as its partner asks for it and sees it: a test, the log, a range once more.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { zebuTest, type HttpClient } from './support/http.js';
import { subscribeUser } from './support/journeys.js';

type Row = Record<string, unknown>;
const DAY_MS = 86_400_000;

describe('webhook deliveries', () => {
  let rig: ApiRig;
  let client: HttpClient;
  let id: string;
  let path: string;
  let eventId: string;
  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
    await subscribeUser(client);
    const [event] = (await client.get('/partner/events')).body['events'] as Row[];
    eventId = String(event?.['event_id']);
    await rig.db.query('UPDATE outbox_event SET relayed_at = now()');
  });
  beforeEach(async () => {
    const created = await client.post('/partner/webhook-endpoints', {
      url: 'https://portal.example/hooks?token=hush',
      event_types: ['subscription_created'],
    });
    id = String((created.body['webhook_endpoint'] as Row)['webhook_endpoint_id']);
    path = `/partner/webhook-endpoints/${id}`;
  });
  afterEach(() => client.delete(path));
  after(() => rig.close());

  const attempt = (status: number | null, { error = null as string | null, excerpt = null as string | null } = {}) =>
    rig.db.query(
      `INSERT INTO webhook_attempt (event_id, endpoint_id, attempt, status_code, error, duration_ms, url, response_excerpt)
       VALUES ($1, $2, 1, $3, $4, 12, 'https://portal.example/hooks', $5)`,
      [eventId, id, status, error, excerpt],
    );
  const booked = () =>
    rig.db.query('SELECT event_id AS "eventId" FROM webhook_redelivery WHERE endpoint_id = $1', [id]);

  it('a test is an event for this endpoint alone, once per request and key', async () => {
    const key = { 'idempotency-key': 'test-1' };
    const answer = await client.post(`${path}/test`, undefined, key);
    expect(answer.status, answer.text).to.equal(202);
    expect((await client.post(`${path}/test`, undefined, key)).body).to.deep.equal(answer.body);
    const rows = await rig.db.query<Row>('SELECT only_endpoint_id AS only, body FROM outbox_event WHERE id = $1', [
      answer.body['event_id'],
    ]);
    expect(rows[0]?.['only']).to.equal(id);
    expect(rows[0]?.['body']).to.include({ event: 'webhook_test', webhook_endpoint_id: id, user_email: null });
    const next = await client.post(`${path}/test`);
    expect(next.body['event_id']).not.to.equal(answer.body['event_id']);
  });

  it('a test delivered again goes to its endpoint only', async () => {
    const other = await client.post('/partner/webhook-endpoints', { url: 'https://portal.example/all' });
    const sent = await client.post(`${path}/test`);
    const again = await client.post(`/partner/events/${String(sent.body['event_id'])}/redeliver`);
    expect(again.body['webhook_endpoint_ids']).to.deep.equal([id]);
    const otherId = String((other.body['webhook_endpoint'] as Row)['webhook_endpoint_id']);
    await client.delete(`/partner/webhook-endpoints/${otherId}`);
  });

  it('the log has every attempt, latest first, page by page', async () => {
    await attempt(null, { error: 'timeout' });
    await attempt(500, { excerpt: 'oops [e-mail]' });
    await attempt(204);
    const all = await client.get(`${path}/deliveries`);
    expect(all.status, all.text).to.equal(200);
    const [latest, second, first] = all.body['deliveries'] as Row[];
    expect(latest).to.deep.include({ outcome: 'delivered', status_code: 204, event: 'subscription_created' });
    expect(second).to.deep.include({ outcome: 'failed', response: { body_excerpt: 'oops [e-mail]' } });
    expect(first).to.deep.include({ outcome: 'failed', status_code: null, error: 'timeout', duration_ms: 12 });
    const request = latest?.['request'] as Row;
    expect(request['url']).to.equal('https://portal.example/hooks');
    expect(request['body_excerpt']).to.include(eventId);
    expect(all.text).not.to.include('hush').and.not.to.include('whsec_');

    const pages = [];
    let cursor: string | null = '';
    do {
      const page = await client.get(`${path}/deliveries?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      pages.push(page.body['deliveries']);
      cursor = page.body['next_cursor'] as string | null;
    } while (cursor !== null);
    expect(pages).to.deep.equal([[latest, second], [first]]);
    const failed = await client.get(`${path}/deliveries?outcome=failed&event_id=${eventId}`);
    expect(failed.body['deliveries']).to.deep.equal([second, first]);
    expect((await client.get(`${path}/deliveries?event_id=evt_other`)).body['deliveries']).to.deep.equal([]);
  });

  it('a range is booked once, whoever asks again, and only what was missed unless all is asked for', async () => {
    const from = new Date(Date.now() - DAY_MS).toISOString();
    await attempt(200);
    const none = await client.post(`${path}/redeliver`, { from });
    expect(none.status, none.text).to.equal(202);
    expect(none.body).to.include({ events: 0, next_cursor: null });
    const key = { 'idempotency-key': 'range-1' };
    const all = await client.post(`${path}/redeliver`, { from, all: true }, key);
    expect(all.body).to.include({ events: 1, message: 'Redelivery booked' });
    expect((await client.post(`${path}/redeliver`, { from, all: true }, key)).body).to.deep.equal(all.body);
    await client.post(`${path}/redeliver`, { from, all: true });
    expect(await booked()).to.deep.equal([{ eventId }]);
  });

  it('a cursor of the event list is a beginning too', async () => {
    const { body } = await client.get('/partner/events?limit=1');
    const answer = await client.post(`${path}/redeliver`, { after: body['next_cursor'] });
    expect(answer.status, answer.text).to.equal(202);
    expect(answer.body).to.include({ events: 0 });
  });

  it('a disabled endpoint is neither tested nor sent anything again', async () => {
    await client.patch(path, { enabled: false });
    for (const answer of [
      await client.post(`${path}/test`),
      await client.post(`${path}/redeliver`, { from: new Date().toISOString() }),
    ]) {
      expect(answer.status).to.equal(409);
      expect(answer.body['code']).to.equal('webhook_endpoint_disabled');
    }
    expect((await client.get(`${path}/deliveries`)).status).to.equal(200);
  });

  const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
  const bad: [string, object, string][] = [
    ['redeliver', {}, 'from'],
    ['redeliver', { from: 'yesterday' }, 'from'],
    ['redeliver', { from: '2026-11-24T09:20:00' }, 'from'],
    ['redeliver', { from: at(-31) }, 'from'],
    ['redeliver', { from: at(1) }, 'from'],
    ['redeliver', { from: at(-1), until: at(-2) }, 'until'],
    ['redeliver', { after: 'nonsense' }, 'after'],
    ['redeliver', { from: at(-1), all: 'yes' }, 'all'],
    ['redeliver', { from: at(-1), to: at(0) }, 'to'],
    ['deliveries?cursor=whe_1', {}, 'cursor'],
    ['deliveries?outcome=fine', {}, 'outcome'],
    ['deliveries?limit=0', {}, 'limit'],
  ];
  for (const [suffix, body, field] of bad)
    it(`refuses ${suffix} ${Object.keys(body).join()} naming ${field}`, async () => {
      const refused = suffix.startsWith('redeliver')
        ? await client.post(`${path}/${suffix}`, body)
        : await client.get(`${path}/${suffix}`);
      expect(refused.status, refused.text).to.equal(400);
      expect((refused.body['details'] as Row[]).map((problem) => problem['field'])).to.deep.equal([field]);
    });
});
