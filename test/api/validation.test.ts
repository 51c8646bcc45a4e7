// Every bad field is named; what is unknown is refused; nothing absurd gets past.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { zebuTest, type HttpClient } from './support/http.js';
import { linkUser, logIn, subscribeBody, type LinkedUser } from './support/journeys.js';

type Problem = { field: string; message: string };

describe('validation', () => {
  let rig: ApiRig;
  let client: HttpClient;
  let user: LinkedUser;

  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
    user = await linkUser(client);
    await logIn(client, user);
  });
  after(() => rig.close());

  const problemsOf = async (method: string, path: string, body?: unknown): Promise<Problem[]> => {
    const refused = await client.request(method, path, body === undefined ? {} : { body });
    expect(refused.status, refused.text).to.equal(400);
    expect(refused.body).to.deep.include({ statusCode: 400, error: 'Validation failed', code: 'validation_failed' });
    const details = refused.body['details'] as Problem[];
    for (const { field } of details) expect(refused.body['message']).to.include(field);
    return details;
  };
  const fieldsOf = async (method: string, path: string, body?: unknown) =>
    (await problemsOf(method, path, body)).map(({ field }) => field);

  it('names every missing field at once', async () => {
    const problems = await problemsOf('POST', '/partner/broker-accounts', {});
    expect(problems).to.deep.equal(
      ['user_email', 'broker_name', 'client_id', 'api_key', 'api_secret'].map((field) => ({
        field,
        message: 'is required',
      })),
    );
    expect(await fieldsOf('POST', '/partner/marketplace/subscribe')).to.deep.equal([
      'user_email',
      'template_id',
      'broker_client_id',
    ]);
  });

  it('names a field of the wrong type, an unknown one, and both together', async () => {
    expect(
      await problemsOf('POST', '/partner/marketplace/subscribe', {
        ...subscribeBody(user),
        user_email: 7,
        colour: 'red',
      }),
    ).to.deep.equal([
      { field: 'user_email', message: 'must be an e-mail address' },
      { field: 'colour', message: 'is not a known field' },
    ]);
    expect(await fieldsOf('POST', '/partner/marketplace/subscribe', [])).to.deep.equal(['body']);
  });

  it('says in plain words what a value must be', async () => {
    expect(await problemsOf('GET', '/partner/subscriptions?status=active')).to.deep.equal([
      { field: 'status', message: 'must be one of ACTIVE, PAUSED, CANCELLED' },
    ]);
    expect(await problemsOf('POST', '/partner/marketplace/subscribe', [])).to.deep.equal([
      { field: 'body', message: 'must be an object' },
    ]);
    const account = { user_email: 'a@b.co', broker_name: 'zebu', client_id: 'A', api_key: 7, api_secret: null };
    expect(await problemsOf('POST', '/partner/broker-accounts', account)).to.deep.equal([
      { field: 'api_key', message: 'must be a string' },
      { field: 'api_secret', message: 'must be a string' },
    ]);
    for (const list of ['subscriptions', 'executions', 'broker-accounts'])
      expect(await problemsOf('GET', `/partner/${list}?cursor=zzz`)).to.deep.equal([
        { field: 'cursor', message: 'must be a next_cursor of a former answer' },
      ]);
  });

  const multipliers: [unknown, RegExp][] = [
    [0, /greater than 0/],
    [-1, /greater than 0/],
    [1.5, /whole lots/],
    [0.1, /whole lots/],
    [101, /at most 100/],
    [1e308, /at most 100/],
    ['2', /number/],
    [null, /number/],
    [true, /number/],
  ];
  for (const [value, message] of multipliers)
    it(`refuses lot_multiplier ${JSON.stringify(value)} by name`, async () => {
      for (const [method, path, body] of [
        ['POST', '/partner/marketplace/subscribe', { ...subscribeBody(user), lot_multiplier: value }],
        ['PATCH', '/partner/subscriptions/sub_x', { lot_multiplier: value }],
      ] as const) {
        const problems = await problemsOf(method, path, body);
        expect(problems).to.have.length(1);
        expect(problems[0]?.field).to.equal('lot_multiplier');
        expect(problems[0]?.message).to.match(message);
      }
    });

  it('refuses auto_link_broker false by name', async () => {
    const problems = await problemsOf('POST', '/partner/marketplace/subscribe', {
      ...subscribeBody(user),
      auto_link_broker: false,
    });
    expect(problems).to.have.length(1);
    expect(problems[0]?.field).to.equal('auto_link_broker');
  });

  it("refuses another broker than the key's", async () => {
    const body = { user_email: 'x@example.com', broker_name: 'angel', client_id: 'A1', api_key: 'k', api_secret: 's' };
    expect(await problemsOf('POST', '/partner/broker-accounts', body)).to.deep.equal([
      { field: 'broker_name', message: 'must be zebu, the broker of your key' },
    ]);
  });

  it('wants exactly one token at the callback', async () => {
    const path = `/partner/broker-accounts/${user.clientId}/oauth/callback`;
    expect(await fieldsOf('POST', path, { user_email: user.email, state: 's' })).to.deep.equal(['request_token']);
    expect(
      await fieldsOf('POST', path, { user_email: user.email, state: 's', request_token: 'a', code: 'b' }),
    ).to.deep.equal(['code']);
  });

  for (const text of [
    '\u0000',
    'a\u0000b',
    '\ud800',
    'x'.repeat(6000),
    '',
    '\n',
    "'; DROP TABLE partner; --",
    '%00',
    '{{7*7}}',
  ])
    it(`answers the text ${JSON.stringify(text.slice(0, 30))} in any place with 4xx`, async () => {
      const body = { user_email: text, broker_name: text, client_id: text, api_key: text, api_secret: text };
      expect((await client.post('/partner/broker-accounts', body)).status).to.be.within(400, 499);
      expect(
        (await client.post('/partner/marketplace/subscribe', { ...subscribeBody(user), template_id: text })).status,
      ).to.be.within(400, 499);
      const callback = { user_email: user.email, request_token: text, state: text };
      expect(
        (await client.post(`/partner/broker-accounts/${user.clientId}/oauth/callback`, callback)).status,
      ).to.be.within(400, 499);
      const encoded = encodeURIComponent(/\p{Cs}/u.test(text) ? 'x' : text);
      if (encoded !== '') {
        expect((await client.get(`/partner/subscriptions/${encoded}`)).status).to.be.within(400, 499);
        expect((await client.get(`/partner/subscriptions?user_email=${encoded}`)).status).to.be.within(400, 499);
      }
    });

  it('refuses bad, unknown and repeated query parameters by name', async () => {
    expect(await fieldsOf('GET', '/partner/subscriptions?user_emial=a@example.com')).to.deep.equal(['user_emial']);
    expect(await fieldsOf('GET', '/partner/subscriptions?status=OPEN&limit=0')).to.deep.equal(['status', 'limit']);
    expect(
      await fieldsOf('GET', '/partner/subscriptions?user_email=a@example.com&user_email=b@example.com'),
    ).to.deep.equal(['user_email']);
    expect(await fieldsOf('GET', '/partner/events?after=nonsense')).to.deep.equal(['after']);
    expect(await fieldsOf('GET', '/partner/executions?limit=1e9')).to.deep.equal(['limit']);
  });

  it('takes an e-mail in any case as the same user', async () => {
    const found = await client.get(`/partner/broker-accounts?user_email=${user.email.toUpperCase()}`);
    expect(found.body['broker_accounts']).to.have.length(1);
  });
});
