// npm run drill:crash [-- --points 200] [--wire zebu|…|all] [--subscribers 6] [--workers 2] [--seed n]: overlapping runs while trading workers
// are killed, frozen, cut off and made to die at failpoints around every entry. Ends with one line, and a non-zero code when a promise was broken.
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WireName } from '../../domain/broker-wires.js';
import { FAILPOINTS } from '../../engine/failpoints.js';
import { stopAll } from '../../test/support/resources.js';
import type { StartedRun } from '../../test/support/trading-floor.js';
import { createSubscribers } from '../support/subscribers.js';
import { wiresChosen } from '../support/wires.js';
import { failpointFolder, startDrillStack, type DrillStack } from './drill-stack.js';
import { allEnd, staysQuiet } from './endings.js';
import { Planner, type RoundPlan } from './fault-plan.js';
import { judge } from './judge.js';
import { report } from './report.js';
import { Strikes } from './strikes.js';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '200' },
    wire: { type: 'string', default: 'zebu' },
    subscribers: { type: 'string', default: '6' },
    workers: { type: 'string', default: '2' },
    seed: { type: 'string' },
  },
});
const points = Number(values.points);
const subscribers = Number(values.subscribers);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

const LEGS = 4;
/** Seconds for which lost answers are looked for; the product's 120 would only make the drill longer. */
const AMBIGUOUS_WINDOW_S = '20';
const AHEAD_MS = 7_000;
/** From one round's instant to the next one's start: rounds overlap. */
const NEXT_AFTER_MS = 1_500;
/** From the instant to the exit's, for rounds that have one: its preparation begins among the faults. */
const EXIT_AFTER_MS = 6_000;
/** After the last exit's instant no ticket is waited for. */
const LAST_TICKET_MS = 2_000;
const LAST_ENDS_WITHIN_MS = 300_000;
/** Prefix of the drill's client ids. */
const PREFIX = 'DRILL';

for (const wire of wiresChosen(values.wire)) {
  console.log(
    `drill:crash --wire ${wire} --points ${points} --subscribers ${subscribers} --workers ${values.workers} --seed ${seed}`,
  );
  try {
    await strike(wire);
  } finally {
    await stopAll();
  }
}

async function strike(wire: WireName): Promise<void> {
  const environment = { AMBIGUOUS_WINDOW_S, FAILPOINTS: FAILPOINTS.join(',') };
  const drill = await startDrillStack(Number(values.workers), environment, wire);
  const strikes = new Strikes(drill.workers, failpointFolder(drill.stack));
  const runs = await playRounds(drill, strikes);
  strikes.takeBackTickets();
  const unfinished = await allEnd(drill.floor, runs, LAST_ENDS_WITHIN_MS);
  const quiet = await staysQuiet(drill.floor);
  const held = report(strikes, await judge(drill.floor, runs, PREFIX), {
    unfinished,
    quiet,
    rounds: runs.length,
    wire,
    seed,
  });
  if (!held) process.exitCode = 1;
}

async function playRounds(drill: DrillStack, strikes: Strikes): Promise<StartedRun[]> {
  const planner = new Planner(seed);
  const runs: StartedRun[] = [];
  const underWay: Promise<void>[] = [];
  for (let round = 1; strikes.crashPoints < points; round += 1) {
    const plan = planner.round(drill.workers.length, subscribers, LEGS);
    const run = await startRound(drill, round, plan, strikes);
    runs.push(run);
    underWay.push(strikes.carryOut(plan.faults, run.entryAtMs));
    await sleep(run.entryAtMs + NEXT_AFTER_MS - Date.now());
    console.log(`round ${round}: ${describe(plan)}; ${strikes.crashPoints} crash points so far`);
  }
  await Promise.all(underWay);
  const lastExitMs = Math.max(0, ...runs.map(({ exitAtMs = 0 }) => exitAtMs));
  await sleep(Math.max(0, lastExitMs + LAST_TICKET_MS - Date.now()));
  return runs;
}

/** Fresh subscribers of a strategy of their own. */
async function startRound(
  { stack, floor, wire }: DrillStack,
  round: number,
  { brokerFaults, exits }: RoundPlan,
  strikes: Strikes,
): Promise<StartedRun> {
  const template = `drill_${round}`;
  const prefix = `${PREFIX}${round}X`;
  await floor.copyTemplate(template);
  await createSubscribers(stack, wire, subscribers, template, prefix);
  for (const { subscriber, kind, skip } of brokerFaults) {
    await floor.sim('faults', { kind, skip, client_id: `${prefix}${subscriber}` });
    strikes.tally.broker += 1;
  }
  return floor.startRun(template, AHEAD_MS, 'live', exits ? EXIT_AFTER_MS : undefined);
}

function describe({ faults, brokerFaults, exits }: RoundPlan): string {
  const ofWorkers = faults.map((fault) => {
    if (fault.kind === 'failpoint') return `failpoint ${fault.name}`;
    const what = fault.kind === 'cut' ? `${fault.how} ${fault.wire}` : fault.kind;
    return `${what} ${fault.worker + 1} at ${fault.afterMs}${'forMs' in fault ? ` for ${fault.forMs}` : ''}`;
  });
  const ofBroker = brokerFaults.map(({ kind, skip }) => `broker ${kind} after ${skip}`);
  return [...ofWorkers, ...ofBroker, ...(exits ? ['exits'] : [])].join(', ');
}
