// An event can be delivered again, by its own partner only and to the endpoints that take it.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelTest, zebuLive, zebuTest, type HttpClient } from './support/http.js';
import { subscribeUser } from './support/journeys.js';

type Row = Record<string, unknown>;

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
