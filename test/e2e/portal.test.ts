// The sample portal at a running stack: a person's way through it by HTTP, and what it must refuse.
import { expect } from 'chai';
import { DataFolder } from '../../dev/supervisor/data-folder.js';
import { freePort } from '../../dev/supervisor/ports.js';
import type { MadeKey } from '../../dev/partner-key.js';
import { registerSamplePartner } from '../../dev/portal/sample-partner.js';
import { startPortal, type RunningPortal } from '../../examples/partner-portal/portal.js';
import { sharedStack } from '../support/shared-stack.js';
import { TradingFloor } from '../support/trading-floor.js';
import { waitFor } from '../support/wait.js';
import { Browser } from './support/browser.js';

const TEMPLATE = 'portal_condor';
const NAME = 'Asha <script>alert(1)</script>';
const EMAIL = 'asha@portal.example';

describe('the sample portal, at a running stack', function () {
  this.timeout(90_000);
  let portal: RunningPortal;
  let key: MadeKey;
  let floor: TradingFloor;
  let asha: Browser;
  let subscriptionPath = '';
  let executionPath = '';
  /** Every page that was shown to anybody. */
  const pages: string[] = [];
  const browser = () => new Browser(portal.url, pages);

  before(async () => {
    const stack = await sharedStack();
    floor = new TradingFloor(stack);
    await floor.copyTemplate(TEMPLATE);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const apiKeyPepper = new DataFolder(stack.dataDir).apiKeyPepper();
    key = await registerSamplePartner({ url: stack.databaseUrl, apiKeyPepper }, { id: 'portaltest', url });
    portal = await startPortal({
      quantleap: { baseUrl: stack.baseUrl, ...key },
      broker: { name: 'zebu', title: 'Zebu' },
      sandbox: true,
      host: '127.0.0.1',
      port,
      url,
      loginOrigins: [stack.baseUrl],
      users: [{ email: EMAIL, name: NAME }],
      enterNow: { exitAfterS: 6 },
      log: (line) => expect.fail(line),
    });
    asha = browser();
  });
  after(() => portal.close());

  it('signs somebody in and shows what to do first', async () => {
    expect((await asha.get('/overview')).location).to.equal('/');
    const first = await asha.get('/');
    expect(first.text).to.contain('Sign in').and.not.contain('<script>');
    const home = await asha.submit('/', '/sign-in', { email: EMAIL });
    expect(home.text).to.contain('Start with your broker account');
    expect(home.text).to.contain('Asha &lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('shows what the API refuses in the form, with everything that was typed', async () => {
    const typed = { client_id: 'PORTAL"1', api_key: 'invalid_key', api_secret: 's3cret' };
    const bad = await asha.submit('/accounts/link', '/accounts/link', typed);
    expect(bad.status).to.equal(400);
    expect(bad.text).to.contain('value="PORTAL&quot;1"').and.contain('value="s3cret"').and.contain('validation_failed');
    const refused = await asha.submit('/accounts/link', '/accounts/link', { ...typed, client_id: 'PORTAL1' });
    expect(refused.status).to.equal(400);
    expect(refused.text)
      .to.contain('invalid_broker_credentials')
      .and.match(/request <code>req_/);
    expect(refused.text).to.contain('value="invalid_key"');
  });

  it('links an account, and only once however often the form is sent', async () => {
    const fields = { client_id: 'PORTAL1', api_key: 'key', api_secret: 'secret' };
    const form = await asha.form('/accounts/link', '/accounts/link', fields);
    const answers = await Promise.all([asha.send(form), asha.send(form)]);
    expect(answers.map(({ location }) => location)).to.deep.equal(['/accounts', '/accounts']);
    expect((await asha.get('/accounts')).text)
      .to.contain('PORTAL1')
      .and.contain('Login needed');
  });

  it('asks for the login before a subscription, and keeps the form', async () => {
    const fields = { broker_client_id: 'PORTAL1', lot_multiplier: '2' };
    const page = `/strategies/${TEMPLATE}`;
    const refused = await asha.submit(page, `${page}/subscribe`, fields);
    expect(refused.status).to.equal(401);
    expect(refused.text).to.contain('oauth_token_expired').and.contain('Go to the daily login');
    expect(refused.text).to.match(/name="lot_multiplier"[^>]*value="2"/);
  });

  it('goes to the broker and comes back logged in', async () => {
    const away = await asha.send(await asha.form('/accounts', '/accounts/PORTAL1/login'));
    expect(away.status).to.equal(303);
    const page = await fetch(`${away.location}&auto_approve=1`, { redirect: 'manual' });
    const back = new URL(page.headers.get('location') ?? '');
    expect(back.origin + back.pathname).to.equal(`${portal.url}/oauth/callback`);

    const stranger = browser();
    await stranger.submit('/', '/sign-in', { email: 'mallory@portal.example' });
    expect((await stranger.get(back.pathname + back.search)).status).to.equal(400);

    const home = await asha.follow(await asha.get(back.pathname + back.search));
    expect(home.text)
      .to.contain('You are logged in')
      .and.match(/until [\w :]+ [AP]M IST/);
    expect((await asha.get(back.pathname + back.search)).status, 'a second time').to.equal(400);
  });

  it('shows a strategy with its legs, times and fee, and subscribes', async () => {
    const page = `/strategies/${TEMPLATE}`;
    const strategy = await asha.get(page);
    expect(strategy.text).to.contain('09:20 IST').and.contain('15:15 IST').and.contain('₹999.00');
    expect(strategy.text).to.contain('6 strikes above').and.contain('2 strikes below');
    const fraction = await asha.submit(page, `${page}/subscribe`, {
      broker_client_id: 'PORTAL1',
      lot_multiplier: '1.5',
    });
    expect(fraction.text)
      .to.contain('lot_multiplier')
      .and.match(/name="lot_multiplier"[^>]*value="1.5"/);
    const made = await asha.submit(page, `${page}/subscribe`, { broker_client_id: 'PORTAL1', lot_multiplier: '2' });
    subscriptionPath = made.path;
    expect(subscriptionPath).to.match(/^\/subscriptions\/sub_/);
    expect(made.text).to.contain('You are subscribed').and.contain('Active').and.contain('× 2');
  });

  it('receives the event by a webhook whose signature it has verified', async () => {
    const seen = async () => {
      const { text } = await asha.get('/activity');
      return text.includes('Subscription created') && text.includes('webhook, signature verified');
    };
    await waitFor(seen, { timeoutMs: 20_000, description: 'the webhook' });
  });

  it('changes the size, pauses and resumes', async () => {
    const changed = await asha.submit(subscriptionPath, `${subscriptionPath}/lots`, { lot_multiplier: '3' });
    expect(changed.text).to.contain('× 3');
    const bad = await asha.submit(subscriptionPath, `${subscriptionPath}/lots`, { lot_multiplier: 'many' });
    expect(bad.status).to.equal(400);
    expect(bad.text).to.match(/name="lot_multiplier"[^>]*value="many"/);
    const form = await asha.form(subscriptionPath, `${subscriptionPath}/pause`, { flatten: 'false' });
    expect((await asha.follow(await asha.send(form))).text).to.contain('Paused: nothing is entered');
    const again = await asha.send(form);
    expect(again.status).to.equal(409);
    expect(again.text).to.contain('invalid_transition');
    expect((await asha.submit(subscriptionPath, `${subscriptionPath}/resume`)).text).to.contain('Resumed');
  });

  it('shows an execution with its orders, timeline and result in rupees', async () => {
    await asha.submit(subscriptionPath, `${subscriptionPath}/enter`);
    const closed = async () => {
      const { text } = await asha.get('/executions');
      executionPath = /href="(\/executions\/exe_[^"]+)"/.exec(text)?.[1] ?? '';
      return executionPath !== '' && /of 1 closed position/.test(text) && /₹\d/.test(text);
    };
    await waitFor(closed, { timeoutMs: 60_000, description: 'the position to be closed' });
    const { text } = await asha.get(executionPath);
    expect(text)
      .to.contain('Completed')
      .and.contain('BUY')
      .and.contain('SELL')
      .and.match(/NIFTY\w+CE/);
    expect(text)
      .to.contain('Timeline')
      .and.contain('ms</span>')
      .and.match(/Sent: BUY/);
  });

  it('shows nobody what belongs to another user', async () => {
    const mallory = browser();
    await mallory.submit('/', '/sign-in', { email: 'mallory@portal.example' });
    for (const path of [subscriptionPath, executionPath]) expect((await mallory.get(path)).status).to.equal(404);
    for (const path of ['/executions', '/subscriptions', '/accounts', '/activity'])
      expect((await mallory.get(path)).text)
        .to.not.contain('PORTAL1')
        .and.not.contain('sub_');
    const forms = await mallory.form('/accounts/link', '/accounts/link');
    for (const action of [`${subscriptionPath}/pause`, `${subscriptionPath}/cancel`, '/accounts/PORTAL1/login'])
      expect((await mallory.send({ ...forms, action })).status).to.equal(404);
  });

  it('refuses a webhook that is forged, changed or older than the secret', async () => {
    const headers = { 'webhook-id': 'evt_1', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)) };
    const body = JSON.stringify({ event: 'position_closed', event_id: 'evt_1', user_email: EMAIL });
    for (const signature of [undefined, 'v1,AAAA', `v1,${Buffer.alloc(32).toString('base64')}`]) {
      const signed = { ...headers, ...(signature && { 'webhook-signature': signature }) };
      const answer = await fetch(`${portal.url}/webhooks/quantleap`, { method: 'POST', headers: signed, body });
      expect(answer.status).to.equal(400);
    }
    const large = { method: 'POST', headers, body: 'x'.repeat(300 * 1024) };
    expect((await fetch(`${portal.url}/webhooks/quantleap`, large)).status).to.equal(413);
    expect((await asha.get('/activity')).text).to.not.contain('Position closed.');
  });

  it('refuses a form without the token of its session', async () => {
    const form = await asha.form(subscriptionPath, `${subscriptionPath}/pause`);
    const other = await (async () => {
      const stranger = browser();
      return stranger.form('/', '/sign-in');
    })();
    for (const csrf of ['', 'x'.repeat(43), other.fields['csrf'] ?? '']) {
      const answer = await asha.send({ ...form, fields: { ...form.fields, csrf } });
      expect(answer.status).to.equal(403);
    }
    expect((await asha.get(subscriptionPath)).text).to.contain('Active');
  });

  it('cancels when that is confirmed', async () => {
    const action = `${subscriptionPath}/cancel`;
    const unsure = await asha.submit(subscriptionPath, action, { flatten: 'false' });
    expect(unsure.status).to.equal(400);
    const gone = await asha.submit(subscriptionPath, action, { flatten: 'false', confirm: 'yes' });
    expect(gone.text).to.contain('Cancelled');
  });

  it('signs out for good, and sends another address to its own', async () => {
    const cookie = asha.cookie;
    await asha.submit('/overview', '/sign-out');
    const old = await fetch(`${portal.url}/overview`, { redirect: 'manual', headers: { cookie } });
    expect(old.headers.get('location')).to.equal('/');
    const byName = await fetch(`${portal.url.replace('127.0.0.1', 'localhost')}/`, { redirect: 'manual' });
    expect(byName.headers.get('location')).to.equal(`${portal.url}/`);
  });

  it('has shown no part of the key, and allows no script', async () => {
    expect(pages.length).to.be.greaterThan(20);
    for (const page of pages) {
      expect(page).to.not.contain(key.secret).and.not.contain(key.publicKey);
      expect(page).to.not.match(/<script|\son\w+="|javascript:/);
    }
    const { headers } = await fetch(portal.url);
    expect(headers.get('content-security-policy')).to.contain("default-src 'none'").and.not.contain('script');
    expect(headers.get('set-cookie'))
      .to.match(/httponly/i)
      .and.match(/samesite=lax/i);
  });
});

describe('the sample portal, without a stack', () => {
  it('does not start', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const started = startPortal({
      quantleap: { baseUrl: `http://127.0.0.1:${await freePort()}`, publicKey: 'pk', secret: 'sk' },
      broker: { name: 'zebu', title: 'Zebu' },
      ...{ sandbox: true, host: '127.0.0.1', port, url, loginOrigins: [], users: [], log: () => undefined },
    });
    const error: unknown = await started.catch((e: unknown) => e);
    expect(error).to.deep.include({ code: 'no_answer', status: 0 });
    expect(await fetch(url).catch(() => 'nobody listens')).to.equal('nobody listens');
  });
});
