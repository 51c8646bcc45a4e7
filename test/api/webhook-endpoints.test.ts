// Webhook endpoints: the secret is shown once, bad addresses are refused by name, a deleted one is gone.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelTest, zebuTest, type HttpClient } from './support/http.js';

const PATH = '/partner/webhook-endpoints';
type Row = Record<string, unknown>;

describe('webhook endpoints', () => {
  let rig: ApiRig;
  let client: HttpClient;
  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
  });
  after(() => rig.close());

  it('creates, lists without the secret, and deletes with it', async () => {
    const body = { url: 'https://portal.example/hooks', event_types: ['execution_failed'] };
    const created = await client.post(PATH, body);
    expect(created.status, created.text).to.equal(201);
    expect(created.body['secret']).to.match(/^whsec_[A-Za-z0-9+/]+=*$/);
    const endpoint = created.body['webhook_endpoint'] as Row;
    expect(endpoint).to.deep.include({ ...body, status: 'enabled', status_reason: null });

    const listed = await client.get(PATH);
    expect(listed.body['webhook_endpoints']).to.deep.equal([endpoint]);
    expect(listed.text).not.to.include('whsec_');

    const id = String(endpoint['webhook_endpoint_id']);
    const deleted = await client.delete(`${PATH}/${id}`);
    expect(deleted.status, deleted.text).to.equal(200);
    expect(deleted.body['webhook_endpoint_id']).to.equal(id);
    expect((await client.delete(`${PATH}/${id}`)).body['code']).to.equal('webhook_endpoint_not_found');
    expect((await client.get(PATH)).body['webhook_endpoints']).to.deep.equal([]);
    const secrets = await rig.db.query('SELECT 1 FROM sealed_secret WHERE owner_id = $1', [id]);
    expect(secrets, 'the secret is erased').to.have.length(0);
  });

  it('takes twenty, and one more only after a deletion', async () => {
    const own = rig.partner(angelTest);
    const url = 'https://portal.example/hooks';
    const answers = [];
    for (let n = 0; n < 20; n++) answers.push(await own.post(PATH, { url }));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array<number>(20).fill(201));
    const refused = await own.post(PATH, { url });
    expect(refused.status).to.equal(409);
    expect(refused.body['code']).to.equal('too_many_webhook_endpoints');
    const first = answers[0]?.body['webhook_endpoint'] as Row;
    await own.delete(`${PATH}/${String(first['webhook_endpoint_id'])}`);
    expect((await own.post(PATH, { url })).status).to.equal(201);
  });

  const bad: [object, string][] = [
    [{}, 'url'],
    [{ url: 'portal.example' }, 'url'],
    [{ url: 'ftp://portal.example' }, 'url'],
    [{ url: 'https://portal.example/\u0000' }, 'url'],
    [{ url: 'https://user:pass@portal.example' }, 'url'],
    [{ url: `https://portal.example/${'x'.repeat(2100)}` }, 'url'],
    [{ url: 'https://portal.example', event_types: [] }, 'event_types'],
    [{ url: 'https://portal.example', event_types: ['execution_failed', 'nothing'] }, 'event_types.1'],
    [{ url: 'https://portal.example', secret: 'mine' }, 'secret'],
  ];
  for (const [body, field] of bad)
    it(`refuses ${JSON.stringify(body).slice(0, 60)} naming ${field}`, async () => {
      const refused = await client.post(PATH, body);
      expect(refused.status).to.equal(400);
      expect((refused.body['details'] as Row[]).map((problem) => problem['field'])).to.deep.equal([field]);
    });
});
