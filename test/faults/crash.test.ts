// Processes killed and frozen around the entry instant: no order twice, nobody half hedged, every execution accounted for.
import { expect } from 'chai';
import { sharedStack } from '../support/shared-stack.js';
import { floorUsers, TradingFloor, type Body, type FloorUser, type StartedRun } from '../support/trading-floor.js';
import { waitFor } from '../support/wait.js';
import { startReceiver, type Receiver } from '../unit/webhooks/receiver.js';
import { at, strike, tradingAgain } from './victims.js';
import { verdictOf, type Verdict } from './verdict.js';

const SUBSCRIBERS = 12;
const AHEAD_MS = 7_000;
/** A dead worker's entries are taken over when their heartbeats have been missing for 20 s; the next blow falls after that. */
const TAKEN_OVER_MS = 20_000;
/** The ambiguous window of 120 s, the take-over before it and the unwinding after it. */
const LONGEST_END_MS = 180_000;

type Scenario = {
  name: string;
  template: string;
  users: FloorUser[];
  /** Strikes around the instant; resolves when the stack trades again. */
  blow: (floor: TradingFloor, entryAtMs: number) => Promise<void>;
  run?: StartedRun;
};

const killed = (afterMs: number) => async (floor: TradingFloor, entryAtMs: number) => {
  let former = 0;
  await at(entryAtMs + afterMs, () => (former = strike(floor, 'worker-trading', 'SIGKILL')));
  await tradingAgain(floor, former);
};

const frozen = (fromMs: number, toMs: number) => async (floor: TradingFloor, entryAtMs: number) => {
  await at(entryAtMs + fromMs, () => strike(floor, 'worker-trading', 'SIGSTOP'));
  await at(entryAtMs + toMs, () => strike(floor, 'worker-trading', 'SIGCONT'));
};

const scenario = (name: string, code: string, blow: Scenario['blow']): Scenario => ({
  name,
  template: `crash_${code}`,
  users: floorUsers(`CRASH${code.toUpperCase()}`, SUBSCRIBERS),
  blow,
});

// The ones whose orders stay ambiguous for two minutes come first, so that the others play while they wait.
const SCENARIOS = [
  scenario('kill -9 of the trading worker at the instant', 'b', killed(8)),
  scenario('kill -9 of the trading worker while its orders are on the wire', 'w', killed(40)),
  scenario('kill -9 of the trading worker during the second wave', 'd', killed(250)),
  scenario('kill -9 of the trading worker two seconds before the instant', 'a', killed(-2_000)),
  scenario('a trading worker frozen from 1.5 s before the instant to 3 s after it', 'c', frozen(-1_500, 3_000)),
  scenario('kill -9 of the platform worker at the instant', 'e', async (floor, entryAtMs) => {
    await at(entryAtMs, () => strike(floor, 'worker-platform', 'SIGKILL'));
  }),
];

describe('processes that die or freeze around the entry', function () {
  this.timeout(LONGEST_END_MS + 60_000);
  let floor: TradingFloor;
  let receiver: Receiver;
  let endpointId: string;

  before(async () => {
    floor = new TradingFloor(await sharedStack());
    receiver = await startReceiver((response) => response.writeHead(204).end());
    for (const { template } of SCENARIOS) await floor.copyTemplate(template);
    for (const { users, template } of SCENARIOS) await floor.enrol(users, template);
    const { body } = await floor.live.post('/partner/webhook-endpoints', {
      url: receiver.url,
      event_types: ['execution_completed', 'execution_failed'],
    });
    endpointId = String((body['webhook_endpoint'] as Body)['webhook_endpoint_id']);
    // Slow enough that orders are on the wire, acknowledged and resting when the blow falls.
    await floor.sim('latency', { ack_ms: [20, 120], fill_ms: [40, 250] });
    for (const each of SCENARIOS) {
      const run = (each.run = await floor.startRun(each.template, AHEAD_MS));
      await each.blow(floor, run.entryAtMs);
      const isLast = each === SCENARIOS.at(-1);
      if (!isLast) await at(Math.max(Date.now() + 10, run.entryAtMs + TAKEN_OVER_MS - AHEAD_MS), () => undefined);
    }
  });
  after(async () => {
    await floor.sim('latency', { ack_ms: [5, 20], fill_ms: [20, 150] });
    await floor.live.delete(`/partner/webhook-endpoints/${endpointId}`);
    await receiver.close();
  });

  const verdicts = new Map<string, Verdict>();
  const playedOut = async ({ template, run }: Scenario): Promise<Verdict> => {
    if (!run) throw new Error(`${template} was not played`);
    const report = await floor.runEnds(run.runId, LONGEST_END_MS);
    expect(report, JSON.stringify(report)).to.deep.include({ status: 'completed', subscribers: SUBSCRIBERS });
    const verdict = verdictOf(run, await floor.executions(run.runId), await floor.record());
    verdicts.set(template, verdict);
    return verdict;
  };

  for (const each of SCENARIOS)
    it(`${each.name}: every order once and in time, every subscriber full or flat`, async function () {
      const verdict = await playedOut(each);
      this.test!.title += ` (${JSON.stringify(verdict.outcomes)})`;
      expect(verdict.problems, JSON.stringify(verdict)).to.deep.equal([]);
      expect(verdict.full + verdict.flat).to.equal(SUBSCRIBERS);
    });

  it('what provably had not left by the instant is sent late, at a fresh price, and fills', () => {
    for (const template of ['crash_a', 'crash_c'])
      expect(verdicts.get(template)?.full, `${template} ${JSON.stringify(verdicts.get(template))}`).to.equal(
        SUBSCRIBERS,
      );
  });

  it('the trading worker needs no platform worker: its entries are complete', () => {
    expect(verdicts.get('crash_e')?.full, JSON.stringify(verdicts.get('crash_e'))).to.equal(SUBSCRIBERS);
  });

  it('every outcome reaches the partner by webhook, through the death of the platform worker', async () => {
    const wanted = SCENARIOS.length * SUBSCRIBERS;
    const tell = () => new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size;
    await waitFor(() => tell() === wanted, { timeoutMs: 60_000, description: `${wanted} webhooks (${tell()} so far)` });
  });
});
