// What is for people and machines around the API: health, metrics, reference, sandbox login.
import { expect } from 'chai';
import { waitFor } from '../support/wait.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { zebuTest, zebuLive, type HttpClient } from './support/http.js';
import { linkUser } from './support/journeys.js';

describe('health', () => {
  it('is alive; ready only with database, Temporal and workers', async () => {
    let nowMs = Date.now();
    const rig = await apiRig({ clock: () => nowMs });
    try {
      expect((await rig.anonymous.get('/healthz')).body).to.deep.equal({ status: 'alive' });
      const ok = { database: 'ok', temporal: 'ok', worker_trading: 'ok', worker_platform: 'ok' };
      expect((await rig.anonymous.get('/readyz')).body).to.deep.equal({ status: 'ready', checks: ok });
      rig.fake.pollerCount = 0;
      expect((await rig.anonymous.get('/readyz')).status, 'cached for 2 s').to.equal(200);
      nowMs += 2_001;
      const unready = await rig.anonymous.get('/readyz');
      expect(unready.status).to.equal(503);
      expect(unready.body).to.deep.equal({
        status: 'not_ready',
        checks: { ...ok, worker_trading: 'failing', worker_platform: 'failing' },
      });
      rig.fake.next.away = true;
      nowMs += 2_001;
      const away = await rig.anonymous.get('/status');
      expect(away.body).to.deep.include({ status: 'degraded' });
      expect((away.body['components'] as Record<string, string>)['temporal']).to.equal('failing');
    } finally {
      await rig.close();
    }
  });
});

describe('pages', () => {
  let rig: ApiRig;
  let client: HttpClient;
  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
  });
  after(() => rig.close());

  it('shows the status as JSON, or as a page to browsers', async () => {
    expect((await rig.anonymous.get('/status')).body['status']).to.equal('operational');
    const page = await rig.anonymous.get('/status', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(page.headers.get('content-type')).to.include('text/html');
    expect(page.text).to.include('QuantLeap is operational');
  });

  it('counts requests for Prometheus by route, never by path', async () => {
    await client.get('/partner/subscriptions/sub_secretive');
    const { text } = await waitFor(
      async () => {
        const scraped = await rig.anonymous.get('/metrics');
        return scraped.text.includes('route="/partner/subscriptions/{subscription_id}"') ? scraped : undefined;
      },
      { description: 'the request in the metrics' },
    );
    expect(text).to.include('quantleap_http_request_duration_seconds_count');
    expect(text).not.to.include('sub_secretive');
  });

  it('serves the reference from its own files', async () => {
    const page = await rig.anonymous.get('/docs');
    expect(page.status).to.equal(200);
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
    expect(links).to.have.length(4);
    for (const link of links) {
      expect(link).to.match(/^\/docs\//);
      const asset = await rig.anonymous.get(link);
      expect(asset.status, link).to.equal(200);
      expect(asset.text.length).to.be.greaterThan(100);
    }
    expect((await rig.anonymous.get('/docs/init.js')).text).to.include('pk_zebu_test_XXXXXXXX');
    expect((await rig.anonymous.get('/docs/assets/package.json')).status).to.equal(400);
    expect((await rig.anonymous.get('/docs/assets/..%2fpackage.json')).status).to.equal(400);
    expect((await rig.anonymous.get('/openapi.json')).body['openapi']).to.equal('3.1.0');
  });

  describe('sandbox login', () => {
    const initiate = async (keys = zebuTest) => {
      const of = rig.partner(keys);
      const user = await linkUser(of);
      const initiated = await of.post(`/partner/broker-accounts/${user.clientId}/oauth/initiate`, {
        user_email: user.email,
      });
      const url = new URL(String(initiated.body['oauth_url']));
      return { user, state: String(initiated.body['state']), path: url.pathname + url.search };
    };

    it('can be clicked through', async () => {
      const { path, state } = await initiate();
      const page = await rig.anonymous.get(path);
      expect(page.status).to.equal(200);
      expect(page.headers.get('content-security-policy')).to.include("default-src 'none'");
      const link = /<a class="button" href="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const target = new URL(link);
      expect(target.origin + target.pathname).to.equal('https://zebu.example/algo-trading/oauth/callback');
      expect(target.searchParams.get('request_token')).to.equal('mock_token_12345');
      expect(target.searchParams.get('state')).to.equal(state);
    });

    it('redirects at once with auto_approve=1', async () => {
      const { path, state } = await initiate();
      const redirect = await rig.anonymous.get(`${path}&auto_approve=1`);
      expect(redirect.status).to.equal(302);
      const location = new URL(redirect.headers.get('location') ?? '');
      expect(location.host).to.equal('zebu.example');
      expect(location.searchParams.get('state')).to.equal(state);
    });

    it('never sends anyone to another address', async () => {
      const { state } = await initiate();
      for (const target of [
        'https://evil.example/',
        'javascript:alert(1)',
        'https://zebu.example/algo-trading/oauth/callback/../x',
        '//evil.example',
      ]) {
        const page = await rig.anonymous.get(
          `/sandbox/login?state=${state}&auto_approve=1&redirect_uri=${encodeURIComponent(target)}`,
        );
        expect(page.status).to.equal(200);
        expect(page.headers.get('location')).to.equal(null);
        expect(page.text).not.to.include('href');
        expect(page.text).to.include('mock_token_12345');
      }
    });

    it('is closed for states that are unknown, used or of live mode, and echoes nothing unescaped', async () => {
      const live = await rig.partner(zebuLive).post('/partner/broker-accounts', {
        user_email: 'p@example.com',
        broker_name: 'zebu',
        client_id: 'PAGE1',
        api_key: 'k',
        api_secret: 's',
      });
      expect(live.status).to.equal(201);
      const initiated = await rig
        .partner(zebuLive)
        .post('/partner/broker-accounts/PAGE1/oauth/initiate', { user_email: 'p@example.com' });
      for (const state of ['unknown', String(initiated.body['state']), '"><script>alert(1)</script>']) {
        const page = await rig.anonymous.get(
          `/sandbox/login?state=${encodeURIComponent(state)}&broker=${encodeURIComponent('<script>')}`,
        );
        expect(page.status).to.equal(404);
        expect(page.text).not.to.include('<script>');
      }
    });
  });
});
