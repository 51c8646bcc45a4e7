// A process dies, freezes or is cut off with an entry in its hands: whoever takes over sends only what provably never left.
import { expect } from 'chai';
import type { RunningEngine } from '../../engine/create-engine.js';
import { waitFor } from '../support/wait.js';
import { netPosition, startRig, type Rig } from './rig.js';

describe('takeover', function () {
  this.timeout(60_000);
  let rig: Rig;
  let clients = 0;

  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  /** A subscriber armed by an engine that then loses its lease, as a dead or cut-off process does. */
  async function orphan(options: { burstMarked: boolean; inMs?: number }) {
    const clientId = `TAKE${++clients}`;
    const subscription = await rig.subscriber(clientId);
    const { runId, executions } = await rig.run('basket_admin_iron_condor', options.inMs ?? 4_000, subscription);
    const executionId = executions.get(subscription) ?? '';
    const first = await rig.engine();
    const held = first.entries.execute(executionId).then(
      (outcome) => outcome as string,
      (error: Error) => error.name,
    );
    await waitFor(async () => (await rig.orders(executionId)).length === 4, { timeoutMs: 3_000, description: 'armed' });
    if (options.burstMarked)
      await rig.db.query(
        'INSERT INTO burst_mark (run_id, lease_id) SELECT run_id, lease_id FROM execution WHERE id = $1',
        [executionId],
      );
    await rig.db.query(
      `UPDATE dispatcher_lease SET expires_at = now() - interval '1 second' WHERE id = (SELECT lease_id FROM execution WHERE id = $1)`,
      [executionId],
    );
    return { clientId, subscription, runId, executionId, held };
  }

  async function takeOver(executionId: string): Promise<{ engine: RunningEngine; outcome: string }> {
    const engine = await rig.engine();
    return { engine, outcome: await engine.entries.execute(executionId) };
  }

  const acceptedOnce = async (clientId: string) => {
    const tags = (await rig.record(clientId)).filter((o) => o.order_id !== null).map((o) => o.tag);
    expect(new Set(tags).size).to.equal(tags.length);
    return tags.length;
  };

  it('sends what a holder without a burst mark cannot have sent; the former holder sends nothing', async () => {
    const { clientId, executionId, held } = await orphan({ burstMarked: false });
    const { outcome } = await takeOver(executionId);
    expect(outcome).to.equal('completed');
    expect(await held).to.be.oneOf(['FencedError', 'completed', 'MayNotSendError']);
    expect(await acceptedOnce(clientId)).to.equal(4);
  });

  it('never sends what may have left: absent from the book, it ends flat', async () => {
    const { clientId, executionId, held } = await orphan({ burstMarked: true });
    const { outcome } = await takeOver(executionId);
    expect(outcome).to.equal('missed');
    await held;
    expect(await acceptedOnce(clientId)).to.equal(0);
  });

  it('adopts what did leave, and goes on with the second wave', async () => {
    const { clientId, executionId, held } = await orphan({ burstMarked: true });
    // What the dead holder sent at the instant: the first wave's orders, by their tags.
    await rig.placeAsHolder(executionId);
    const { outcome } = await takeOver(executionId);
    expect(outcome).to.equal('completed');
    await held;
    expect(await acceptedOnce(clientId)).to.equal(4);
    expect([...netPosition(await rig.record(clientId)).values()].filter((units) => units !== 0)).to.have.length(4);
  });

  it('waits for a lease that is alive', async () => {
    const clientId = `TAKE${++clients}`;
    const subscription = await rig.subscriber(clientId);
    const { executions } = await rig.run('basket_admin_iron_condor', 2_500, subscription);
    const executionId = executions.get(subscription) ?? '';
    const [first, second] = [await rig.engine(), await rig.engine()];
    const outcomes = await Promise.all([first.entries.execute(executionId), second.entries.execute(executionId)]);
    expect(outcomes).to.deep.equal(['completed', 'completed']);
    expect(await acceptedOnce(clientId)).to.equal(4);
  });

  it('stops what has not left when the kill switch is engaged, the subscription paused or the user logged out', async () => {
    const names = ['halt', 'pause', 'logout'] as const;
    const armed = await Promise.all(
      names.map(async () => {
        const clientId = `TAKE${++clients}`;
        const subscription = await rig.subscriber(clientId);
        const { runId, executions } = await rig.run('basket_admin_iron_condor', 4_000, subscription);
        return { clientId, subscription, runId, executionId: executions.get(subscription) ?? '' };
      }),
    );
    const engine = await rig.engine();
    const outcomes = armed.map(({ executionId }) => engine.entries.execute(executionId));
    const [halted, paused, loggedOut] = armed;
    await waitFor(
      async () =>
        (await Promise.all(armed.map((a) => rig.orders(a.executionId)))).every((orders) => orders.length === 4),
      { timeoutMs: 3_000, description: 'all armed' },
    );
    await rig.stop(
      'run',
      halted?.runId ?? '',
      `INSERT INTO halt (id, scope, scope_id, reason, created_by) VALUES ('hlt_1', 'run', $1, 'test', 'test')`,
    );
    await rig.stop(
      'subscription',
      paused?.subscription ?? '',
      `UPDATE subscription SET status = 'PAUSED' WHERE id = $1`,
    );
    await rig.stop(
      'account',
      loggedOut?.clientId ?? '',
      `UPDATE broker_account SET session_status = 'login_required' WHERE client_id = $1`,
    );
    expect(await Promise.all(outcomes)).to.deep.equal(['skipped', 'skipped', 'skipped']);
    for (const { clientId } of armed) expect(await rig.record(clientId)).to.have.length(0);
    await rig.db.query('UPDATE halt SET lifted_at = now()');
  });
});
