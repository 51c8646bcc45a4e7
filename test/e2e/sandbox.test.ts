// A partner's test run with all processes: each magic client id leads to what docs/sandbox.md says, and nobody else takes part.
import { expect } from 'chai';
import { angelTest, partnerClient, type HttpClient } from '../api/support/http.js';
import { sharedStack } from '../support/shared-stack.js';
import { TradingFloor, type Body } from '../support/trading-floor.js';
import { waitFor } from '../support/wait.js';

const TEMPLATE = 'e2e_sandbox';
const RUNS = '/partner/sandbox/runs';

/** By how the client id begins: the outcome, its sentence, and the events in the order they are told. */
const CASES: [prefix: string, outcome: string, reason: RegExp, events: string[], error?: string][] = [
  ['PLAIN', 'completed', /^Every leg is filled/, ['execution_completed', 'position_closed']],
  ['SLOW', 'completed', /^Every leg is filled/, ['execution_completed', 'position_closed']],
  ['NOFUNDS', 'failed', /Available margin.*nothing is open/, ['execution_failed'], 'Insufficient funds'],
  ['REJECT', 'failed', /Rejected by the exchange.*nothing is open/, ['execution_failed'], 'Order rejected'],
  ['PARTIAL', 'unwound', /what had been filled was closed again/, ['execution_failed'], 'Entry unwound'],
  ['NOFILL', 'failed', /nothing is open/, ['execution_failed'], 'Order rejected'],
  ['REVOKED', 'failed', /nothing is open/, ['execution_failed', 'oauth_login_required'], 'OAuth token expired'],
  ['DOWN', 'failed', /no connection.*nothing is open/, ['execution_failed'], 'Broker not reached'],
  [
    'LOSTLOGIN',
    'completed',
    /^Every leg is filled/,
    ['oauth_login_required', 'execution_completed', 'position_closed'],
  ],
];

describe('a test run of a partner, with all processes', function () {
  this.timeout(120_000);
  let floor: TradingFloor;
  let other: HttpClient;
  let runId: string;
  let strangerId: string;

  const emailOf = (prefix: string) => `e2e.${prefix.toLowerCase()}@sandbox.example`;
  const enrol = async (client: HttpClient, broker: string, prefix: string) => {
    const [email, clientId] = [emailOf(prefix), `${prefix}E2E`];
    const body = { user_email: email, client_id: clientId, api_key: 'key', api_secret: 'secret' };
    expect((await client.post('/partner/broker-accounts', { ...body, broker_name: broker })).status).to.equal(201);
    await logIn(client, prefix);
    const subscribed = await client.post('/partner/marketplace/subscribe', {
      ...{ user_email: email, template_id: TEMPLATE, broker_client_id: clientId, lot_multiplier: 2 },
    });
    expect(subscribed.status, subscribed.text).to.equal(201);
    return String(subscribed.body['subscription_id']);
  };
  const logIn = async (client: HttpClient, prefix: string) => {
    const path = `/partner/broker-accounts/${prefix}E2E/oauth`;
    const user = { user_email: emailOf(prefix) };
    const { body } = await client.post(`${path}/initiate`, user);
    const token = { ...user, request_token: 'mock_token_12345', state: body['state'] };
    expect((await client.post(`${path}/callback`, token)).status).to.equal(200);
  };
  const eventsOf = async (prefix: string): Promise<Body[]> => {
    const found: Body[] = [];
    let query = '?limit=200';
    for (;;) {
      const { body } = await floor.test.get(`/partner/events${query}`);
      const events = body['events'] as Body[];
      found.push(...events);
      if (body['has_more'] !== true) break;
      query = `?limit=200&after=${String(body['next_cursor'])}`;
    }
    const mine = found.filter((e) => e['user_email'] === emailOf(prefix));
    return mine.filter((e) => /^(execution|position|oauth)/.test(String(e['event'])));
  };
  const run = async () => (await floor.test.get(`${RUNS}/${runId}`)).body;

  before(async () => {
    floor = new TradingFloor(await sharedStack());
    other = partnerClient(floor.stack.baseUrl, angelTest);
    await floor.copyTemplate(TEMPLATE, 'basket_admin_test_strategy');
    for (const [prefix] of CASES) await enrol(floor.test, 'zebu', prefix);
    strangerId = await enrol(other, 'angel', 'STRANGER');
    const triggered = await floor.test.post(RUNS, { template_id: TEMPLATE, exit_after_s: 3_600 });
    expect(triggered.status, triggered.text).to.equal(202);
    runId = String(triggered.body['run_id']);
    await waitFor(async () => (await eventsOf('LOSTLOGIN')).some((e) => e['event'] === 'oauth_login_required'), {
      ...{ timeoutMs: 30_000, description: 'the request to log in again' },
    });
    await logIn(floor.test, 'LOSTLOGIN');
    const ended = async () => (await run())['status'] === 'completed';
    await waitFor(ended, { timeoutMs: 60_000, description: 'the end of the run' }).catch(async (error: unknown) => {
      const query = `/partner/executions?run_id=${runId}&limit=50`;
      throw new Error(`${String(error)}: ${(await floor.test.get(query)).text}`, { cause: error });
    });
    await floor.test.post(`${RUNS}/${runId}/flatten`);
    const flat = async () => (await run())['open_positions'] === 0;
    await waitFor(flat, { timeoutMs: 30_000, description: 'the run flat' });
  });

  for (const [prefix, outcome, reason, events, error] of CASES)
    it(`${prefix}: ${outcome}, and ${events.join(', ')}`, async () => {
      const { body } = await floor.test.get(`/partner/executions?run_id=${runId}&user_email=${emailOf(prefix)}`);
      const [execution] = body['executions'] as Body[];
      expect(execution, JSON.stringify(execution)).to.include({ outcome });
      expect(execution?.['reason']).to.match(reason);
      const told = await eventsOf(prefix);
      expect(told.map((event) => event['event'])).to.deep.equal(events);
      if (error !== undefined) expect(told[0]).to.include({ event: 'execution_failed', error });
      if (outcome === 'completed') expect(execution).to.include({ position_status: 'closed', exit_reason: 'flatten' });
    });

  it('counts them, and leaves every other partner out', async () => {
    expect(await run()).to.deep.include({
      ...{ status: 'completed', subscribers: CASES.length, entries_under_way: 0, open_positions: 0 },
      outcomes: { completed: 3, failed: 5, skipped: 0, missed: 0, unwound: 1, unknown: 0 },
    });
    expect((await other.get(`/partner/executions?subscription_id=${strangerId}`)).body['executions']).to.deep.equal([]);
    expect((await floor.executions(runId)).map((e) => e.subscription_id)).not.to.include(strangerId);
  });

  it('tells each event once, also to who reads on from the last cursor', async () => {
    const ids: unknown[] = [];
    let after = '';
    for (let page = 0; page < 20; page += 1) {
      const { body } = await floor.test.get(`/partner/events?limit=50${after}`);
      ids.push(...(body['events'] as Body[]).map((event) => event['event_id']));
      after = `&after=${String(body['next_cursor'])}`;
    }
    expect(new Set(ids).size).to.equal(ids.length).and.to.be.at.least(CASES.length);
  });

  it('asks users whose session the broker has ended to log in again', async () => {
    const account = async (prefix: string) => (await floor.test.get(`/partner/broker-accounts/${prefix}E2E`)).body;
    expect(await account('REVOKED')).to.deep.include({ has_oauth_token: false });
    expect(await account('LOSTLOGIN')).to.deep.include({ has_oauth_token: true });
  });
});
