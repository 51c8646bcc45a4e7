// A day of an Angel One user with all processes: link, log in by auth_token, enter, exit; the login of another is refused.
import { expect } from 'chai';
import type { RecordedOrder } from '../../brokers/simulator/record.js';
import { angelLive, HttpClient, partnerClient, type Answer } from '../api/support/http.js';
import { sharedStack } from '../support/shared-stack.js';
import { floorUsers, TradingFloor, type Body, type FloorUser } from '../support/trading-floor.js';
import { waitFor } from '../support/wait.js';

const TEMPLATE = 'e2e_angel';

describe('a day at angel, with all processes', function () {
  this.timeout(120_000);
  const [trader, stranger] = floorUsers('ANGELDAY', 2) as [FloorUser, FloorUser];
  let floor: TradingFloor;
  let partner: HttpClient;

  before(async () => {
    floor = new TradingFloor(await sharedStack());
    partner = partnerClient(floor.stack.baseUrl, angelLive);
    await floor.copyTemplate(TEMPLATE);
    for (const user of [trader, stranger]) await link(user);
  });

  const link = async ({ email, clientId, apiKey, apiSecret }: FloorUser): Promise<void> => {
    const account = { user_email: email, broker_name: 'angel', client_id: clientId };
    const linked = await partner.post('/partner/broker-accounts', {
      ...{ ...account, api_key: apiKey, api_secret: apiSecret },
    });
    expect(linked.status, linked.text).to.equal(201);
  };
  /** @param as - who logs in on the broker's page */
  const logIn = async ({ email, clientId }: FloorUser, as: string): Promise<Answer> => {
    const path = `/partner/broker-accounts/${clientId}/oauth`;
    const initiated = await partner.post(`${path}/initiate`, { user_email: email });
    const page = new URL(String(initiated.body['oauth_url']));
    expect(page.pathname).to.equal('/angel/publisher-login');
    page.searchParams.set('login_hint', as);
    page.searchParams.set('auto_approve', '1');
    const back = new URL((await fetch(page, { redirect: 'manual' })).headers.get('location') ?? '').searchParams;
    expect([...back.keys()].sort()).to.deep.equal(['auth_token', 'feed_token', 'state']);
    const brought = { auth_token: back.get('auth_token'), state: back.get('state') };
    return partner.post(`${path}/callback`, { user_email: email, ...brought });
  };
  const record = async (): Promise<RecordedOrder[]> => {
    const simulator = new HttpClient(floor.stack.simulatorUrl, {});
    const { text } = await simulator.get(`/_sim/orders?broker=angel&client_id=${trader.clientId}`);
    return JSON.parse(text) as RecordedOrder[];
  };

  it('refuses the login of another client', async () => {
    const refused = await logIn(stranger, trader.clientId);
    expect([refused.status, refused.body['code']], refused.text).to.deep.equal([400, 'login_refused']);
  });

  it('enters four legs at the second, the longs first, and is flat after the exit', async () => {
    const login = await logIn(trader, trader.clientId);
    expect(login.status, login.text).to.equal(200);
    const subscribed = await partner.post('/partner/marketplace/subscribe', {
      ...{ user_email: trader.email, template_id: TEMPLATE, broker_client_id: trader.clientId, lot_multiplier: 1 },
    });
    expect(subscribed.status, subscribed.text).to.equal(201);
    const { runId } = await floor.startRun(TEMPLATE, 6_500, 'live', 6_000);
    const report = await floor.runEnds(runId);
    expect(report.outcomes, JSON.stringify(report)).to.deep.include({ completed: 1 });
    expect(report.orders).to.deep.equal({ placed: 4, filled: 4, rejected: 0, unknown: 0 });
    await waitFor(
      async () => {
        const { body } = await partner.get('/partner/events?limit=100');
        return (body['events'] as Body[]).some((event) => event['event'] === 'position_closed');
      },
      { timeoutMs: 40_000, description: 'the position closed' },
    );
    const orders = await record();
    expect(orders.map((o) => o.status)).to.deep.equal(Array(8).fill('COMPLETE'));
    expect(orders.map((o) => o.side)).to.deep.equal(['BUY', 'BUY', 'SELL', 'SELL', 'BUY', 'BUY', 'SELL', 'SELL']);
    const net = new Map<string, number>();
    for (const { tradingsymbol, side, quantity } of orders)
      net.set(tradingsymbol, (net.get(tradingsymbol) ?? 0) + (side === 'BUY' ? quantity : -quantity));
    expect([...net.values()]).to.deep.equal([0, 0, 0, 0]);
  });
});
