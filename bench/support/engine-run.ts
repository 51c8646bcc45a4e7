// One run of the iron condor through the real stack: lateness at the broker, memory, histories.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Stack } from '../../test/support/stack.js';
import {
  cpuMs,
  cpuMsWithChildren,
  latenessOf,
  recordOf,
  recordProblems,
  residentMb,
  secondWaveDelayOf,
  type Spread,
} from './measure.js';
import { simulatorRests } from './simulator-rest.js';
import { createSubscribers } from './subscribers.js';
import type { BenchWire } from './wires.js';

const TEMPLATE = 'basket_admin_iron_condor';
const OPERATOR = { authorization: 'Bearer op_dev_XXXXXXXX', 'content-type': 'application/json' };

export type EngineRun = {
  subscribers: number;
  outcomes: Record<string, number>;
  firstWave: Spread;
  /** As the engine saw it: when the first wave's orders were written to their sockets. */
  left: RunView['lateness_ms'];
  /** After the fill of the hedge. */
  secondWaveDelay: Spread;
  orders: number;
  problems: string[];
  /** By process, from the start of the run until all are armed, and from then to its end. */
  armingCpuMs: Record<string, number>;
  tradingCpuMs: Record<string, number>;
  /** Of the trading workers together. */
  mbPerSubscriber: number;
  cpuMsPerSubscriber: number;
  /** Subscribers armed per second, from the start of the run to the last one. */
  armingRate: number;
  largestHistory: { workflow: string; events: number };
};
type RunView = {
  status: string;
  outcomes: Record<string, number>;
  lateness_ms: { p50: number; p99: number; max: number };
};

/** @param leadS - seconds between starting the run and its instant */
export async function measureEngine(
  stack: Stack,
  wire: BenchWire,
  subscribers: number,
  leadS: number,
): Promise<EngineRun> {
  const prefix = `E${subscribers}x`;
  await createSubscribers(stack, wire, subscribers, TEMPLATE, prefix);
  const entryAt = new Date(Math.ceil((Date.now() + leadS * 1_000) / 1_000) * 1_000);
  const body = JSON.stringify({ entry_at: entryAt.toISOString(), mode: 'live', ignore_calendar: true, force: true });
  const before = tradingWorkers(stack, residentMb);
  const cpuBefore = tradingWorkers(stack, cpuMs);
  const atStart = cpuByProcess(stack);
  const started = Date.now();
  const { run_id } = (await call(`${stack.baseUrl}/operator/templates/${TEMPLATE}/runs`, { method: 'POST', body })) as {
    run_id: string;
  };
  const armingMs = (await armed(stack, run_id, subscribers, entryAt.getTime())) - started;
  const whenArmed = cpuByProcess(stack);
  await simulatorRests(stack, entryAt.getTime());
  const armedMb = tradingWorkers(stack, residentMb) - before;
  const view = await ended(stack, run_id);
  const record = await recordOf(stack.simulatorUrl, wire.name, prefix);
  return {
    subscribers,
    outcomes: view.outcomes,
    left: view.lateness_ms,
    armingCpuMs: difference(whenArmed, atStart),
    tradingCpuMs: difference(cpuByProcess(stack), whenArmed),
    firstWave: latenessOf(
      record.filter((o) => o.side === 'BUY'),
      entryAt.getTime(),
    ),
    secondWaveDelay: secondWaveDelayOf(record),
    orders: record.length,
    problems: recordProblems(record),
    mbPerSubscriber: armedMb / subscribers,
    cpuMsPerSubscriber: (tradingWorkers(stack, cpuMs) - cpuBefore) / subscribers,
    armingRate: subscribers / (armingMs / 1_000),
    largestHistory: await largestHistory(stack, run_id),
  };
}

function cpuByProcess(stack: Stack): Record<string, number> {
  return Object.fromEntries(Object.entries(stack.processes()).map(([name, pid]) => [name, cpuMsWithChildren(pid)]));
}

function difference(later: Record<string, number>, earlier: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(later).map(([name, ms]) => [name, ms - (earlier[name] ?? 0)]));
}

/** A figure of the trading workers' processes, summed. */
function tradingWorkers(stack: Stack, figure: (pid: number) => number): number {
  const pids = Object.entries(stack.processes()).filter(([name]) => name.startsWith('worker-trading'));
  return pids.reduce((sum, [, pid]) => sum + figure(pid), 0);
}

/** @returns epoch ms at which every execution was armed, or the instant when they never were */
async function armed(stack: Stack, runId: string, subscribers: number, instantMs: number): Promise<number> {
  const { openDatabase } = await import('../../db/data-source.js');
  const { db, dataSource } = await openDatabase(stack.databaseUrl, 1);
  try {
    while (Date.now() < instantMs) {
      const rows = await db.query<{ armed: number }>(
        'SELECT count(*)::int AS armed FROM execution WHERE run_id = $1 AND armed_at IS NOT NULL',
        [runId],
      );
      if (rows[0]?.armed === subscribers) break;
      await sleep(100);
    }
    return Date.now();
  } finally {
    await dataSource.destroy();
  }
}

async function ended(stack: Stack, runId: string): Promise<RunView> {
  for (;;) {
    const view = (await call(`${stack.baseUrl}/operator/runs/${runId}`)) as RunView;
    if (view.status === 'completed') return view;
    await sleep(500);
  }
}

async function largestHistory(stack: Stack, runId: string): Promise<{ workflow: string; events: number }> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection });
  let largest = { workflow: '', events: 0 };
  for await (const { workflowId, historyLength } of client.workflow.list({
    query: `WorkflowType IN ('templateRun','runShard','subscriberRun')`,
  }))
    if (workflowId.includes(runId) && historyLength > largest.events)
      largest = { workflow: workflowId, events: historyLength };
  await connection.close();
  return largest;
}

async function call(url: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(url, { ...init, headers: OPERATOR });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
