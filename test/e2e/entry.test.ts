// One entry from the operator's call to the partner's webhook, on paper and live, with all processes.
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import type { Mode } from '../../domain/mode.js';
import { sharedStack } from '../support/shared-stack.js';
import { floorUsers, TradingFloor, type Body, type FloorUser, type StartedRun } from '../support/trading-floor.js';
import { waitFor } from '../support/wait.js';
import { startReceiver, type Receiver } from '../unit/webhooks/receiver.js';

const MODES = ['test', 'live'] as const;
const TEMPLATE = 'e2e_entry';

describe('an entry, with all processes', function () {
  this.timeout(120_000);
  let floor: TradingFloor;
  let receiver: Receiver;
  const users = { test: floorUsers('ENTRYT', 1)[0] as FloorUser, live: floorUsers('ENTRYL', 1)[0] as FloorUser };
  const endpoints = new Map<Mode, { id: string; secret: string }>();
  const subscriptions = new Map<Mode, string>();
  const runs = new Map<Mode, StartedRun>();

  before(async () => {
    floor = new TradingFloor(await sharedStack());
    receiver = await startReceiver((response) => response.writeHead(204).end());
    await floor.copyTemplate(TEMPLATE);
    await Promise.all(MODES.map(prepare));
    await Promise.all(MODES.map(async (mode) => runs.set(mode, await floor.startRun(TEMPLATE, 6_500, mode))));
  });
  after(async () => {
    for (const [mode, { id }] of endpoints) await floor.partner(mode).delete(`/partner/webhook-endpoints/${id}`);
    await receiver.close();
  });

  const prepare = async (mode: Mode) => {
    const user = users[mode];
    const partner = floor.partner(mode);
    const created = await partner.post('/partner/webhook-endpoints', { url: receiver.url });
    expect(created.status, created.text).to.equal(201);
    const endpoint = created.body['webhook_endpoint'] as Body;
    endpoints.set(mode, { id: String(endpoint['webhook_endpoint_id']), secret: String(created.body['secret']) });
    await floor.link(user, mode);
    if (mode === 'live') await floor.logIn(user);
    else await sandboxLogin(user);
    subscriptions.set(mode, await floor.subscribe(user, TEMPLATE, 2, mode));
  };
  const sandboxLogin = async (user: FloorUser) => {
    const path = `/partner/broker-accounts/${user.clientId}/oauth`;
    const { body } = await floor.test.post(`${path}/initiate`, { user_email: user.email });
    const token = { user_email: user.email, request_token: 'mock_token_12345', state: body['state'] };
    expect((await floor.test.post(`${path}/callback`, token)).status).to.equal(200);
  };

  for (const mode of MODES)
    describe(`in ${mode} mode`, () => {
      it('completes: four legs, the longs first, at or just after the instant', async () => {
        const { runId, entryAtMs } = runs.get(mode) as StartedRun;
        const report = await floor.runEnds(runId);
        expect(report, JSON.stringify(report)).to.deep.include({ status: 'completed', subscribers: 1 });
        expect(report.outcomes['completed']).to.equal(1);
        expect(report.orders).to.deep.equal({ placed: 4, filled: 4, rejected: 0, unknown: 0 });
        const record = await floor.record(users[mode].clientId);
        // On paper nothing reaches a broker.
        expect(record.map((order) => order.side)).to.deep.equal(mode === 'live' ? ['BUY', 'BUY', 'SELL', 'SELL'] : []);
        for (const order of record) expect(Date.parse(order.received_at)).to.be.at.least(entryAtMs);
      });

      it('is there for the partner, order by order', async () => {
        const { runId } = runs.get(mode) as StartedRun;
        const { body } = await floor.partner(mode).get(`/partner/executions?user_email=${users[mode].email}`);
        const executions = body['executions'] as Body[];
        expect(executions).to.have.length(1);
        expect(executions[0]).to.deep.include({
          run_id: runId,
          subscription_id: subscriptions.get(mode),
          template_id: TEMPLATE,
          lot_multiplier: 2,
          outcome: 'completed',
          user_email: users[mode].email,
        });
        const orders = executions[0]?.['orders'] as Body[];
        expect(orders.map((order) => [order['purpose'], order['status']])).to.deep.equal(
          Array.from({ length: 4 }, () => ['entry', 'COMPLETE']),
        );
        for (const order of orders) expect(order['filled_quantity']).to.equal(order['quantity']);
      });

      it('is told: in the list of events, and by signed webhooks with the same bodies', async () => {
        const mine = (event: Body) => event['user_email'] === users[mode].email;
        const { body } = await floor.partner(mode).get('/partner/events?limit=100');
        const listed = (body['events'] as Body[]).filter(mine);
        // Each once. On a slow machine the entry's event may be written before the subscription's.
        expect(listed.map((event) => event['event'])).to.have.members(['subscription_created', 'execution_completed']);
        const { id, secret } = endpoints.get(mode) as { id: string; secret: string };
        const delivered = await waitFor(
          () => {
            const bodies = receiver.received.map((hook) => JSON.parse(hook.body) as Body).filter(mine);
            return bodies.length >= listed.length ? bodies : undefined;
          },
          { description: `the webhooks of ${id}` },
        );
        expect(delivered).to.have.deep.members(listed);
        for (const hook of receiver.received.filter(({ body: text }) => mine(JSON.parse(text) as Body)))
          expect(new Webhook(secret).verify(hook.body, hook.headers as Record<string, string>)).to.be.an('object');
      });

      it('is not entered twice on one day unless forced', async () => {
        const { body } = await floor.operator.post(`/operator/templates/${TEMPLATE}/runs`, {
          entry_at: 'now+6s',
          mode,
          ignore_calendar: true,
        });
        const report = await floor.runEnds(String(body['run_id']));
        expect(report.outcomes['skipped'], JSON.stringify(report)).to.equal(1);
      });
    });
});
