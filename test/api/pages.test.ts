// What is for people and machines around the API: health, metrics, reference, sandbox login.
import { expect } from 'chai';
import { ErrorSchema } from '../../api/openapi/errors.js';
import { PAPERS } from '../../api/pages/papers.js';
import { waitFor } from '../support/wait.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { zebuTest, zebuLive, type HttpClient } from './support/http.js';
import { linkUser } from './support/journeys.js';

/** The development partners' callback URL, at the default port. */
const CALLBACK = 'http://127.0.0.1:8080/sandbox/callback';

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

  it('says at the bare address where things are, and every place exists', async () => {
    const { body } = await rig.anonymous.get('/');
    expect(body).to.have.all.keys('name', 'docs', 'openapi', 'status');
    const page = await rig.anonymous.get('/', { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-type')).to.include('text/html');
    const links = [...page.text.matchAll(/href="([^"]+)"/g)].map(([, link]) => link ?? '');
    expect(links).to.have.members([body['docs'], body['openapi'], body['status']]);
    for (const link of links) expect((await rig.anonymous.get(link)).status, link).to.equal(200);
  });

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
    const own = links.filter((link) => /^\/docs\/(assets\/|init\.js)/.test(link));
    expect(own).to.have.length(4);
    expect(links).to.include.members([...PAPERS.map((paper) => `/docs/${paper}`), '/status']);
    for (const link of links) {
      expect(link).to.match(/^\/(docs|status)/);
      const asset = await rig.anonymous.get(link);
      expect(asset.status, link).to.equal(200);
      expect(asset.text.length).to.be.greaterThan(100);
    }
    expect((await rig.anonymous.get('/docs/init.js')).text).to.include('pk_zebu_test_XXXXXXXX');
    expect((await rig.anonymous.get('/docs/assets/package.json')).status).to.equal(400);
    expect((await rig.anonymous.get('/docs/assets/..%2fpackage.json')).status).to.equal(400);
    expect((await rig.anonymous.get('/openapi.json')).body['openapi']).to.equal('3.1.0');
  });

  it('answers a failure of ours in the shape that the reference states', async () => {
    const broken = await apiRig();
    try {
      await broken.db.query('ALTER TABLE oauth_state RENAME TO oauth_state_away');
      const { status, body } = await broken.anonymous.get('/sandbox/login?state=x');
      expect([status, body['code']]).to.deep.equal([500, 'internal_error']);
      expect(ErrorSchema.strict().safeParse(body).error).to.equal(undefined);
    } finally {
      await broken.close();
    }
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
      expect(target.origin + target.pathname).to.equal(CALLBACK);
      expect(target.searchParams.get('request_token')).to.equal('mock_token_12345');
      expect(target.searchParams.get('state')).to.equal(state);
    });

    it('lets the user cancel', async () => {
      const { path, state } = await initiate();
      const page = await rig.anonymous.get(path);
      const cancel = /<a class="plain" href="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&');
      expect(cancel).to.equal(`${CALLBACK}?status=cancelled&state=${state}`);
      const back = await rig.anonymous.get(cancel?.replace('http://127.0.0.1:8080', '') ?? '');
      expect(back.text).to.include('did not log in').and.to.include('cancelled');
    });

    it('redirects at once with auto_approve=1', async () => {
      const { path, state } = await initiate();
      const redirect = await rig.anonymous.get(`${path}&auto_approve=1`);
      expect(redirect.status).to.equal(302);
      const location = new URL(redirect.headers.get('location') ?? '');
      expect(location.origin + location.pathname).to.equal(CALLBACK);
      expect(location.searchParams.get('state')).to.equal(state);
    });

    it('never sends anyone to another address', async () => {
      const { state } = await initiate();
      for (const target of [
        'https://evil.example/',
        'javascript:alert(1)',
        `${CALLBACK}/../x`,
        `${CALLBACK}?to=https://evil.example`,
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

  describe('callback page of the development stack', () => {
    const decode = (html: string) =>
      html
        .replaceAll('&#39;', "'")
        .replaceAll('&quot;', '"')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&');
    const commandsOf = (html: string) =>
      [...html.matchAll(/<pre>([^]*?)<\/pre>/g)].map(([, code]) => decode(code ?? ''));

    it('holds the very calls that complete the login and subscribe', async () => {
      const user = await linkUser(client, 'zebu', { email: "o'neil@example.com", clientId: 'ONEIL1' });
      const initiated = await client.post('/partner/broker-accounts/ONEIL1/oauth/initiate', { user_email: user.email });
      const state = String(initiated.body['state']);
      const page = await rig.anonymous.get(
        `/sandbox/callback?action=login&request_token=mock_token_12345&state=${state}`,
      );
      expect(page.status).to.equal(200);
      const [complete, subscribe] = commandsOf(page.text);
      expect(complete).to.include("'http://127.0.0.1:8080/partner/broker-accounts/ONEIL1/oauth/callback'");
      expect(complete).to.include("'Authorization: Bearer pk_zebu_test_XXXXXXXX'");
      expect(complete).to.include("'X-Partner-Secret: sk_zebu_test_YYYYYYYY'");
      const body = { user_email: user.email, request_token: 'mock_token_12345', state };
      expect(complete).to.include(`-d '${JSON.stringify(body).replaceAll("'", String.raw`'\''`)}'`);
      expect(subscribe).to.include('/partner/marketplace/subscribe').and.to.include('ONEIL1');
      const completed = await client.post('/partner/broker-accounts/ONEIL1/oauth/callback', body);
      expect(completed.status, completed.text).to.equal(200);
      const after = await rig.anonymous.get(`/sandbox/callback?request_token=mock_token_12345&state=${state}`);
      expect(after.text, 'a used state shows no account').not.to.include('ONEIL1');
      expect(after.text).to.include('No login is open under this state');
    });

    it('knows the token by each broker’s name for it, and escapes whatever comes', async () => {
      const evil = `'; rm -rf / #"><script>alert(1)</script>`;
      for (const field of ['request_token', 'code', 'auth_token']) {
        const query = new URLSearchParams({ [field]: evil, state: evil, extra: '1' });
        const page = await rig.anonymous.get(`/sandbox/callback?${query.toString()}`);
        expect(page.status).to.equal(200);
        expect(page.text).not.to.include('<script>');
        const body = JSON.stringify({ user_email: 'user@example.com', [field]: evil, state: evil });
        expect(commandsOf(page.text)[0]).to.include(`-d '${body.replaceAll("'", String.raw`'\''`)}'`);
      }
      expect((await rig.anonymous.get('/sandbox/callback')).text).to.include('did not log in');
    });

    it('asks for the state of the initiate call when the broker does not give it back', async () => {
      const { text } = await rig.anonymous.get('/sandbox/callback?code=the-code');
      expect(text).to.include('does not give the state back').and.not.include('No login is open');
      const body = { user_email: 'user@example.com', code: 'the-code', state: 'STATE_FROM_INITIATE' };
      expect(commandsOf(text)[0]).to.include(`-d '${JSON.stringify(body)}'`);
    });

    it('is not there in production', async () => {
      const production = await apiRig({ config: { production: true } });
      try {
        const answer = await production.anonymous.get('/sandbox/callback?request_token=x&state=y');
        expect(answer.status).to.equal(404);
        expect(answer.body['code']).to.equal('route_not_found');
      } finally {
        await production.close();
      }
    });
  });
});
