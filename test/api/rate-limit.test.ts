// 60 requests a minute per key: counted per key, told in headers, refused with Retry-After.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { anotherProcess } from './support/doomed.js';
import { angelLive, angelTest, partnerClient, zebuLive, zebuTest } from './support/http.js';

describe('rate limit', () => {
  let rig: ApiRig;

  beforeEach(async () => {
    rig = await apiRig({ env: { RATE_LIMIT_PER_MINUTE: '5' } });
  });
  afterEach(() => rig.close());

  it('counts down, then answers 429 until the minute ends; other keys are not touched', async () => {
    const client = rig.partner(zebuTest);
    for (const left of [4, 3, 2, 1, 0]) {
      const answer = await client.get('/partner/subscriptions');
      expect(answer.status).to.equal(200);
      expect(answer.headers.get('ratelimit-policy')).to.equal('"default";q=5;w=60');
      expect(answer.headers.get('ratelimit')).to.match(new RegExp(`^"default";r=${left};t=\\d+$`));
      expect(answer.headers.get('x-ratelimit-remaining')).to.equal(String(left));
      expect(answer.headers.get('retry-after')).to.equal(null);
    }
    for (let i = 0; i < 3; i += 1) {
      const refused = await client.get('/partner/subscriptions');
      expect(refused.status).to.equal(429);
      expect(refused.body).to.deep.include({ statusCode: 429, error: 'Too many requests', code: 'rate_limited' });
      const wait = Number(refused.headers.get('retry-after'));
      expect(wait).to.be.within(1, 60);
      expect(refused.headers.get('ratelimit')).to.equal(`"default";r=0;t=${wait}`);
    }
    expect((await rig.partner(zebuLive).get('/partner/subscriptions')).status).to.equal(200);
    expect((await rig.partner(angelTest).get('/partner/subscriptions')).status).to.equal(200);
  });

  it("takes the key's own limit", async () => {
    await rig.db.query('UPDATE partner_key SET rate_limit_per_minute = 2 WHERE public_key = $1', [angelTest.publicKey]);
    const client = rig.partner(angelTest);
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await client.get('/partner/subscriptions')).status);
    expect(statuses).to.deep.equal([200, 200, 429]);
  });

  it('counts simultaneous requests exactly', async () => {
    const client = rig.partner(zebuTest);
    const answers = await Promise.all(Array.from({ length: 12 }, () => client.get('/partner/subscriptions')));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(5);
    expect(answers.filter(({ status }) => status === 429)).to.have.length(7);
  });

  it('counts bad keys per address without locking good ones out', async () => {
    const statuses = [];
    for (let i = 0; i < 7; i += 1) statuses.push((await rig.anonymous.get('/partner/subscriptions')).status);
    expect(statuses).to.deep.equal([401, 401, 401, 401, 401, 429, 429]);
    expect((await rig.partner(zebuTest).get('/partner/subscriptions')).status).to.equal(200);
  });

  it("takes the partner's limit for its keys, unless a key has its own", async () => {
    await rig.db.query(`UPDATE partner SET rate_limit_per_minute = 3 WHERE id = 'angel'`);
    await rig.db.query('UPDATE partner_key SET rate_limit_per_minute = 4 WHERE public_key = $1', [angelTest.publicKey]);
    const policyOf = async (keys: typeof angelTest) =>
      (await rig.partner(keys).get('/partner/subscriptions')).headers.get('ratelimit-policy');
    expect(await policyOf(angelLive)).to.equal('"default";q=3;w=60');
    expect(await policyOf(angelTest)).to.equal('"default";q=4;w=60');
    expect(await policyOf(zebuTest)).to.equal('"default";q=5;w=60');
  });

  it('counts exactly over two API processes', async () => {
    const second = await anotherProcess(rig);
    try {
      const clients = [rig.partner(zebuTest), partnerClient(second.baseUrl, zebuTest)];
      const requests = clients.flatMap((client) =>
        Array.from({ length: 6 }, () => client.get('/partner/subscriptions')),
      );
      const answers = await Promise.all(requests);
      expect(answers.filter(({ status }) => status === 200)).to.have.length(5);
      for (const client of clients) expect((await client.get('/partner/subscriptions')).status).to.equal(429);
    } finally {
      second.stop();
    }
  });

  it('does not believe X-Forwarded-For of just anybody', async () => {
    const statuses = [];
    for (let i = 0; i < 6; i += 1) {
      const headers = { 'x-forwarded-for': `203.0.113.${i}` };
      statuses.push((await rig.anonymous.get('/partner/subscriptions', { headers })).status);
    }
    expect(statuses).to.deep.equal([401, 401, 401, 401, 401, 429]);
  });
});

describe('rate limit behind a trusted proxy', () => {
  it('counts bad keys under the address that the proxy saw, whatever the client wrote', async () => {
    const rig = await apiRig({ env: { RATE_LIMIT_PER_MINUTE: '2', TRUSTED_PROXIES: '10.0.0.0/8, 127.0.0.1' } });
    try {
      const from = async (forwarded: string) => {
        const headers = { 'x-forwarded-for': forwarded };
        return (await rig.anonymous.get('/partner/subscriptions', { headers })).status;
      };
      const flood = [];
      for (let i = 0; i < 3; i += 1) flood.push(await from(`198.51.100.${i}, 203.0.113.7, 10.1.2.3`));
      expect(flood).to.deep.equal([401, 401, 429]);
      expect(await from('203.0.113.8')).to.equal(401);
    } finally {
      await rig.close();
    }
  });
});
