// Orders that the broker shows only after they were given up: adopted with their evidence, cancelled or closed, told; never closed twice.
// The scenarios run side by side, each with a client of its own; the tests look at what became of them.
import { setMaxListeners } from 'node:events';
import { expect } from 'chai';
import { BrokerAccountRepository } from '../../db/repositories/broker-accounts.js';
import type { RunningEngine } from '../../engine/create-engine.js';
import { waitFor } from '../support/wait.js';
import { netPosition, startRig, type Rig } from './rig.js';

/** An order that gets no answer is given up after about five seconds (QUICK window 4 s, answers are waited for 5 s); it appears long after. */
const APPEARS_AFTER_S = 14;
const ENTRY_IN_MS = 3_000;

const forever = new AbortController().signal;
setMaxListeners(100, forever);

type Scenario = {
  templateId: string;
  /** Placements that pass before the one that is late. */
  skip?: number;
  /** The late one is a closing order. */
  exit?: true;
  outcome: string;
};
const SCENARIOS = {
  lone_entry: { templateId: 'basket_admin_test_strategy', outcome: 'missed' },
  hedge: { templateId: 'basket_admin_iron_condor', skip: 1, outcome: 'unwound' },
  short: { templateId: 'basket_admin_iron_condor', skip: 3, outcome: 'unwound' },
  naked_short: { templateId: 'basket_admin_short_straddle', skip: 1, outcome: 'unwound' },
  exit_of_long: { templateId: 'basket_admin_test_strategy', exit: true, outcome: 'completed' },
  exit_of_short: { templateId: 'basket_admin_short_straddle', exit: true, outcome: 'completed' },
} satisfies Record<string, Scenario>;
type Name = keyof typeof SCENARIOS;
type Played = Awaited<ReturnType<typeof play>>;

async function play(rig: Rig, engines: readonly [RunningEngine, RunningEngine], clientId: string, scenario: Scenario) {
  const [engine, other] = engines;
  const { templateId, skip = 0, exit = false } = scenario;
  const subscription = await rig.subscriber(clientId, { templateId });
  const fault = { client_id: clientId, kind: 'late_accept', after_s: APPEARS_AFTER_S, skip };
  if (!exit) await rig.sim.arm(fault);
  const { executions } = await rig.run(templateId, ENTRY_IN_MS, subscription, exit ? 2_000 : undefined);
  const executionId = executions.get(subscription) ?? '';
  if (!exit) await rig.generousLimits(executionId);
  const outcome = await engine.entries.execute(executionId);
  if (exit) {
    await rig.sim.arm(fault);
    await engine.exits.follow(executionId, forever);
  }
  const before = { ...(await rig.position(executionId)), orders: await rig.orders(executionId) };
  // Two processes watch, as after a lost heartbeat: only one acts.
  const ends = await Promise.all([engine, other].map(({ lateWatch }) => lateWatch.watch(executionId, forever)));
  return {
    ...{ clientId, executionId, outcome, before, ends },
    position: await rig.position(executionId),
    orders: await rig.orders(executionId),
    record: await rig.record(clientId),
  };
}

const isFlat = (record: Parameters<typeof netPosition>[0]) =>
  [...netPosition(record).values()].every((units) => units === 0);
const earnedPaise = (record: Played['record']) =>
  Math.round(
    record.reduce((sum, o) => sum + (o.side === 'SELL' ? 1 : -1) * o.filled_quantity * o.average_price, 0) * 100,
  );

/** Entries that appear late do: their limits cross whatever happens. A late exit may rest instead, and is cancelled then. */
const hasTraded = ({ before, orders }: Played): boolean =>
  orders.some((o) => o.filled > 0 && before.orders.some(({ tag, state }) => tag === o.tag && state === 'NOT_PLACED'));

describe('late orders', function () {
  this.timeout(120_000);
  let rig: Rig;
  let engine: RunningEngine;
  const played = {} as Record<Name, Played>;
  const names = Object.keys(SCENARIOS) as Name[];

  before(async () => {
    rig = await startRig();
    engine = await rig.engine();
    const engines = [engine, await rig.engine()] as const;
    await Promise.all(
      names.map(async (name, index) => {
        played[name] = await play(rig, engines, `LATE${index}`, SCENARIOS[name]);
      }),
    );
  });
  after(() => rig.close());

  const told = async (type: string, executionId: string) =>
    (await rig.events()).filter((e) => e.type === type && e.body['execution_id'] === executionId);
  const lateSteps = (executionId: string) =>
    rig.db.query<{ purpose: string; from: string; to: string; late: string }>(
      `SELECT o.purpose, v.from_state AS "from", v.to_state AS "to", v.evidence->>'late' AS late
       FROM order_event v JOIN order_intent o ON o.id = v.order_id WHERE o.execution_id = $1 AND v.evidence ? 'late' ORDER BY v.id`,
      [executionId],
    );

  for (const name of names)
    it(`are taken for never placed, appear, and end flat: ${name}`, async () => {
      const { outcome, before, ends, position, record, orders, executionId } = played[name];
      expect(outcome).to.equal(SCENARIOS[name].outcome);
      expect(before.orders.some((o) => o.state === 'NOT_PLACED')).to.equal(true);
      expect(ends).to.deep.equal([{ outcome: 'resolved' }, { outcome: 'resolved' }]);
      expect(isFlat(record), JSON.stringify(orders)).to.equal(true);
      expect(position).to.deep.include({ status: 'closed', realisedPnlPaise: earnedPaise(record) });
      expect((await rig.outcome(executionId)).outcome, 'as it was told').to.equal(SCENARIOS[name].outcome);
    });

  it('of entries have traded', () => {
    for (const name of names) if (!('exit' in SCENARIOS[name])) expect(hasTraded(played[name]), name).to.equal(true);
  });

  it('are one transition, with its name and the book as evidence', async () => {
    for (const name of names) {
      const steps = await lateSteps(played[name].executionId);
      expect(steps, name).to.have.length(1);
      expect(steps[0], name).to.deep.include({ from: 'NOT_PLACED', late: 'appeared_late' });
      expect(steps[0]?.purpose).to.equal('exit' in SCENARIOS[name] ? 'exit' : 'entry');
    }
  });

  it('are closed once, and no tag is accepted twice', () => {
    for (const [name, one] of Object.entries(played)) {
      const { record, before } = one;
      const tags = record.filter((o) => o.order_id !== null).map((o) => o.tag);
      expect(new Set(tags).size, name).to.equal(tags.length);
      const traded = (orders: { filled: number }[]) => orders.filter((o) => o.filled > 0).length;
      // What had traded before, the late order itself, and one order that takes it back.
      const expected = traded(before.orders) + (hasTraded(one) ? 2 : 0);
      expect(
        record.filter((o) => o.filled_quantity > 0),
        name,
      ).to.have.length(expected);
    }
  });

  it('are told once, with what they were and what it came to', async () => {
    for (const [name, one] of Object.entries(played)) {
      const { executionId, position } = one;
      const events = await told('execution_resolved', executionId);
      expect(events, name).to.have.length(1);
      expect(events[0]?.body, name).to.deep.include({
        resolution: hasTraded(one) ? 'closed' : 'nothing_traded',
        realised_pnl: (position.realisedPnlPaise ?? 0) / 100,
      });
      expect(events[0]?.body['orders'], name).to.have.length(1);
      const [order] = events[0]?.body['orders'] as Record<string, unknown>[];
      expect(order?.['status'], name).to.equal(hasTraded(one) ? 'COMPLETE' : 'CANCELLED');
      expect(await told('execution_exposed', executionId), name).to.have.length(0);
    }
  });

  it('that turned a position round are taken back to its own side', () => {
    for (const name of ['exit_of_long', 'exit_of_short'] as const) {
      const opening = played[name].orders.find((o) => o.purpose === 'entry')?.side;
      const exits = played[name].orders.filter((o) => o.purpose === 'exit' && o.filled > 0);
      expect(
        exits.filter((o) => o.side === opening),
        name,
      ).to.have.length(hasTraded(played[name]) ? 1 : 0);
      expect(played[name].before.status).to.equal('closed');
    }
  });

  it('that rest are cancelled; nothing traded, and no position is left', async () => {
    const { executionId, record } = await resting('LATEREST');
    expect(record.map((o) => [o.status, o.filled_quantity])).to.deep.equal([['CANCELLED', 0]]);
    expect((await told('execution_resolved', executionId)).map(({ body }) => body['resolution'])).to.deep.equal([
      'nothing_traded',
    ]);
  });

  it('are not looked for without a login, which proves nothing, and closed after the next one', async () => {
    const { clientId, executionId } = await givenUp('LATELOGIN', 9);
    const [account] = await rig.db.query<{ id: string; token: string }>(
      'UPDATE broker_account SET token_secret_id = NULL WHERE client_id = $1 RETURNING id, (SELECT id FROM sealed_secret WHERE owner_id = broker_account.id) AS token',
      [clientId],
    );
    const watching = engine.lateWatch.watch(executionId, forever);
    await waitFor(async () => netPosition(await rig.record(clientId)).size > 0 && !isFlat(await rig.record(clientId)), {
      timeoutMs: 20_000,
      description: 'the late order',
    });
    await lookedAgain(executionId);
    expect((await rig.orders(executionId)).map((o) => o.state)).to.deep.equal(['NOT_PLACED']);
    await rig.db.query('UPDATE broker_account SET token_secret_id = $2 WHERE id = $1', [account?.id, account?.token]);
    expect(await watching).to.deep.equal({ outcome: 'resolved' });
    expect(isFlat(await rig.record(clientId))).to.equal(true);
  });

  it('are closed by another process when the one that adopted them dies', async () => {
    const { clientId, executionId } = await givenUp('LATEDIES', 9);
    const dying = await rig.engine();
    const stop = new AbortController();
    await rig.sim.arm({ client_id: clientId, kind: 'timeout_after_accept' });
    const died = dying.lateWatch.watch(executionId, stop.signal).catch((error: Error) => error.name);
    await waitFor(async () => (await rig.orders(executionId)).some((o) => o.purpose === 'exit'), {
      timeoutMs: 20_000,
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
  });

  it('that cannot be closed make the partner hear that he is exposed', async () => {
    const { clientId, executionId } = await givenUp('LATESTUCK', 9);
    await rig.sim.arm({ client_id: clientId, kind: 'accept_then_reject', count: 8 });
    expect(await engine.lateWatch.watch(executionId, forever)).to.deep.equal({ outcome: 'resolved' });
    const [exposed, ...others] = await told('execution_exposed', executionId);
    expect(exposed?.body).to.include({ during: 'late' });
    expect(others).to.deep.equal([]);
    expect(isFlat(await rig.record(clientId))).to.equal(true);
  });

  it('are watched no longer than their day, and an execution without doubts not at all', async () => {
    const { executionId, runId } = await givenUp('LATEDAY', 600);
    await rig.db.query(`UPDATE strategy_run SET entry_at = entry_at - interval '2 days' WHERE id = $1`, [runId]);
    expect(await engine.lateWatch.watch(executionId, forever)).to.deep.equal({ outcome: 'day_over' });
    const watches = await rig.db.query<{ outcome: string }>('SELECT outcome FROM late_watch WHERE execution_id = $1', [
      executionId,
    ]);
    expect(watches).to.deep.equal([{ outcome: 'day_over' }]);
    const subscription = await rig.subscriber('LATENONE', { templateId: 'basket_admin_test_strategy' });
    await rig.sim.arm({ client_id: 'LATENONE', kind: 'insufficient_funds' });
    const { executions } = await rig.run('basket_admin_test_strategy', 1_500, subscription);
    const refused = executions.get(subscription) ?? '';
    expect(await engine.entries.execute(refused)).to.equal('failed');
    expect(await rig.db.query('SELECT 1 FROM late_watch WHERE execution_id = $1', [refused])).to.deep.equal([]);
  });

  it('stop being watched when the process is told to stop, for another to go on', async () => {
    const { executionId } = await givenUp('LATESTOP', 600);
    const stop = new AbortController();
    const stopped = engine.lateWatch.watch(executionId, stop.signal).catch((error: Error) => error.message);
    stop.abort(new Error('shutting down'));
    expect(await stopped).to.equal('shutting down');
  });

  it('of which nobody could say anything are resolved and told once the book can be read', async () => {
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
    await logInAgain(clientId);
    expect(await following).to.deep.equal({ status: 'closed' });
    expect(await watching).to.deep.equal({ outcome: 'resolved' });
    expect(isFlat(await rig.record(clientId))).to.equal(true);
    expect((await rig.outcome(executionId)).outcome).to.equal('unknown');
    const [resolved, ...others] = await told('execution_resolved', executionId);
    expect(others).to.deep.equal([]);
    expect(resolved?.body).to.include({ resolution: 'closed' });
    expect((await lateSteps(executionId)).map(({ late }) => late)).to.include('became_known');
  });

  /** A lone entry that was given up as never placed. @param afterS - when it appears */
  async function givenUp(clientId: string, afterS: number) {
    const templateId = 'basket_admin_test_strategy';
    const subscription = await rig.subscriber(clientId, { templateId });
    await rig.sim.arm({ client_id: clientId, kind: 'late_accept', after_s: afterS });
    const { runId, executions } = await rig.run(templateId, 2_500, subscription);
    const executionId = executions.get(subscription) ?? '';
    await rig.generousLimits(executionId);
    expect(await engine.entries.execute(executionId)).to.equal('missed');
    return { clientId, runId, executionId };
  }

  async function resting(clientId: string) {
    const fillAfter = async (fill_ms: [number, number]) =>
      expect((await rig.sim.sim('POST', '/latency', { broker: 'zebu', fill_ms })).status).to.equal(200);
    await fillAfter([60_000, 60_000]);
    const { executionId } = await givenUp(clientId, 9);
    await fillAfter([20, 150]);
    expect(await engine.lateWatch.watch(executionId, forever)).to.deep.equal({ outcome: 'resolved' });
    return { executionId, record: await rig.record(clientId) };
  }

  /** Waits until a look has begun after now. */
  async function lookedAgain(executionId: string): Promise<void> {
    const lookedAt = async () =>
      (
        await rig.db.query<{ at: Date | null }>('SELECT looked_at AS at FROM late_watch WHERE execution_id = $1', [
          executionId,
        ])
      )[0]?.at?.getTime() ?? 0;
    const before = await lookedAt();
    await waitFor(async () => (await lookedAt()) > before + 300, { description: 'another look' });
  }

  async function logInAgain(clientId: string): Promise<void> {
    const [account] = await rig.db.query<{ id: string }>('SELECT id FROM broker_account WHERE client_id = $1', [
      clientId,
    ]);
    const tokenSecretId = await rig.sealedLogin(account?.id ?? '', clientId);
    const until = new Date(Date.now() + 6 * 3_600_000);
    await rig.db.transaction((tx) =>
      new BrokerAccountRepository(rig.db).setToken(tx, account?.id ?? '', {
        ...{ tokenSecretId, lastLogin: new Date(), tokenExpiresAt: until, entryValidUntil: until },
      }),
    );
  }
});
