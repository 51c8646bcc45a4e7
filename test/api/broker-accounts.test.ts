// Linking and logging in, where the broker or time says no.
import { expect } from 'chai';
import { seedReferenceData } from '../../db/seeds/reference-data.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelTest, zebuLive, zebuTest, type HttpClient } from './support/http.js';
import { accountBody, linkUser, logIn, subscribeBody, TEMPLATE } from './support/journeys.js';

describe('broker accounts', () => {
  let rig: ApiRig;
  let client: HttpClient;

  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
  });
  after(() => rig.close());
  afterEach(() => (rig.fake.next = {}));

  /** A partner of the test's own, with live keys. @param wire - the one it has chosen */
  async function livePartner(id: string, broker: string, wire: string | null = null): Promise<HttpClient> {
    const keys = { publicKey: `pk_${id}_live_1`, secret: zebuLive.secret };
    await rig.db.query(
      `INSERT INTO partner (id, name, broker_name, broker_wire, callback_url) VALUES ($1, $1, $2, $3, 'https://own.example/cb')`,
      [id, broker, wire],
    );
    await rig.db.query(
      `INSERT INTO partner_key (public_key, partner_id, mode, secret_hash) SELECT $1, $2, 'live', secret_hash FROM partner_key WHERE public_key = $3`,
      [keys.publicKey, id, zebuLive.publicKey],
    );
    return rig.partner(keys);
  }

  it('refuses a client_id that is linked, and says whether to this user or to another', async () => {
    const user = await linkUser(client);
    for (const [email, words] of [
      [user.email.toUpperCase(), /^\w+ is already linked to this user: go on with its daily login$/],
      ['other@example.com', /^\w+ is linked to another of your users, .*send the client_id of this user's own account/],
    ] as const) {
      const again = await client.post('/partner/broker-accounts', accountBody({ ...user, email }));
      expect(again.status).to.equal(409);
      expect(again.body).to.deep.include({ error: 'Broker account already linked', code: 'broker_account_exists' });
      expect(again.body['message']).to.match(words).and.not.to.include(user.email);
    }
  });

  it("knows nothing of a client_id that another partner's user, or the other mode's, has linked", async () => {
    const user = await linkUser(client);
    const angel = await rig.partner(angelTest).post('/partner/broker-accounts', accountBody(user, 'angel'));
    expect(angel.status, angel.text).to.equal(201);
    const live = await rig.partner(zebuLive).post('/partner/broker-accounts', accountBody(user));
    expect(live.status, live.text).to.equal(201);
  });

  it('links one of two that race', async () => {
    const body = accountBody({ email: 'race@example.com', clientId: 'RACE1' });
    const answers = await Promise.all([
      client.post('/partner/broker-accounts', body),
      client.post('/partner/broker-accounts', body),
    ]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, 409]);
  });

  it('keeps nothing when the broker does not answer in time, so that the same request can be made again', async () => {
    const body = accountBody({ email: 'late@example.com', clientId: 'LATE1' });
    rig.fake.next.onboard = 'late';
    const late = await client.post('/partner/broker-accounts', body);
    expect(late.status).to.equal(503);
    expect(late.body['code']).to.equal('broker_unreachable');
    const [left] = await rig.db.query<{ secrets: number }>(
      `SELECT count(s.id)::int AS secrets FROM broker_account a JOIN sealed_secret s ON s.owner_id = a.id WHERE a.client_id = 'LATE1'`,
    );
    expect(left?.secrets).to.equal(0);
    rig.fake.next = {};
    expect((await client.post('/partner/broker-accounts', body)).status).to.equal(201);
  });

  it('refuses a broker nobody knows by its name, in both modes, with the list of those that are there', async () => {
    for (const [mode, keys, words] of [
      ['live', zebuLive, /^groww cannot be linked in live mode yet; available: .*zebu/],
      ['test', zebuTest, /^groww is not a known broker; available: zebu, angel, upstox, kite$/],
    ] as const) {
      const body = accountBody({ email: 'g@example.com', clientId: 'G1' }, 'groww');
      const refused = await rig.partner(keys).post('/partner/broker-accounts', body);
      expect([refused.status, refused.body['code']], mode).to.deep.equal([400, 'broker_not_available']);
      expect(refused.body['message'], mode).to.match(words);
      expect((refused.body['details'] as { field: string }[])[0]?.field, mode).to.equal('broker_name');
    }
  });

  it("refuses by name a wire of the partner's own that is not there, when linking and when logging in", async () => {
    const ofNoWire = await livePartner('of-no-wire', 'zebu', 'zebu-fix');
    const live = rig.partner(zebuLive);
    await live.post('/partner/broker-accounts', accountBody({ email: 'w@example.com', clientId: 'WIRE1' }));
    await rig.db.query(`UPDATE broker_account SET broker_wire = 'zebu-fix' WHERE client_id = 'WIRE1'`);
    const link = accountBody({ email: 'w@example.com', clientId: 'WIRE2' });
    for (const refused of [
      await ofNoWire.post('/partner/broker-accounts', link),
      await live.post('/partner/broker-accounts/WIRE1/oauth/initiate', { user_email: 'w@example.com' }),
    ]) {
      expect([refused.status, refused.body['code']]).to.deep.equal([400, 'broker_not_available']);
      expect(refused.body['message']).to.match(
        /^zebu \(wire zebu-fix\) cannot be linked in live mode yet; available: .*zebu/,
      );
    }
  });

  it('refuses by name a live broker that has no adapter', async () => {
    const delta = await livePartner('delta', 'delta');
    const refused = await delta.post(
      '/partner/broker-accounts',
      accountBody({ email: 'd@example.com', clientId: 'D1' }, 'delta'),
    );
    expect(refused.status).to.equal(400);
    expect(refused.body).to.deep.include({ error: 'Broker not available', code: 'broker_not_available' });
    expect(refused.body['message']).to.match(/^delta cannot be linked in live mode yet; available: .*zebu/);
  });

  it('links over the wire that the partner has chosen, keeps it, and refuses by name one that cannot serve', async () => {
    const wired = await livePartner('wired', 'zebu', 'zebu');
    const body = accountBody({ email: 'wired@example.com', clientId: 'WIRED1' });
    expect((await wired.post('/partner/broker-accounts', body)).status).to.equal(201);
    await rig.db.query(`UPDATE partner SET broker_wire = NULL WHERE id = 'wired'`);
    expect(
      await rig.db.query(`SELECT broker_wire AS wire FROM broker_account WHERE client_id = 'WIRED1'`),
    ).to.deep.equal([{ wire: 'zebu' }]);
    const crossed = await livePartner('crossed', 'zebu', 'upstox');
    const refused = await crossed.post('/partner/broker-accounts', body);
    expect([refused.status, refused.body['code']]).to.deep.equal([400, 'broker_not_available']);
    expect(refused.body['message']).to.match(/^zebu \(wire upstox\) cannot be linked in live mode yet/);
  });

  it('seals the credentials: no column holds them in clear', async () => {
    await client.post('/partner/broker-accounts', {
      ...accountBody({ email: 's@example.com', clientId: 'SEAL1' }),
      api_key: 'canary_key_77',
      api_secret: 'canary_secret_77',
    });
    const tables = await rig.db.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    for (const { name } of tables) {
      const rows = await rig.db.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
      expect(
        rows.filter(({ text }) => /canary_(key|secret)_77/.test(text)),
        name,
      ).to.deep.equal([]);
    }
  });

  it("builds a live login address from the broker's own page, with the api_key", async () => {
    const live = rig.partner(zebuLive);
    const user = await linkUser(live);
    const initiated = await live.post(`/partner/broker-accounts/${user.clientId}/oauth/initiate`, {
      user_email: user.email,
    });
    expect(initiated.status, initiated.text).to.equal(200);
    const url = new URL(String(initiated.body['oauth_url']));
    expect(url.href.startsWith(rig.config.wires.zebu.addresses.login)).to.equal(true);
    expect(url.searchParams.get('api_key')).to.equal('test_api_key');
    expect(url.searchParams.get('state')).to.equal(initiated.body['state']);
    expect(rig.logged()).not.to.include('api_key=');
  });

  it('says why a state is no good', async () => {
    const user = await linkUser(client);
    const path = `/partner/broker-accounts/${user.clientId}/oauth`;
    const callback = (state: unknown) =>
      client.post(`${path}/callback`, { user_email: user.email, request_token: 'mock_1', state });
    expect((await callback('never')).body['message']).to.match(/unknown/);
    const initiated = await client.post(`${path}/initiate`, { user_email: user.email });
    await rig.db.query(`UPDATE oauth_state SET expires_at = now() - interval '1 second'`);
    const expired = await callback(initiated.body['state']);
    expect(expired.body).to.deep.include({ statusCode: 400, code: 'oauth_state_invalid' });
    expect(expired.body['message']).to.match(/expired/);
  });

  for (const [login, status, code] of [
    [{ outcome: 'refused', brokerResponse: 'Invalid checksum' }, 400, 'login_refused'],
    [{ outcome: 'window_closed' }, 400, 'login_window_closed'],
    [{ outcome: 'unreachable' }, 503, 'broker_unreachable'],
  ] as const)
    it(`answers a login that ends as ${login.outcome} with ${status} ${code}`, async () => {
      const user = await linkUser(client);
      const path = `/partner/broker-accounts/${user.clientId}/oauth`;
      const initiated = await client.post(`${path}/initiate`, { user_email: user.email });
      rig.fake.next.login = login;
      const answer = await client.post(`${path}/callback`, {
        user_email: user.email,
        auth_token: 'mock_1',
        state: initiated.body['state'],
      });
      expect(answer.status).to.equal(status);
      expect(answer.body['code']).to.equal(code);
    });

  it('says in the sandbox, and nowhere else, which tokens it takes', async () => {
    for (const [keys, words] of [
      [zebuTest, /begin with mock_, such as mock_token_12345/],
      [zebuLive, /the linked api_secret is wrong/],
    ] as const) {
      const caller = rig.partner(keys);
      const user = await linkUser(caller);
      const path = `/partner/broker-accounts/${user.clientId}/oauth`;
      const { body } = await caller.post(`${path}/initiate`, { user_email: user.email });
      rig.fake.next.login = { outcome: 'refused', brokerResponse: 'Invalid request token' };
      const token = { user_email: user.email, request_token: 'abc', state: body['state'] };
      const refused = await caller.post(`${path}/callback`, token);
      expect(refused.body['code']).to.equal('login_refused');
      expect(refused.body['message'], keys.publicKey).to.match(words);
    }
  });

  it('refuses to log out in the middle of an entry', async () => {
    const user = await linkUser(client);
    await logIn(client, user);
    rig.fake.next.logout = 'entry_in_progress';
    const refused = await client.post(`/partner/broker-accounts/${user.clientId}/oauth/logout`);
    expect(refused.status).to.equal(409);
    expect(refused.body['code']).to.equal('entry_in_progress');
  });

  it('says of one account, and of each in the list, why entries still to come could not trade', async () => {
    // A Wednesday, 09:00 IST.
    const morning = await apiRig({ clock: () => Date.UTC(2026, 10, 25, 3, 30) });
    await morning.db.transaction((tx) => seedReferenceData(tx));
    try {
      const zebu = morning.partner(zebuTest);
      const user = await linkUser(zebu);
      const path = `/partner/broker-accounts/${user.clientId}`;
      const readiness = async (query = '') => (await zebu.get(path + query)).body['readiness'];
      expect(await readiness()).to.deep.equal({
        ready: false,
        login_alive_until: null,
        next_entry_at: null,
        problems: [
          {
            code: 'login_required',
            message: 'The user has never logged in with the broker: start a login.',
            subscription_id: null,
          },
        ],
      });
      await logIn(zebu, user);
      const subscribed = await zebu.post('/partner/marketplace/subscribe', subscribeBody(user));
      const ready = {
        ready: true,
        login_alive_until: '2099-11-24T10:00:00Z',
        next_entry_at: '2026-11-25T03:50:00Z',
        problems: [],
      };
      expect(await readiness(`?user_email=${user.email}`)).to.deep.equal(ready);
      await morning.operator.post('/operator/kill-switch', { scope: 'template', id: TEMPLATE, reason: 'a test' });
      const halted = await zebu.get(`/partner/broker-accounts?user_email=${user.email}`);
      expect((halted.body['broker_accounts'] as Record<string, unknown>[])[0]?.['readiness']).to.deep.equal({
        ...ready,
        ready: false,
        problems: [
          {
            code: 'halted',
            message: 'Trading of this strategy is halted by an operator.',
            subscription_id: subscribed.body['subscription_id'],
          },
        ],
      });
      expect((await zebu.get(`${path}?user_email=other@example.com`)).status).to.equal(404);
    } finally {
      await morning.close();
    }
  });

  it('pages through the accounts', async () => {
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const page = await client.get(`/partner/broker-accounts?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(page.status).to.equal(200);
      seen.push(...(page.body['broker_accounts'] as Record<string, unknown>[]).map((account) => account['client_id']));
      const next = page.body['next_cursor'];
      cursor = typeof next === 'string' ? next : '';
    } while (cursor !== '');
    const [total] = await rig.db.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM broker_account WHERE partner_id = 'zebu' AND mode = 'test' AND account_status = 'enabled'`,
    );
    expect(seen).to.have.length(total?.n ?? -1);
    expect(new Set(seen)).to.have.property('size', seen.length);
  });
});
