// An event can be delivered again, by its own partner only and to the endpoints that take it; a stale cursor loses none.
import { expect } from 'chai';
import { movedCursor } from '../support/event-cursor.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelTest, zebuLive, zebuTest, type HttpClient } from './support/http.js';
import { subscribeUser } from './support/journeys.js';

type Row = Record<string, unknown>;

describe('a cursor of the events', () => {
  let rig: ApiRig;
  before(async () => {
    rig = await apiRig();
  });
  after(() => rig.close());

  it('from before a reset is refused in both places that take one, instead of answering nothing for ever', async () => {
    const client = rig.partner(zebuTest);
    await subscribeUser(client);
    const { body: hook } = await client.post('/partner/webhook-endpoints', { url: 'https://portal.example/hooks' });
    const endpoint = String((hook['webhook_endpoint'] as Row)['webhook_endpoint_id']);
    const redeliver = `/partner/webhook-endpoints/${endpoint}/redeliver`;
    const { body } = await client.get('/partner/events');
    const atTheEnd = String(body['next_cursor']);
    const stale = movedCursor(atTheEnd, { txid: 100_000, seq: 100 });
    for (const answer of [
      await client.get(`/partner/events?after=${stale}`),
      await client.post(redeliver, { after: stale }),
    ]) {
      expect(answer.status, answer.text).to.equal(400);
      expect(answer.body['code']).to.equal('validation_failed');
      expect(answer.body['message']).to.match(/^after must be a next_cursor .* before a reset .* begin without it$/);
    }
    const rest = await client.get(`/partner/events?after=${atTheEnd}`);
    expect(rest.body).to.deep.include({ events: [], next_cursor: atTheEnd, has_more: false });
    expect((await client.post(redeliver, { after: atTheEnd })).status).to.equal(202);
    const foreign = await rig.partner(angelTest).get(`/partner/events?after=${atTheEnd}`);
    expect(foreign.status, "another partner's").to.equal(400);
  });
});

describe('event redelivery', () => {
  let rig: ApiRig;
  let client: HttpClient;
  let eventId: string;

  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
    await subscribeUser(client);
    const [event] = (await client.get('/partner/events')).body['events'] as Row[];
    eventId = String(event?.['event_id']);
  });
  after(() => rig.close());
  afterEach(() => (rig.fake.next = {}));

  const endpoint = async (body: object = {}): Promise<string> => {
    const created = await client.post('/partner/webhook-endpoints', { url: 'https://portal.example/hooks', ...body });
    return String((created.body['webhook_endpoint'] as Row)['webhook_endpoint_id']);
  };

  it('says so when no endpoint takes the event', async () => {
    const answer = await client.post(`/partner/events/${eventId}/redeliver`);
    expect(answer.status, answer.text).to.equal(202);
    expect(answer.body).to.deep.include({ event_id: eventId, webhook_endpoint_ids: [] });
    expect(answer.body['message']).to.include('No enabled webhook endpoint');
  });

  it('goes to each enabled endpoint that takes its type, numbered by the attempts made', async () => {
    const all = await endpoint();
    const wanting = await endpoint({ event_types: ['subscription_created'] });
    await endpoint({ event_types: ['execution_failed'] });
    const gone = await endpoint();
    await client.delete(`/partner/webhook-endpoints/${gone}`);
    await rig.db.query(
      'INSERT INTO webhook_attempt (event_id, endpoint_id, attempt, duration_ms) VALUES ($1, $2, 1, 5), ($1, $2, 2, 5)',
      [eventId, all],
    );
    const answer = await client.post(`/partner/events/${eventId}/redeliver`);
    expect(answer.status, answer.text).to.equal(202);
    expect(answer.body['webhook_endpoint_ids']).to.have.members([all, wanting]);
    const common = { eventId, type: 'subscription_created', partnerId: 'zebu', mode: 'test' };
    expect(rig.fake.redeliveries).to.have.deep.members([
      { ...common, endpointId: all, attemptsMade: 2 },
      { ...common, endpointId: wanting, attemptsMade: 0 },
    ]);
  });

  it('is unknown to anyone else, as one that never was', async () => {
    for (const keys of [angelTest, zebuLive])
      for (const id of [eventId, 'evt_00000000000000000000']) {
        const answer = await rig.partner(keys).post(`/partner/events/${id}/redeliver`);
        expect(answer.status).to.equal(404);
        expect(answer.body['code']).to.equal('event_not_found');
      }
  });

  it('is 503 while Temporal is away', async () => {
    rig.fake.next.away = true;
    expect((await client.post(`/partner/events/${eventId}/redeliver`)).status).to.equal(503);
  });
});
