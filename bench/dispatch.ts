// npm run bench:dispatch [-- --subscribers 200,1000] [--no-naive]: how late a strategy's first wave reaches the broker,
// and the naive fan-out at the instant beside it in the same run.
import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import Table from 'cli-table3';
import { startStack } from '../test/support/stack.js';
import { stopAll } from '../test/support/resources.js';
import { measureEngine, type EngineRun } from './support/engine-run.js';
import { residentMb, type Spread } from './support/measure.js';
import { measureNaive } from './support/naive-run.js';

const { values } = parseArgs({
  options: {
    subscribers: { type: 'string', default: '200' },
    'no-naive': { type: 'boolean', default: false },
    'ack-ms': { type: 'string' },
  },
});
const sizes = values.subscribers.split(',').map(Number);

/** Seconds to arm: twice what the measured rate needs, and the time the volley takes to prepare. */
const leadFor = (subscribers: number): number => 12 + Math.ceil(subscribers / 10);

const stack = await startStack({ env: { SCHEDULES: 'off', ARM_LEAD_S: '300', LOG_LEVEL: 'warn' } });
try {
  const idle = Object.entries(stack.processes()).map(([name, pid]) => [name, residentMb(pid)] as const);
  console.log(
    `Idle memory, MB: ${idle.map(([name, mb]) => `${name} ${mb}`).join(', ')}; together ${idle.reduce((sum, [, mb]) => sum + mb, 0)}`,
  );
  if (values['ack-ms'] !== undefined) await setLatency(Number(values['ack-ms']));
  const table = new Table({
    head: [
      'subscribers',
      'way',
      'first wave p50',
      'p99',
      'max',
      'second wave p99',
      'arming s',
      'worker MB armed',
      'largest history',
    ],
  });
  for (const subscribers of sizes) {
    const engine = await measureEngine(stack, subscribers, leadFor(subscribers));
    table.push(engineRow(engine));
    report(engine);
    if (values['no-naive']) continue;
    const naive = await measureNaive(stack, subscribers);
    table.push(naiveRow(subscribers, naive));
    console.log(
      `${subscribers} subscribers: naive p99 / engine p99 = ${(naive.p99 / engine.firstWave.p99).toFixed(1)}`,
    );
  }
  console.log(
    `${cpus().length} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}; lateness at the simulator in ms after the instant`,
  );
  console.log(table.toString());
} finally {
  await stopAll();
}

function report(run: EngineRun): void {
  console.log(
    `${run.subscribers} subscribers: ${JSON.stringify(run.outcomes)}; ${run.firstWave.count + run.secondWave.count} orders; ${run.problems.length} problems`,
  );
  for (const problem of run.problems.slice(0, 10)) console.log(`  ${problem}`);
  if (run.problems.length > 0) process.exitCode = 1;
}

function engineRow(run: EngineRun): (string | number)[] {
  const { p50, p99, max } = run.firstWave;
  return [
    run.subscribers,
    'armed',
    p50,
    p99,
    max,
    run.secondWave.p99,
    run.armingS,
    run.armedWorkerMb,
    run.largestHistory.events,
  ];
}

function naiveRow(subscribers: number, { p50, p99, max }: Spread): (string | number)[] {
  return [subscribers, 'naive', p50, p99, max, '', '', '', ''];
}

async function setLatency(ackMs: number): Promise<void> {
  const body = JSON.stringify({ broker: 'zebu', ack_ms: [ackMs, ackMs] });
  const answer = await fetch(`${stack.simulatorUrl}/_sim/latency`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (!answer.ok) throw new Error(`latency not set: ${await answer.text()}`);
}
