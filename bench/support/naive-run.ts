// The same orders by the naive fan-out, in the same stack and the same run of the bench.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Stack } from '../../test/support/stack.js';
import { NAIVE_QUEUE, type NaiveSettings } from '../naive/worker.js';
import { condorPlacements } from './placements.js';
import { cpuMs, latenessOf, recordOf } from './measure.js';
import type { CompetitorRun } from './raw-run.js';
import { simulatorRests } from './simulator-rest.js';
import type { BenchWire } from './wires.js';

/** Lateness of the BUY orders, as for the engine's first wave. */
export async function measureNaive(stack: Stack, wire: BenchWire, subscribers: number): Promise<CompetitorRun> {
  const prefix = `N${subscribers}x`;
  const sessions = await wire.logInAll(subscribers, prefix);
  const settingsFile = join(stack.dataDir, 'naive.json');
  const settings: NaiveSettings = { placements: await condorPlacements(wire, sessions, 'N') };
  writeFileSync(settingsFile, JSON.stringify(settings), { mode: 0o600 });
  const worker = spawn(
    process.execPath,
    [join(import.meta.dirname, '..', 'naive', 'worker.js'), stack.temporalAddress, settingsFile],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(worker.stdout, 'data');
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection });
  const instantMs = Math.ceil((Date.now() + 2_000) / 1_000) * 1_000;
  await simulatorRests(stack, instantMs);
  await sleep(instantMs - Date.now());
  await client.workflow.execute('naiveRun', {
    taskQueue: NAIVE_QUEUE,
    workflowId: `naive-${subscribers}-${instantMs}`,
    args: [subscribers],
  });
  await connection.close();
  const cpuMsPerSubscriber = cpuMs(worker.pid ?? 0) / subscribers;
  worker.kill('SIGTERM');
  await once(worker, 'exit');
  const record = await recordOf(stack.simulatorUrl, wire.name, prefix);
  const firstWave = latenessOf(
    record.filter((o) => o.side === 'BUY'),
    instantMs,
  );
  return { firstWave, cpuMsPerSubscriber };
}
