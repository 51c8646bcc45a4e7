// `node dist/workers/health.js`: exit code 0 while this host's worker polls the task queues of its role. For container health checks.
import { hostname } from 'node:os';
import type { Client } from '@temporalio/client';
import { loadConfig, type Config } from '../platform/config.js';
import { connectTemporalClient, freshPollers } from '../platform/temporal.js';
import { PLATFORM_QUEUE, TRADING_QUEUE } from '../workflows/messages/task-queues.js';

const DEADLINE_MS = 10_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const client = await connectTemporalClient(config.temporal);
  try {
    const silent = await client.withDeadline(Date.now() + DEADLINE_MS, () => silentQueues(client, config.workerRole));
    if (silent.length === 0) return;
    process.stderr.write(`no worker of ${hostname()} polls ${silent.join(', ')}\n`);
    process.exitCode = 1;
  } finally {
    await client.connection.close();
  }
}

async function silentQueues(client: Client, role: Config['workerRole']): Promise<string[]> {
  const polled = await Promise.all(
    queuesOf(role).map(async (queue) => ({ queue, alive: await isPolled(client, queue) })),
  );
  return polled.filter(({ alive }) => !alive).map(({ queue }) => queue);
}

async function isPolled(client: Client, queue: string): Promise<boolean> {
  return (await freshPollers(client, queue)).some((identity) => identity.endsWith(`@${hostname()}`));
}

function queuesOf(role: Config['workerRole']): string[] {
  return [...(role === 'platform' ? [] : [TRADING_QUEUE]), ...(role === 'trading' ? [] : [PLATFORM_QUEUE])];
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
