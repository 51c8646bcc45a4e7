// What every endpoint does the same: keys, bodies, methods, headers, request ids, failures.
import { request } from 'node:http';
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { zebuLive, zebuTest, type HttpClient } from './support/http.js';

describe('HTTP', () => {
  let rig: ApiRig;
  let client: HttpClient;

  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
  });
  after(() => rig.close());
  afterEach(() => (rig.fake.next = {}));

  describe('keys', () => {
    const cases: [string, Record<string, string>][] = [
      ['no keys', {}],
      ['an unknown key', { authorization: 'Bearer pk_zebu_test_nobody', 'x-partner-secret': zebuTest.secret }],
      ['a wrong secret', { authorization: `Bearer ${zebuTest.publicKey}`, 'x-partner-secret': 'sk_zebu_test_wrong' }],
      [
        "the other mode's secret",
        { authorization: `Bearer ${zebuTest.publicKey}`, 'x-partner-secret': zebuLive.secret },
      ],
      ['no secret', { authorization: `Bearer ${zebuTest.publicKey}` }],
      ['another scheme', { authorization: `Basic ${zebuTest.publicKey}`, 'x-partner-secret': zebuTest.secret }],
      ['an absurdly long key', { authorization: `Bearer pk_${'x'.repeat(5000)}`, 'x-partner-secret': zebuTest.secret }],
      ["an operator's token", { authorization: 'Bearer op_dev_XXXXXXXX' }],
    ];
    for (const [name, headers] of cases)
      it(`refuses ${name} with the same 401`, async () => {
        const refused = await rig.anonymous.get('/partner/subscriptions', { headers });
        expect(refused.status).to.equal(401);
        expect(refused.body).to.deep.include({ statusCode: 401, error: 'Unauthorized', code: 'invalid_partner_keys' });
        expect(refused.headers.get('www-authenticate')).to.match(/^Bearer realm=/);
      });

    it('refuses a revoked key', async () => {
      const keys = { publicKey: 'pk_zebu_test_revoked', secret: zebuTest.secret };
      await rig.db.query(
        `INSERT INTO partner_key (public_key, partner_id, mode, secret_hash, revoked_at)
         SELECT $1, partner_id, mode, secret_hash, now() FROM partner_key WHERE public_key = $2`,
        [keys.publicKey, zebuTest.publicKey],
      );
      expect((await rig.partner(keys).get('/partner/subscriptions')).status).to.equal(401);
    });

    it('opens the operator API to operators only', async () => {
      for (const other of [client, rig.anonymous]) {
        const refused = await other.get('/operator/kill-switch');
        expect(refused.status).to.equal(401);
        expect(refused.body['code']).to.equal('invalid_operator_token');
      }
      expect((await rig.operator.get('/operator/kill-switch')).status).to.equal(200);
    });
  });

  describe('bodies', () => {
    const path = '/partner/marketplace/subscribe';

    for (const raw of ['{', '{"a":1,}', 'null', '"text"', '[1', 'user_email=x'])
      it(`calls ${raw} malformed`, async () => {
        const refused = await client.request('POST', path, { raw });
        expect(refused.status).to.equal(400);
        expect(refused.body['code']).to.equal('malformed_json');
      });

    it('refuses a body of another type', async () => {
      const refused = await client.request('POST', path, {
        raw: 'user_email=x',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(refused.status).to.equal(415);
      expect(refused.body['code']).to.equal('unsupported_media_type');
    });

    it('refuses more than 64 kB', async () => {
      const refused = await client.post(path, { user_email: 'x'.repeat(70_000) });
      expect(refused.status).to.equal(413);
      expect(refused.body['code']).to.equal('body_too_large');
    });

    it('survives a deeply nested body', async () => {
      const refused = await client.request('POST', path, {
        raw: `{"user_email":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
      });
      expect(refused.status).to.equal(400);
    });
  });

  it('answers an unknown path with 404 and a wrong method with 405 and Allow', async () => {
    const unknown = await client.get('/partner/nothing');
    expect(unknown.status).to.equal(404);
    expect(unknown.body).to.deep.include({ statusCode: 404, code: 'route_not_found' });
    const wrong = await client.delete('/partner/subscriptions');
    expect(wrong.status).to.equal(405);
    expect(wrong.body['code']).to.equal('method_not_allowed');
    expect(wrong.headers.get('allow')).to.equal('GET, HEAD');
    expect((await client.get('/partner/subscriptions/sub_1/pause')).headers.get('allow')).to.equal('PUT');
  });

  it('echoes a plain request id and makes one otherwise', async () => {
    const echoed = await client.get('/healthz', { headers: { 'x-request-id': 'partner-42' } });
    expect(echoed.headers.get('x-request-id')).to.equal('partner-42');
    const made = await client.get('/partner/nothing', { headers: { 'x-request-id': 'a b{}' } });
    expect(made.headers.get('x-request-id')).to.match(/^req_\w{20}$/);
    expect(made.body['request_id']).to.equal(made.headers.get('x-request-id'));
  });

  it('sets security headers and allows no other origin', async () => {
    const { headers } = await client.get('/partner/subscriptions', { headers: { origin: 'https://evil.example' } });
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('content-security-policy')).to.include("default-src 'none'");
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.get('access-control-allow-origin')).to.equal(null);
  });

  it('answers 503 when Temporal is away, 500 without detail when something breaks', async () => {
    rig.fake.next.away = true;
    const away = await client.post('/partner/broker-accounts', {
      user_email: 'a@example.com',
      broker_name: 'zebu',
      client_id: 'AWAY9',
      api_key: 'k',
      api_secret: 's',
    });
    expect(away.status).to.equal(503);
    expect(away.body['code']).to.equal('service_unavailable');
    expect(away.headers.get('retry-after')).to.equal('5');
    const rows = await rig.db.query(
      "SELECT 1 FROM broker_account WHERE client_id = 'AWAY9' AND account_status <> 'rejected'",
    );
    expect(rows, 'nothing is kept').to.have.length(0);

    await rig.db.query('ALTER TABLE strategy_template RENAME TO hidden_template');
    try {
      const broken = await client.get('/partner/marketplace/templates');
      expect(broken.status).to.equal(500);
      expect(broken.body).to.have.all.keys('statusCode', 'error', 'message', 'code', 'request_id', 'docs_url');
      expect(broken.text).not.to.include('strategy_template');
    } finally {
      await rig.db.query('ALTER TABLE hidden_template RENAME TO strategy_template');
    }
  });

  it('does not fall over a path that cannot be decoded', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(rig.baseUrl);
      const headers = { authorization: `Bearer ${zebuTest.publicKey}`, 'x-partner-secret': zebuTest.secret };
      request({ hostname, port, path: '/partner/subscriptions/%E0%A4%A', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
    expect(status).to.be.within(400, 499);
  });
});
