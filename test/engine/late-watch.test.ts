// The watch on late orders in its less ordinary situations: resting orders, no login, a dying process, a broker that rejects, the day's end.
// The situations run side by side, each with a client of its own; a test is the end of one.
import { expect } from 'chai';
import { BrokerAccountRepository } from '../../db/repositories/broker-accounts.js';
import type { RunningEngine } from '../../engine/create-engine.js';
import { waitFor } from '../support/wait.js';
import { fillAfter, forever, givenUp, isFlat, lateSteps, told } from './late-support.js';
import { startRig, type Rig } from './rig.js';

/** Well after the order is given up (about five seconds). */
const APPEARS_AFTER_S = 14;

type Situation = (rig: Rig, engine: RunningEngine) => Promise<void>;

const SITUATIONS: Record<string, Situation> = {
  'looks for nothing without a login, which proves nothing, and closes after the next one': async (rig, engine) => {
    const { clientId, executionId } = await givenUp(rig, engine, 'LATELOGIN', APPEARS_AFTER_S);
    const account = await accountOf(rig, clientId);
    await rig.db.query('UPDATE broker_account SET token_secret_id = NULL WHERE id = $1', [account]);
    const watching = engine.lateWatch.watch(executionId, forever);
    await waitFor(async () => !isFlat(await rig.record(clientId)), {
      timeoutMs: 30_000,
      description: 'the late order',
    });
    await lookedAgain(rig, executionId);
    expect((await rig.orders(executionId)).map((o) => o.state)).to.deep.equal(['NOT_PLACED']);
    await logInAgain(rig, clientId);
    expect(await watching).to.deep.equal({ outcome: 'resolved' });
    expect(isFlat(await rig.record(clientId))).to.equal(true);
  },

  'leaves what it adopted to another process when it dies': async (rig, engine) => {
    const { clientId, executionId } = await givenUp(rig, engine, 'LATEDIES', APPEARS_AFTER_S);
    const dying = await rig.engine();
    const stop = new AbortController();
    await rig.sim.arm({ client_id: clientId, kind: 'timeout_after_accept' });
    const died = dying.lateWatch.watch(executionId, stop.signal).catch((error: Error) => error.name);
    await waitFor(async () => (await rig.orders(executionId)).some((o) => o.purpose === 'exit'), {
      timeoutMs: 30_000,
      description: 'the late order is being closed',
    });
    stop.abort(new Error('stopping'));
    await rig.db.query(
      `UPDATE dispatcher_lease SET expires_at = now() - interval '1 second' WHERE id = (SELECT lease_id FROM execution WHERE id = $1)`,
      [executionId],
    );
    expect(await engine.lateWatch.watch(executionId, forever)).to.deep.equal({ outcome: 'resolved' });
    await died;
    const record = await rig.record(clientId);
    expect(isFlat(record)).to.equal(true);
    expect(record.filter((o) => o.filled_quantity > 0)).to.have.length(2);
  },

  'tells that somebody is exposed when the broker keeps rejecting what closes it': async (rig, engine) => {
    const { clientId, executionId } = await givenUp(rig, engine, 'LATESTUCK', APPEARS_AFTER_S);
    await rig.sim.arm({ client_id: clientId, kind: 'accept_then_reject', count: 8 });
    expect(await engine.lateWatch.watch(executionId, forever)).to.deep.equal({ outcome: 'resolved' });
    const exposed = await told(rig, 'execution_exposed', executionId);
    expect(exposed.map(({ body }) => body['during'])).to.deep.equal(['late']);
    expect(isFlat(await rig.record(clientId))).to.equal(true);
  },

  'ends with the day': async (rig, engine) => {
    const { executionId, runId } = await givenUp(rig, engine, 'LATEDAY', 600);
    await rig.db.query(`UPDATE strategy_run SET entry_at = entry_at - interval '2 days' WHERE id = $1`, [runId]);
    expect(await engine.lateWatch.watch(executionId, forever)).to.deep.equal({ outcome: 'day_over' });
    expect(await rig.db.query('SELECT outcome FROM late_watch WHERE execution_id = $1', [executionId])).to.deep.equal([
      { outcome: 'day_over' },
    ]);
  },

  'is not opened where a refusal proves that nothing was created': async (rig, engine) => {
    const subscription = await rig.subscriber('LATENONE', { templateId: 'basket_admin_test_strategy' });
    await rig.sim.arm({ client_id: 'LATENONE', kind: 'throttle', count: 9 });
    const { executions } = await rig.run('basket_admin_test_strategy', 2_500, subscription);
    const executionId = executions.get(subscription) ?? '';
    expect(await engine.entries.execute(executionId)).to.equal('failed');
    expect((await rig.orders(executionId)).map((o) => o.state)).to.deep.equal(['NOT_PLACED']);
    expect(await rig.db.query('SELECT 1 FROM late_watch WHERE execution_id = $1', [executionId])).to.deep.equal([]);
  },

  'stops when its process is told to stop, for another to go on': async (rig, engine) => {
    const { executionId } = await givenUp(rig, engine, 'LATESTOP', 600);
    const stop = new AbortController();
    const stopped = engine.lateWatch.watch(executionId, stop.signal).catch((error: Error) => error.message);
    stop.abort(new Error('shutting down'));
    expect(await stopped).to.equal('shutting down');
  },

  'leaves an unknown order to the exit that follows it, which resolves and tells it': async (rig) => {
    const clientId = 'LATEUNKNOWN';
    const subscription = await rig.subscriber(clientId);
    const quick = await rig.engine({ ambiguousWindowMs: 2_000, exposedRetryMs: 500, lateLookMs: 300 });
    await rig.sim.arm({ client_id: clientId, kind: 'token_revoked', skip: 1 });
    const { executions } = await rig.run('basket_admin_iron_condor', 2_500, subscription);
    const executionId = executions.get(subscription) ?? '';
    expect(await quick.entries.execute(executionId)).to.equal('unknown');
    expect((await rig.position(executionId)).status).to.equal('unknown');
    const following = quick.exits.follow(executionId, forever);
    const watching = quick.lateWatch.watch(executionId, forever);
    await logInAgain(rig, clientId);
    expect(await following).to.deep.equal({ status: 'closed' });
    expect(await watching).to.deep.equal({ outcome: 'resolved' });
    expect(isFlat(await rig.record(clientId))).to.equal(true);
    expect((await rig.outcome(executionId)).outcome, 'as it was told').to.equal('unknown');
    const resolved = await told(rig, 'execution_resolved', executionId);
    expect(resolved.map(({ body }) => body['resolution'])).to.deep.equal(['closed']);
    expect((await lateSteps(rig, executionId)).map(({ late }) => late)).to.include('became_known');
  },
};

describe('late watch', function () {
  this.timeout(120_000);
  let rig: Rig;
  const ends = new Map<string, Promise<PromiseSettledResult<void>[]>>();
  const begin = (name: string, work: Promise<void>) => ends.set(name, Promise.allSettled([work]));
  const RESTING = 'cancels what rests; nothing traded, and no position is left';

  before(async () => {
    rig = await startRig();
    const engine = await rig.engine();
    const rested = await placeResting(rig, engine);
    begin(RESTING, endResting(rig, engine, rested));
    for (const [name, situation] of Object.entries(SITUATIONS)) begin(name, situation(rig, engine));
  });
  after(async () => {
    await Promise.all(ends.values());
    await rig.close();
  });

  for (const name of [RESTING, ...Object.keys(SITUATIONS)])
    it(name, async () => {
      for (const end of (await ends.get(name)) ?? []) if (end.status === 'rejected') throw end.reason;
    });
});

type GivenUp = Awaited<ReturnType<typeof givenUp>>;

/** Placed alone: while it is, every order would rest. */
async function placeResting(rig: Rig, engine: RunningEngine): Promise<GivenUp> {
  await fillAfter(rig, 60_000);
  const given = await givenUp(rig, engine, 'LATEREST', APPEARS_AFTER_S);
  await fillAfter(rig, 0);
  return given;
}

async function endResting(rig: Rig, engine: RunningEngine, { clientId, executionId }: GivenUp): Promise<void> {
  expect(await engine.lateWatch.watch(executionId, forever)).to.deep.equal({ outcome: 'resolved' });
  const record = await rig.record(clientId);
  expect(record.map((o) => [o.status, o.filled_quantity])).to.deep.equal([['CANCELLED', 0]]);
  const resolved = await told(rig, 'execution_resolved', executionId);
  expect(resolved.map(({ body }) => body['resolution'])).to.deep.equal(['nothing_traded']);
}

/** Waits until a look has begun after now. */
async function lookedAgain(rig: Rig, executionId: string): Promise<void> {
  const looks = 'SELECT looked_at > $2 AS later FROM late_watch WHERE execution_id = $1';
  const from = new Date(Date.now() + 300);
  const later = async () => (await rig.db.query<{ later: boolean }>(looks, [executionId, from]))[0]?.later ?? false;
  await waitFor(later, { description: 'another look' });
}

async function accountOf(rig: Rig, clientId: string): Promise<string> {
  const rows = await rig.db.query<{ id: string }>('SELECT id FROM broker_account WHERE client_id = $1', [clientId]);
  return rows[0]?.id ?? '';
}

async function logInAgain(rig: Rig, clientId: string): Promise<void> {
  const accountId = await accountOf(rig, clientId);
  const tokenSecretId = await rig.sealedLogin(accountId, clientId);
  const until = new Date(Date.now() + 6 * 3_600_000);
  const session = { tokenSecretId, lastLogin: new Date(), tokenExpiresAt: until, entryValidUntil: until };
  await rig.db.transaction((tx) => new BrokerAccountRepository(rig.db).setToken(tx, accountId, session));
}
