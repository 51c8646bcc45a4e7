// One subscriber's way out against the real simulator: on time, by stop or target, on request, in spite of every fault; never twice.
// All scenarios run side by side, each with a client of its own; the tests look at what became of them.
import { setMaxListeners } from 'node:events';
import { expect } from 'chai';
import type { RunningEngine } from '../../engine/create-engine.js';
import type { ExitRules } from '../../domain/exit-rules.js';
import { waitFor } from '../support/wait.js';
import { netPosition, startRig, type Rig } from './rig.js';

type Scenario = {
  /** A copy of the iron condor with these rules; absent: the template itself. */
  rules?: ExitRules;
  templateId?: string;
  /** ms after the entry; absent: no exit is planned. */
  exitAfterMs?: number;
  fault?: Record<string, unknown>;
  /** Done once the position is held. */
  then?: (rig: Rig, held: { subscription: string; runId: string; executionId: string }) => Promise<unknown>;
};
type Exited = Awaited<ReturnType<typeof exit>>;

const ENTRY_IN_MS = 3_000;
const SOON = 2_500;
const requestFlatten = (rig: Rig, { subscription }: { subscription: string }) =>
  rig.stop(
    'subscription',
    subscription,
    `UPDATE position SET flatten_requested_at = now(), flatten_requested_by = 'test' WHERE subscription_id = $1`,
  );

const SCENARIOS = {
  on_time: { exitAfterMs: 4_000 },
  sliced: { templateId: 'basket_admin_test_strategy', exitAfterMs: SOON },
  stop: { rules: { combined: { stopLossPaise: 1 } } },
  // Below any loss of the first second: reached at once, whichever way the market goes.
  target: { rules: { combined: { targetPaise: -100_000_00 } }, templateId: 'basket_admin_short_straddle' },
  leg_stop: { rules: { legs: [{ stopLossBps: 1 }] } },
  day_loss: {
    then: (rig, { subscription }) =>
      rig.stop('subscription', subscription, 'UPDATE subscription SET day_loss_limit_paise = 0 WHERE id = $1'),
  },
  flatten: { exitAfterMs: 3_600_000, then: requestFlatten },
  kill_switch: {
    then: (rig, { runId }) =>
      rig.stop(
        'run',
        runId,
        `INSERT INTO halt (id, scope, scope_id, reason, created_by, flatten) VALUES ('hlt_exit', 'run', $1, 'test', 'test', true)`,
      ),
  },
  partial_fill: { exitAfterMs: SOON, fault: { kind: 'partial_fill' } },
  never_fills: { exitAfterMs: SOON, fault: { kind: 'never_fills', count: 2 } },
  server_error: { exitAfterMs: SOON, fault: { kind: 'server_error' } },
  non_json: { exitAfterMs: SOON, fault: { kind: 'non_json' } },
  reset_before_accept: { exitAfterMs: SOON, fault: { kind: 'reset_before_accept' } },
  throttle: { exitAfterMs: SOON, fault: { kind: 'throttle', count: 2 } },
  slow: { exitAfterMs: SOON, fault: { kind: 'slow', delay_ms: 1_000 } },
  accept_then_reject: { exitAfterMs: SOON, fault: { kind: 'accept_then_reject' } },
  insufficient_funds: { exitAfterMs: SOON, fault: { kind: 'insufficient_funds', count: 2 } },
  timeout_after_accept: { exitAfterMs: SOON, fault: { kind: 'timeout_after_accept' } },
  late_accept: { exitAfterMs: SOON, fault: { kind: 'late_accept', after_s: 2 } },
  rejected_for_long: { exitAfterMs: SOON, fault: { kind: 'accept_then_reject', count: 14 } },
} satisfies Record<string, Scenario>;
type Name = keyof typeof SCENARIOS;

const forever = new AbortController().signal;
setMaxListeners(100, forever);

async function exit(rig: Rig, engine: RunningEngine, clientId: string, scenario: Scenario) {
  const templateId = await rig.template(scenario.templateId ?? 'basket_admin_iron_condor', scenario.rules);
  const lotMultiplier = scenario.templateId === 'basket_admin_test_strategy' ? 30 : 1;
  const subscription = await rig.subscriber(clientId, { templateId, lotMultiplier });
  const exitAfterMs = scenario.exitAfterMs;
  const { runId, executions, exitAtMs } = await rig.run(templateId, ENTRY_IN_MS, subscription, exitAfterMs);
  const executionId = executions.get(subscription) ?? '';
  const outcome = await engine.entries.execute(executionId);
  if (scenario.fault) await rig.sim.arm({ client_id: clientId, ...scenario.fault });
  const following = engine.exits.follow(executionId, forever);
  await scenario.then?.(rig, { subscription, runId, executionId });
  const end = await following;
  return {
    ...{ clientId, executionId, outcome, end, exitAtMs },
    position: await rig.position(executionId),
    orders: (await rig.orders(executionId)).filter((o) => o.purpose === 'exit'),
    record: await rig.record(clientId),
  };
}

describe('exit engine', function () {
  this.timeout(90_000);
  let rig: Rig;
  const exited = {} as Record<Name, Exited>;

  before(async () => {
    rig = await startRig();
    const engine = await rig.engine();
    const scenarios: [string, Scenario][] = Object.entries(SCENARIOS);
    await Promise.all(
      scenarios.map(async ([name, scenario], index) => {
        exited[name as Name] = await exit(rig, engine, `EXIT${index}`, scenario);
      }),
    );
  });
  after(() => rig.close());

  const names = Object.keys(SCENARIOS) as Name[];
  /** Rupees in the simulator's own record: what was received less what was paid. */
  const earned = ({ record }: Exited) =>
    Math.round(
      record.reduce((sum, o) => sum + (o.side === 'SELL' ? 1 : -1) * o.filled_quantity * o.average_price, 0) * 100,
    );
  const exitsOf = ({ record, orders }: Exited) => record.filter((o) => orders.some((order) => order.tag === o.tag));
  const eventsOf = async (type: string, { executionId }: Exited) =>
    (await rig.events()).filter((e) => e.type === type && e.body['execution_id'] === executionId);

  for (const name of names)
    it(`is entered, closed and flat: ${name}`, () => {
      const { outcome, end, position, record } = exited[name];
      expect(outcome).to.equal('completed');
      expect(end).to.deep.equal({ status: 'closed' });
      expect(position.status).to.equal('closed');
      expect([...netPosition(record).values()].every((units) => units === 0)).to.equal(true);
    });

  it('writes the profit or loss that the broker’s fills make, to the paisa', () => {
    for (const [name, one] of Object.entries(exited)) expect(one.position.realisedPnlPaise, name).to.equal(earned(one));
  });

  it('accepts no tag twice', () => {
    for (const { record } of Object.values(exited)) {
      const tags = record.filter((o) => o.order_id !== null).map((o) => o.tag);
      expect(new Set(tags).size).to.equal(tags.length);
    }
  });

  it('buys every short back before it sells a long', () => {
    for (const [name, one] of Object.entries(exited)) {
      const at = (side: string) =>
        exitsOf(one)
          .filter((o) => o.side === side && o.filled_quantity > 0)
          .map((o) => Date.parse(o.received_at));
      expect(Math.max(0, ...at('BUY')), name).to.be.lessThan(Math.min(Infinity, ...at('SELL')));
    }
  });

  it('leaves at its instant, not before', () => {
    const { exitAtMs } = exited.on_time;
    const first = Math.min(...exitsOf(exited.on_time).map((o) => Date.parse(o.received_at)));
    expect(first - exitAtMs).to.be.within(0, 500);
  });

  it('slices at the freeze quantity', () => {
    expect(
      exitsOf(exited.sliced)
        .map((o) => o.quantity)
        .sort((a, b) => a - b),
    ).to.deep.equal([195, 1_755]);
  });

  for (const [name, reason] of [
    ['on_time', 'exit_time'],
    ['stop', 'combined_stop_loss'],
    ['target', 'combined_target'],
    ['leg_stop', 'leg_stop_loss'],
    ['day_loss', 'day_loss_limit'],
    ['flatten', 'flatten'],
    ['kill_switch', 'kill_switch'],
  ] as const)
    it(`says why: ${reason}`, async () => {
      expect(exited[name].position.exitReason).to.equal(reason);
      const [event, ...others] = await eventsOf('position_closed', exited[name]);
      expect(others).to.deep.equal([]);
      expect(event?.body).to.deep.include({
        exit_reason: reason,
        realised_pnl: (exited[name].position.realisedPnlPaise ?? 0) / 100,
      });
    });

  it('says that it is exposed while the broker keeps rejecting, and goes on', async () => {
    expect(await eventsOf('execution_exposed', exited.rejected_for_long)).to.have.length(1);
    expect(await eventsOf('execution_exposed', exited.on_time)).to.have.length(0);
  });

  it('reprices in place before it replaces an order', async () => {
    const rows = await rig.db.query<{ reprices: number }>(
      `SELECT max(reprices) AS reprices FROM order_intent WHERE execution_id = $1 AND purpose = 'exit'`,
      [exited.never_fills.executionId],
    );
    expect(rows[0]?.reprices).to.equal(1);
  });

  it('is skipped by the next run only while it is held', async () => {
    const engine = await rig.engine();
    const subscription = await rig.subscriber('EXITAGAIN', { templateId: 'basket_admin_test_strategy' });
    const enter = async () => {
      const { runId, executions } = await rig.run('basket_admin_test_strategy', 1_500, subscription);
      await rig.db.query('UPDATE strategy_run SET forced = false WHERE id = $1', [runId]);
      const executionId = executions.get(subscription) ?? '';
      return { executionId, outcome: await engine.entries.execute(executionId) };
    };
    const first = await enter();
    expect([first.outcome, (await enter()).outcome]).to.deep.equal(['completed', 'skipped']);
    const following = engine.exits.follow(first.executionId, forever);
    await requestFlatten(rig, { subscription });
    expect(await following).to.deep.equal({ status: 'closed' });
    expect((await enter()).outcome).to.equal('completed');
  });

  it('is gone on with by another process, and nothing is closed twice', async () => {
    const [first, second] = [await rig.engine(), await rig.engine()];
    const subscription = await rig.subscriber('EXITCRASH');
    const { executions } = await rig.run('basket_admin_iron_condor', 2_000, subscription);
    const executionId = executions.get(subscription) ?? '';
    await first.entries.execute(executionId);
    await rig.sim.arm({ client_id: 'EXITCRASH', kind: 'timeout_after_accept' });
    const dying = first.exits.follow(executionId, forever).then(
      ({ status }) => status as string,
      (error: Error) => error.name,
    );
    await requestFlatten(rig, { subscription });
    // In the middle of its first exit orders the process loses its lease, as a dead or cut-off one does.
    await waitFor(
      async () => (await rig.orders(executionId)).some((o) => o.purpose === 'exit' && o.state !== 'INTENDED'),
      {
        timeoutMs: 10_000,
        description: 'exit orders are on their way',
      },
    );
    await rig.db.query(
      `UPDATE dispatcher_lease SET expires_at = now() - interval '1 second' WHERE id = (SELECT lease_id FROM execution WHERE id = $1)`,
      [executionId],
    );
    expect(await second.exits.follow(executionId, forever)).to.deep.equal({ status: 'closed' });
    expect(await dying).to.be.oneOf(['FencedError', 'MayNotSendError', 'closed']);
    const record = await rig.record('EXITCRASH');
    expect([...netPosition(record).values()].every((units) => units === 0)).to.equal(true);
    expect(record.filter((o) => o.filled_quantity > 0)).to.have.length(8);
  });

  it('ends when its process is told to stop, for another to go on', async () => {
    const [first, second] = [await rig.engine(), await rig.engine()];
    const subscription = await rig.subscriber('EXITSTOP', { templateId: 'basket_admin_test_strategy' });
    const { executions } = await rig.run('basket_admin_test_strategy', 1_500, subscription);
    const executionId = executions.get(subscription) ?? '';
    await first.entries.execute(executionId);
    const stopping = new AbortController();
    const stopped = first.exits.follow(executionId, stopping.signal).catch((error: Error) => error.message);
    stopping.abort(new Error('shutting down'));
    expect(await stopped).to.equal('shutting down');
    const following = second.exits.follow(executionId, forever);
    await requestFlatten(rig, { subscription });
    expect(await following).to.deep.equal({ status: 'closed' });
  });

  it('leaves what was held to the end of its day to the broker', async () => {
    const engine = await rig.engine();
    const subscription = await rig.subscriber('EXITLEFT', { templateId: 'basket_admin_test_strategy' });
    const { runId, executions } = await rig.run('basket_admin_test_strategy', 1_500, subscription);
    const executionId = executions.get(subscription) ?? '';
    await engine.entries.execute(executionId);
    await rig.db.query(`UPDATE strategy_run SET entry_at = entry_at - interval '2 days' WHERE id = $1`, [runId]);
    expect(await engine.exits.follow(executionId, forever)).to.deep.equal({ status: 'unknown' });
    expect(await rig.position(executionId)).to.deep.include({ exitReason: 'left_to_broker', realisedPnlPaise: null });
  });
});
