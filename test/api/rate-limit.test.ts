// 60 requests a minute per key: counted per key, told in headers, refused with Retry-After.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelTest, zebuLive, zebuTest } from './support/http.js';

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
});
