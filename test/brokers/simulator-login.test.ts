// The simulators' login: a page for people, a redirect for scripts, the token exchange and the life of a session.
import { expect } from 'chai';
import { ZebuAdapter } from '../../brokers/zebu/adapter.js';
import { startSimulator, type SimHarness } from './harness.js';

const sha = async (text: string): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex');

describe('brokers: simulator login', () => {
  let on: SimHarness;
  before(async () => {
    on = await startSimulator();
  });
  after(() => on.simulator.close());

  const loginPage = (query: Record<string, string>, accept = 'text/html'): Promise<Response> =>
    fetch(`${on.zebuUrl}/connect/login?${new URLSearchParams(query).toString()}`, {
      headers: { accept },
      redirect: 'manual',
    });
  const exchange = async (
    apiKey: string,
    requestToken: string,
    secret: string,
    asJson = false,
  ): Promise<{ status: number; json: Record<string, unknown> }> => {
    const fields = {
      api_key: apiKey,
      request_token: requestToken,
      checksum: await sha(`${apiKey}${requestToken}${secret}`),
    };
    const body = asJson ? JSON.stringify(fields) : new URLSearchParams(fields);
    const headers = asJson ? { 'content-type': 'application/json' } : {};
    const answer = await fetch(`${on.zebuUrl}/session/token`, { method: 'POST', body, headers });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  };
  const requestTokenOf = (location: string | null): string =>
    new URL(location ?? '').searchParams.get('request_token') ?? '';
  const approve = async (apiKey: string): Promise<string> => {
    const answer = await loginPage({
      api_key: apiKey,
      redirect_uri: 'http://localhost/cb',
      login_hint: 'SIMX',
      auto_approve: '1',
    });
    return requestTokenOf(answer.headers.get('location'));
  };

  it('shows a page with the client id filled in, nothing unescaped, and a way to cancel', async () => {
    const answer = await loginPage({
      api_key: 'k',
      state: 's"<1',
      redirect_uri: 'http://localhost/cb?a=1',
      login_hint: 'ZEBU<1>',
    });
    const page = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([200, 'text/html; charset=utf-8']);
    expect(page).to.include('value="ZEBU&#60;1&#62;"').and.include('type="password"').and.include('Log in</button>');
    expect(page).to.include('href="http://localhost/cb?a=1&#38;status=cancelled&#38;state=s%22%3C1"');
    expect(page).to.not.include('ZEBU<1>');
  });

  it('logs in from the page: a redirect with request_token, state and status', async () => {
    const fields = {
      api_key: 'k',
      state: 'the state',
      redirect_uri: 'http://localhost/cb?a=1',
      client_id: 'ZEBU1',
      password: 'any',
    };
    const answer = await fetch(`${on.zebuUrl}/connect/login`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    const location = new URL(answer.headers.get('location') ?? '');
    expect([answer.status, location.origin, location.pathname]).to.deep.equal([302, 'http://localhost', '/cb']);
    const { request_token, ...rest } = Object.fromEntries(location.searchParams);
    expect(rest).to.deep.equal({ a: '1', action: 'login', status: 'success', state: 'the state' });
    expect(request_token).to.match(/^[0-9a-f]{32}$/);
  });

  it('approves at once with auto_approve=1, as the hinted client', async () => {
    const answer = await loginPage({
      api_key: 'k',
      state: 'st',
      redirect_uri: 'http://localhost/cb',
      login_hint: 'AUTO1',
      auto_approve: '1',
    });
    expect(answer.status).to.equal(302);
    const { json } = await exchange('k', requestTokenOf(answer.headers.get('location')), 'test_api_secret');
    expect(json['data']).to.include({ user_id: 'AUTO1', api_key: 'k' });
  });

  it('shows the request_token on the page when there is nowhere to go back to', async () => {
    const answer = await loginPage({ api_key: 'k', login_hint: 'AUTO1', auto_approve: '1' });
    expect(answer.status).to.equal(200);
    expect(await answer.text()).to.match(/<code>[0-9a-f]{32}<\/code>/);
  });

  it('refuses an unknown api_key: JSON for a program, a page for a browser', async () => {
    const forProgram = await loginPage({ api_key: 'invalid_1' }, 'application/json');
    expect(forProgram.status).to.equal(400);
    expect(await forProgram.json()).to.include({
      status: 'error',
      message: 'Invalid api_key',
      error_type: 'InputException',
    });
    const forBrowser = await loginPage({ api_key: 'invalid_1' });
    expect([forBrowser.status, await forBrowser.text()]).to.satisfy(
      ([s, t]: [number, string]) => s === 400 && t.includes('Invalid api_key'),
    );
  });

  it('refuses a redirect_uri that is not a web address', async () => {
    expect((await loginPage({ api_key: 'k', redirect_uri: 'javascript:alert(1)' })).status).to.equal(400);
  });

  it('refuses a wrong checksum, then takes the right one once', async () => {
    const token = await approve('k');
    expect(await exchange('k', token, 'wrong')).to.deep.include({ status: 403 });
    expect(await exchange('k', token, 'test_api_secret', true)).to.deep.include({ status: 200 });
    const again = await exchange('k', token, 'test_api_secret');
    expect([again.status, again.json['message']]).to.deep.equal([403, 'Invalid or expired request_token']);
  });

  it('knows a registered app by its own secret', async () => {
    await on.sim('POST', '/apps', { broker: 'zebu', api_key: 'invalid_but_registered', api_secret: 'own' });
    expect(
      (await exchange('invalid_but_registered', await approve('invalid_but_registered'), 'test_api_secret')).status,
    ).to.equal(403);
    expect((await exchange('invalid_but_registered', await approve('invalid_but_registered'), 'own')).status).to.equal(
      200,
    );
  });

  it('ends sessions at 06:00 IST, and says so', async () => {
    const { json } = await exchange('k', await approve('k'), 'test_api_secret');
    expect((json['data'] as Record<string, string>)['expires_at']).to.match(/T00:30:00\.000Z$/);
  });

  it('ends a request token after five minutes and a session at its hour, by the clock it is given', async () => {
    let now = Date.parse('2026-11-24T04:00:00Z');
    const timed = await startSimulator({ now: () => now });
    try {
      const stale = await fetch(`${timed.zebuUrl}/connect/login?api_key=k&login_hint=C&auto_approve=1`);
      const { data } = (await stale.json()) as { data: { request_token: string } };
      now += 5 * 60_000;
      const fields = {
        api_key: 'k',
        request_token: data.request_token,
        checksum: await sha(`k${data.request_token}test_api_secret`),
      };
      expect(
        (await fetch(`${timed.zebuUrl}/session/token`, { method: 'POST', body: new URLSearchParams(fields) })).status,
      ).to.equal(403);
      const { accessToken } = await timed.login('C');
      const margins = (): Promise<Response> =>
        fetch(`${timed.zebuUrl}/api/v1/margins`, { headers: { authorization: `Bearer ${accessToken}` } });
      expect((await margins()).status).to.equal(200);
      now = Date.parse('2026-11-25T00:30:00Z');
      expect((await margins()).status).to.equal(403);
    } finally {
      await timed.simulator.close();
    }
  });

  it('honours tokens granted before a restart', async () => {
    const session = await on.login('RESTART1');
    const restarted = await startSimulator();
    const second = new ZebuAdapter(restarted.zebuUrl);
    try {
      expect(await second.availableMarginPaise(session)).to.be.greaterThan(0);
    } finally {
      await second.close();
      await restarted.simulator.close();
    }
  });
});
