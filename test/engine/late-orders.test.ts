// Orders that the broker shows only after they were given up: adopted with their evidence, cancelled or closed, told; never closed twice.
// The scenarios run side by side, each with a client of its own; the tests look at what became of them.
import { expect } from 'chai';
import type { RunningEngine } from '../../engine/create-engine.js';
import { fillAfter, forever, isFlat, lateSteps, told } from './late-support.js';
import { startRig, type Rig } from './rig.js';

/** An order that gets no answer is given up after about five seconds (QUICK window 4 s, answers are waited for 5 s); it appears long after. */
const APPEARS_AFTER_S = 14;
const ENTRY_IN_MS = 3_000;

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
    await fillAfter(rig, 0);
    engine = await rig.engine();
    const engines = [engine, await rig.engine()] as const;
    await Promise.all(
      names.map(async (name, index) => {
        played[name] = await play(rig, engines, `LATE${index}`, SCENARIOS[name]);
      }),
    );
  });
  after(() => rig.close());

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
      const steps = await lateSteps(rig, played[name].executionId);
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
      const events = await told(rig, 'execution_resolved', executionId);
      expect(events, name).to.have.length(1);
      expect(events[0]?.body, name).to.deep.include({
        resolution: hasTraded(one) ? 'closed' : 'nothing_traded',
        realised_pnl: (position.realisedPnlPaise ?? 0) / 100,
      });
      expect(events[0]?.body['orders'], name).to.have.length(1);
      const [order] = events[0]?.body['orders'] as Record<string, unknown>[];
      expect(order?.['status'], name).to.equal(hasTraded(one) ? 'COMPLETE' : 'CANCELLED');
      expect(await told(rig, 'execution_exposed', executionId), name).to.have.length(0);
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
});
