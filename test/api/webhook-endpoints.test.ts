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

  it('shows one, and changes what is named of it', async () => {
    const created = await client.post(PATH, { url: 'https://portal.example/hooks', event_types: ['execution_failed'] });
    const endpoint = created.body['webhook_endpoint'] as Row;
    const path = `${PATH}/${String(endpoint['webhook_endpoint_id'])}`;
    expect((await client.get(path)).body).to.deep.equal(endpoint);
    expect(endpoint).to.include({ failing_since: null, old_secrets_expire_at: null });

    const steps: [object, object][] = [
      [{ url: 'https://portal.example/others' }, { url: 'https://portal.example/others' }],
      [{ event_types: null }, { event_types: null }],
      [{ enabled: false }, { status: 'disabled', status_reason: 'switched off by the partner' }],
      [{ enabled: false, event_types: ['position_closed'] }, { event_types: ['position_closed'] }],
      [{ enabled: true }, { status: 'enabled', status_reason: null }],
    ];
    let expected = endpoint;
    for (const [change, result] of steps) {
      const changed = await client.patch(path, change);
      expect(changed.status, changed.text).to.equal(200);
      expected = { ...expected, ...result };
      expect(changed.body['webhook_endpoint']).to.deep.equal(expected);
      expect(changed.text).not.to.include('whsec_');
    }
    await client.delete(path);
    for (const answer of [await client.get(path), await client.patch(path, { enabled: true })])
      expect(answer.body['code']).to.equal('webhook_endpoint_not_found');
  });

  it('enabled again, an endpoint that failed begins anew; what we said of it is gone', async () => {
    const created = await client.post(PATH, { url: 'https://portal.example/hooks' });
    const id = String((created.body['webhook_endpoint'] as Row)['webhook_endpoint_id']);
    await rig.db.query(
      `UPDATE webhook_endpoint SET status = 'disabled', status_reason = 'the endpoint answered 410 Gone', failing_since = now() WHERE id = $1`,
      [id],
    );
    expect((await client.get(`${PATH}/${id}`)).body['failing_since']).to.match(/Z$/);
    const still = await client.patch(`${PATH}/${id}`, { enabled: false });
    expect(still.body['webhook_endpoint']).to.include({ status_reason: 'the endpoint answered 410 Gone' });
    const changed = await client.patch(`${PATH}/${id}`, { enabled: true });
    expect(changed.body['webhook_endpoint']).to.include({
      status: 'enabled',
      status_reason: null,
      failing_since: null,
    });
  });

  it('rotates the secret: shown once, the former one for as long as asked', async () => {
    const created = await client.post(PATH, { url: 'https://portal.example/hooks' });
    const path = `${PATH}/${String((created.body['webhook_endpoint'] as Row)['webhook_endpoint_id'])}`;
    const key = { 'idempotency-key': 'rotate-1' };
    const rotated = await client.post(`${path}/rotate-secret`, { overlap_hours: 2 }, key);
    expect(rotated.status, rotated.text).to.equal(200);
    expect(rotated.body['secret'])
      .to.match(/^whsec_/)
      .and.not.equal(created.body['secret']);
    const untilMs = Date.parse(String(rotated.body['old_secret_expires_at']));
    expect(untilMs).to.be.within(Date.now() + 7_100_000, Date.now() + 7_300_000);
    const again = await client.post(`${path}/rotate-secret`, { overlap_hours: 2 }, key);
    expect(again.body, 'a lost answer is given again').to.deep.equal(rotated.body);

    const shown = await client.get(path);
    expect(shown.body['old_secrets_expire_at']).to.equal(rotated.body['old_secret_expires_at']);
    expect(shown.text).not.to.include('whsec_');
    expect((await client.post(`${path}/rotate-secret`, {})).status, '24 hours').to.equal(200);
    const atOnce = await client.post(`${path}/rotate-secret`, { overlap_hours: 0 });
    expect(atOnce.body['old_secret_expires_at']).to.equal(null);
    expect((await client.get(path)).body['old_secrets_expire_at']).to.equal(null);
    for (let n = 0; n < 4; n++) await client.post(`${path}/rotate-secret`, {});
    const refused = await client.post(`${path}/rotate-secret`, {});
    expect([refused.status, refused.body['code']]).to.deep.equal([409, 'too_many_webhook_secrets']);
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
    const all = await Promise.all(Array.from({ length: 3 }, () => own.post(PATH, { url })));
    expect(all.map(({ status }) => status)).to.deep.equal([409, 409, 409]);
    await own.delete(`${PATH}/${String(first['webhook_endpoint_id'])}`);
    const raced = await Promise.all(Array.from({ length: 4 }, () => own.post(PATH, { url })));
    expect(raced.map(({ status }) => status).toSorted(), 'of four at once').to.deep.equal([201, 409, 409, 409]);
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
  const badChanges: [string, string, object, string][] = [
    ['PATCH', '', {}, 'url'],
    ['PATCH', '', { enabled: 'yes' }, 'enabled'],
    ['PATCH', '', { url: 'ftp://portal.example' }, 'url'],
    ['PATCH', '', { event_types: [] }, 'event_types'],
    ['PATCH', '', { secret: 'mine', enabled: true }, 'secret'],
    ['POST', '/rotate-secret', { overlap_hours: -1 }, 'overlap_hours'],
    ['POST', '/rotate-secret', { overlap_hours: 1.5 }, 'overlap_hours'],
    ['POST', '/rotate-secret', { overlap_hours: 169 }, 'overlap_hours'],
    ['POST', '/rotate-secret', { overlap_hours: null }, 'overlap_hours'],
  ];
  for (const [method, suffix, body, field] of badChanges)
    it(`refuses ${method} …${suffix} ${JSON.stringify(body)} naming ${field}`, async () => {
      const created = await client.post(PATH, { url: 'https://portal.example/hooks' });
      const path = `${PATH}/${String((created.body['webhook_endpoint'] as Row)['webhook_endpoint_id'])}`;
      const refused = await client.request(method, path + suffix, { body });
      expect(refused.status, refused.text).to.equal(400);
      expect((refused.body['details'] as Row[]).map((problem) => problem['field'])).to.deep.equal([field]);
      await client.delete(path);
    });

  for (const [body, field] of bad)
    it(`refuses ${JSON.stringify(body).slice(0, 60)} naming ${field}`, async () => {
      const refused = await client.post(PATH, body);
      expect(refused.status).to.equal(400);
      expect((refused.body['details'] as Row[]).map((problem) => problem['field'])).to.deep.equal([field]);
    });
});
