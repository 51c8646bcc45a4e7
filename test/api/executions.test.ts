// Executions as partners see them, runs as operators do.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { recordRun } from './support/entries.js';
import { zebuTest, type HttpClient } from './support/http.js';
import { subscribeUser } from './support/journeys.js';

type Row = Record<string, unknown>;

describe('executions and runs', () => {
  let rig: ApiRig;
  let client: HttpClient;
  let users: { email: string; clientId: string; subscriptionId: string }[];
  let runId: string;

  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
    users = [await subscribeUser(client), await subscribeUser(client)];
    runId = await recordRun(
      rig.db,
      users.map((user) => user.subscriptionId),
      [
        { state: 'COMPLETE', brokerOrderId: 'b1', lateMs: 4 },
        { state: 'COMPLETE', brokerOrderId: 'b2', lateMs: 900, wave: 1 },
        { state: 'REJECTED', brokerOrderId: null, lateMs: 20 },
        { state: 'UNKNOWN', brokerOrderId: null, lateMs: 8 },
        { state: 'DROPPED', brokerOrderId: null, lateMs: null },
      ],
    );
  });
  after(() => rig.close());

  it('lists executions with their orders', async () => {
    const [user] = users;
    const listed = await client.get(`/partner/executions?subscription_id=${user?.subscriptionId}`);
    expect(listed.status, listed.text).to.equal(200);
    const [execution, ...rest] = listed.body['executions'] as Row[];
    expect(rest).to.deep.equal([]);
    expect(execution).to.deep.include({
      run_id: runId,
      subscription_id: user?.subscriptionId,
      user_email: user?.email,
      client_id: user?.clientId,
      trading_day: '2026-11-24',
      entry_at: '2026-11-24T03:50:00Z',
      outcome: 'completed',
      broker_response: null,
    });
    const orders = execution?.['orders'] as Row[];
    expect(orders).to.have.length(5);
    expect(orders[0]).to.deep.include({
      tradingsymbol: 'NIFTY26NOV2624500CE',
      transaction_type: 'BUY',
      quantity: 75,
      filled_quantity: 75,
      price: 150.5,
      average_price: 150.45,
      status: 'COMPLETE',
      broker_order_id: 'b1',
      sent_at: '2026-11-24T03:50:00.004Z',
    });
  });

  it('filters by user and pages, newest first', async () => {
    const byUser = await client.get(`/partner/executions?user_email=${users[1]?.email}`);
    expect(byUser.body['executions']).to.have.length(1);
    const first = await client.get('/partner/executions?limit=1');
    const second = await client.get(`/partner/executions?limit=1&cursor=${String(first.body['next_cursor'])}`);
    const ids = [first, second].map((page) => (page.body['executions'] as Row[])[0]?.['execution_id']);
    expect(new Set(ids)).to.have.property('size', 2);
    expect(second.body['next_cursor']).to.equal(null);
  });

  it("reports a run with the first wave's lateness", async () => {
    const run = await rig.operator.get(`/operator/runs/${runId}`);
    expect(run.status, run.text).to.equal(200);
    expect(run.body).to.deep.include({
      run_id: runId,
      status: 'completed',
      entry_at: '2026-11-24T03:50:00.000Z',
      subscribers: 2,
      outcomes: { completed: 2, failed: 0, skipped: 0, missed: 0, unwound: 0, unknown: 0 },
      orders: { placed: 4, filled: 4, rejected: 2, unknown: 2 },
      lateness_ms: { p50: 8, p99: 20, max: 20 },
    });
  });

  it("lists a run's executions of every partner, without e-mails", async () => {
    const listed = await rig.operator.get(`/operator/runs/${runId}/executions`);
    expect(listed.body['executions']).to.have.length(2);
    expect((listed.body['executions'] as Row[])[0]).to.deep.include({ partner_id: 'zebu', mode: 'test' });
    expect(listed.text).not.to.include('@');
  });

  it('answers 404 for a run that is not there', async () => {
    for (const path of ['/operator/runs/run_none', '/operator/runs/run_none/executions'])
      expect((await rig.operator.get(path)).body['code']).to.equal('run_not_found');
  });
});
