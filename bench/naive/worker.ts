// The naive fan-out's worker, a process of its own as the engine's is: `node worker.js <address> <settings file>`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { request } from 'undici';
import type { WireRequest } from '../../brokers/port.js';

export const NAIVE_QUEUE = 'naive';
/** By client and leg; legs in order BUY, BUY, SELL, SELL. */
export type NaiveSettings = { placements: WireRequest[][] };

function createActivities({ placements }: NaiveSettings) {
  return {
    async placeLeg(client: number, leg: number): Promise<number> {
      const placement = placements[client]?.[leg];
      if (!placement) throw new Error(`no client ${client} or leg ${leg}`);
      const { origin, path, headers, body = '' } = placement;
      const answer = await request(`${origin}${path}`, { method: 'POST', headers, body });
      await answer.body.dump();
      return answer.statusCode;
    },
  };
}
export type NaiveActivities = ReturnType<typeof createActivities>;

async function main(address: string, settingsFile: string): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as NaiveSettings;
  const connection = await NativeConnection.connect({ address });
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(import.meta.dirname, 'workflow.js'),
    logger: new DefaultLogger('ERROR'),
  });
  const worker = await Worker.create({
    connection,
    taskQueue: NAIVE_QUEUE,
    workflowBundle: { code },
    activities: createActivities(settings),
    maxConcurrentActivityTaskExecutions: 2_000,
    maxConcurrentWorkflowTaskExecutions: 100,
  });
  process.once('SIGTERM', () => worker.shutdown());
  process.stdout.write('ready\n');
  await worker.run();
  await connection.close();
}

const [, script, address, settingsFile] = process.argv;
if (script?.endsWith(join('naive', 'worker.js')) && address && settingsFile) await main(address, settingsFile);
