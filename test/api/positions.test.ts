// What the API says of positions: at a pause or a cancellation, in executions, by the kill switch, and the day loss limit.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { recordRun } from './support/entries.js';
import { zebuTest, type HttpClient } from './support/http.js';
import { subscribeUser } from './support/journeys.js';

describe('positions', () => {
  let rig: ApiRig;
  let client: HttpClient;

  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
  });
  after(() => rig.close());
  afterEach(() => (rig.fake.next = {}));

  /** A subscriber whose execution has a position. */
  async function holder(status = 'open', exitAt: Date | null = new Date('2026-11-24T09:45:00Z')) {
    const { subscriptionId } = await subscribeUser(client);
    const order = { state: 'COMPLETE', brokerOrderId: `b_${subscriptionId}`, lateMs: 4 };
    const runId = await recordRun(rig.db, [subscriptionId], [order]);
    await rig.db.query(
      `INSERT INTO position (execution_id, run_id, subscription_id, account_id, partner_id, mode, status, exit_at)
       SELECT id, run_id, subscription_id, account_id, partner_id, mode, $2, $3 FROM execution WHERE run_id = $1`,
      [runId, status, exitAt],
    );
    return { subscriptionId, runId, path: `/partner/subscriptions/${subscriptionId}` };
  }
  const executionOf = async (subscriptionId: string) => {
    const listed = await client.get(`/partner/executions?subscription_id=${subscriptionId}`);
    return (listed.body['executions'] as Record<string, unknown>[])[0];
  };

  it('are closed as planned when their subscription is paused', async () => {
    const { path } = await holder();
    const paused = await client.put(`${path}/pause`);
    expect(paused.status, paused.text).to.equal(200);
    expect(paused.body['position']).to.deep.equal({ status: 'open', exit_at: '2026-11-24T09:45:00Z', flatten: false });
    expect((await client.put(`${path}/resume`)).body).not.to.have.property('position');
  });

  it('are closed now when that is asked for', async () => {
    for (const stop of [
      (path: string) => client.delete(`${path}?flatten=true`),
      (path: string) => client.put(`${path}/pause?flatten=true`),
    ]) {
      const { path } = await holder('open', null);
      const stopped = await stop(path);
      expect(stopped.body['position'], stopped.text).to.deep.equal({ status: 'open', exit_at: null, flatten: true });
    }
  });

  it('are null where there is none', async () => {
    const { subscriptionId } = await subscribeUser(client);
    const paused = await client.put(`/partner/subscriptions/${subscriptionId}/pause?flatten=true`);
    expect(paused.body['position']).to.equal(null);
  });

  it('are not asked twice in one word: flatten is true or false', async () => {
    const { path } = await holder();
    const refused = await client.delete(`${path}?flatten=perhaps`);
    expect(refused.status).to.equal(400);
    expect((refused.body['details'] as { field: string }[])[0]?.field).to.equal('flatten');
  });

  it('keep their account logged in, by name, unless the logout is forced', async () => {
    const { subscriptionId, runId } = await holder();
    const [account] = await rig.db.query<{ clientId: string }>(
      `SELECT a.client_id AS "clientId" FROM position p JOIN broker_account a ON a.id = p.account_id WHERE p.run_id = $1`,
      [runId],
    );
    const path = `/partner/broker-accounts/${account?.clientId}/oauth/logout`;
    const [execution] = await rig.db.query<{ id: string }>('SELECT id FROM execution WHERE run_id = $1', [runId]);
    const refused = await client.post(path);
    expect([refused.status, refused.body['code']], refused.text).to.deep.equal([409, 'position_open']);
    expect(refused.body['open_positions']).to.deep.equal([
      {
        execution_id: execution?.id,
        subscription_id: subscriptionId,
        template_id: 'basket_admin_test_strategy',
        status: 'open',
        exit_at: '2026-11-24T09:45:00Z',
      },
    ]);
    const wrong = await client.post(path, { force: 'yes' });
    expect((wrong.body['details'] as { field: string }[])[0]?.field).to.equal('force');
    expect((await client.post(path, { force: true })).body).to.deep.include({ success: true, message: 'Logged out' });
  });

  it('that have ended do not keep it', async () => {
    const { runId } = await holder();
    const [account] = await rig.db.query<{ clientId: string }>(
      `UPDATE position p SET status = 'closed', exit_reason = 'flatten', realised_pnl_paise = 0, closed_at = now() FROM broker_account a WHERE a.id = p.account_id AND p.run_id = $1
       RETURNING a.client_id AS "clientId"`,
      [runId],
    );
    const out = await client.post(`/partner/broker-accounts/${account?.clientId}/oauth/logout`);
    expect(out.status, out.text).to.equal(200);
  });

  it('defer a cancellation while an order is unknown', async () => {
    const { path } = await holder('unknown');
    rig.fake.next.change = { outcome: 'order_unknown' };
    const refused = await client.delete(path);
    expect([refused.status, refused.body['code']]).to.deep.equal([409, 'order_unknown']);
    expect(refused.headers.get('retry-after')).to.equal('30');
  });

  it('show in executions: status, exit, result', async () => {
    const { subscriptionId, runId } = await holder();
    expect(await executionOf(subscriptionId)).to.deep.include({
      ...{ position_status: 'open', exit_at: '2026-11-24T09:45:00Z' },
      ...{ exit_reason: null, realised_pnl: null, closed_at: null },
    });
    await rig.db.query(
      `UPDATE position SET status = 'closed', exit_reason = 'exit_time', realised_pnl_paise = -125050, closed_at = '2026-11-24T09:45:01Z' WHERE run_id = $1`,
      [runId],
    );
    expect(await executionOf(subscriptionId)).to.deep.include({
      ...{ position_status: 'closed', exit_reason: 'exit_time', realised_pnl: -1250.5 },
      closed_at: '2026-11-24T09:45:01Z',
    });
  });

  it('are flattened by a kill switch that says so, also one that is engaged already', async () => {
    const { runId, path } = await holder();
    const flip = (body: object) =>
      rig.operator.post('/operator/kill-switch', { scope: 'run', id: runId, reason: 'x', ...body });
    expect((await flip({})).body['halt']).to.include({ flatten: false });
    expect((await flip({ flatten: true })).body['halt']).to.include({ flatten: true });
    expect((await client.put(`${path}/pause`)).body['position']).to.include({ flatten: true });
    expect((await flip({ action: 'release', flatten: true })).status).to.equal(400);
    expect((await flip({ action: 'release' })).status).to.equal(200);
  });

  describe('day loss limit', () => {
    it('is set, read, and cleared', async () => {
      const { subscriptionId } = await subscribeUser(client);
      const path = `/partner/subscriptions/${subscriptionId}`;
      const set = await client.patch(path, { day_loss_limit: 2500.5 });
      expect(set.body, set.text).to.deep.include({
        ...{ message: 'Day loss limit changed successfully', day_loss_limit: 2500.5 },
        ...{ lot_multiplier: 1, effective_from: 'now' },
      });
      expect((await client.get(path)).body['day_loss_limit']).to.equal(2500.5);
      const both = await client.patch(path, { lot_multiplier: 2, day_loss_limit: null });
      expect(both.body).to.include({ lot_multiplier: 2, day_loss_limit: null, effective_from: 'next_execution' });
      expect((await client.get(path)).body['day_loss_limit']).to.equal(null);
    });

    for (const [body, field] of [
      [{}, 'lot_multiplier'],
      [{ day_loss_limit: -1 }, 'day_loss_limit'],
      [{ day_loss_limit: 0.005 }, 'day_loss_limit'],
      [{ day_loss_limit: 'much' }, 'day_loss_limit'],
    ] as const)
      it(`refuses ${JSON.stringify(body)}`, async () => {
        const { subscriptionId } = await subscribeUser(client);
        const refused = await client.patch(`/partner/subscriptions/${subscriptionId}`, body);
        expect(refused.status).to.equal(400);
        expect((refused.body['details'] as { field: string }[])[0]?.field).to.equal(field);
      });

    it('cannot be set on what is cancelled', async () => {
      const { subscriptionId } = await subscribeUser(client);
      await client.delete(`/partner/subscriptions/${subscriptionId}`);
      const refused = await client.patch(`/partner/subscriptions/${subscriptionId}`, { day_loss_limit: 1 });
      expect([refused.status, refused.body['code']]).to.deep.equal([409, 'invalid_transition']);
    });
  });
});
