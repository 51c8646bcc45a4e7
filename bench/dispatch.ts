// npm run bench:dispatch [-- --subscribers 200,1000] [--wire zebu|…|all] [--no-naive] [--raw] [--peers] [--ack-ms 60]: how late a strategy's
// first wave reaches the broker, and beside it in the same run the naive fan-out, the raw limit of the HTTP client, and job queues doing the same.
// TEMPORAL_ADDRESS names a server to measure instead of the stack's own.
import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import type { WireName } from '../domain/broker-wires.js';
import { startStack, type Stack } from '../test/support/stack.js';
import { stopAll } from '../test/support/resources.js';
import { measureEngine, type EngineRun } from './support/engine-run.js';
import { residentMb } from './support/measure.js';
import { measureNaive } from './support/naive-run.js';
import { measurePeer } from './support/peer-run.js';
import { measureRaw, type CompetitorRun } from './support/raw-run.js';
import { ResultTable } from './support/result-table.js';
import { BenchWire, wiresChosen } from './support/wires.js';

const { values } = parseArgs({
  options: {
    subscribers: { type: 'string', default: '200' },
    wire: { type: 'string', default: 'zebu' },
    'no-naive': { type: 'boolean', default: false },
    raw: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    'ack-ms': { type: 'string' },
  },
});
const sizes = values.subscribers.split(',').map(Number);
const wires = wiresChosen(values.wire);
const table = new ResultTable();

/** Seconds to arm: some two to three times what the measured rate needs, and the time the volley takes to prepare. */
const leadFor = (subscribers: number): number => 12 + Math.ceil(subscribers / 20);

try {
  for (const wire of wires) for (const subscribers of sizes) await measureInOwnStack(wire, subscribers);
  console.log(
    `${cpus().length} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}, broker answers ` +
      `${values['ack-ms'] === undefined ? 'in 5–20 ms' : `after ${values['ack-ms']} ms`}; lateness at the simulator in ms after the instant`,
  );
  console.log(table.text());
} finally {
  await stopAll();
}

/** Each wire and size has a stack of its own: the positions of a former one would be watched beside it. */
async function measureInOwnStack(name: WireName, subscribers: number): Promise<void> {
  const stack = await startStack({ env: { SCHEDULES: 'off', ARM_LEAD_S: '300', LOG_LEVEL: 'warn' } });
  const idle = Object.entries(stack.processes()).map(([name, pid]) => [name, residentMb(pid)] as const);
  console.log(
    `Idle memory, MB: ${idle.map(([name, mb]) => `${name} ${mb}`).join(', ')}; together ${idle.reduce((sum, [, mb]) => sum + mb, 0)}`,
  );
  if (values['ack-ms'] !== undefined) await setLatency(stack, name, Number(values['ack-ms']));
  const wire = new BenchWire(stack.simulatorUrl, name);
  await measure(stack, wire, subscribers);
  await wire.close();
  await stack.stop();
}

/** Every way that was asked for, one after the other. */
async function measure(stack: Stack, wire: BenchWire, subscribers: number): Promise<void> {
  // A broker has taken orders before: whoever comes first would pay for the compiling of the simulator's code.
  for (const mark of ['C', 'D']) {
    const { firstWave } = await measureRaw(stack, wire, subscribers, mark);
    console.log(
      `${wire.name}, ${subscribers} subscribers: raw client, the simulator warming up: ${JSON.stringify(firstWave)}`,
    );
  }
  const engine = await measureEngine(stack, wire, subscribers, leadFor(subscribers));
  table.engine(wire.name, engine);
  report(wire.name, engine);
  const beside = (way: string, run: CompetitorRun) => {
    table.competitor(wire.name, subscribers, way, run);
    console.log(
      `${wire.name}, ${subscribers} subscribers: ${way} p99 / engine p99 = ${(run.firstWave.p99 / engine.firstWave.p99).toFixed(2)}`,
    );
  };
  if (values.raw) beside('raw client', await measureRaw(stack, wire, subscribers));
  if (!values['no-naive']) beside('naive', await measureNaive(stack, wire, subscribers));
  if (!values.peers) return;
  for (const peer of ['bullmq', 'pg-boss'] as const) {
    const run = await measurePeer(stack, wire, peer, subscribers);
    if ('absent' in run) console.log(`${peer} was not measured: ${run.absent}`);
    else beside(peer, run);
  }
}

function report(wire: WireName, run: EngineRun): void {
  console.log(
    `${wire}, ${run.subscribers} subscribers: ${JSON.stringify(run.outcomes)}; ${run.orders} orders; first wave written after ${JSON.stringify(run.left)} ms; ${run.problems.length} problems`,
  );
  console.log(`  CPU ms per subscriber while arming: ${perProcess(run.armingCpuMs, run.subscribers)}`);
  console.log(`  and from then to the end: ${perProcess(run.tradingCpuMs, run.subscribers)}`);
  for (const problem of run.problems.slice(0, 10)) console.log(`  ${problem}`);
  if (run.problems.length > 0) process.exitCode = 1;
}

function perProcess(cpu: Readonly<Record<string, number>>, subscribers: number): string {
  return Object.entries(cpu)
    .map(([name, ms]) => `${name} ${(ms / subscribers).toFixed(1)}`)
    .join(', ');
}

async function setLatency(stack: Stack, wire: WireName, ackMs: number): Promise<void> {
  const body = JSON.stringify({ broker: wire, ack_ms: [ackMs, ackMs] });
  const answer = await fetch(`${stack.simulatorUrl}/_sim/latency`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (!answer.ok) throw new Error(`latency not set: ${await answer.text()}`);
}
