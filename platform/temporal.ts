// Connections to Temporal: address, TLS and API key from the configuration; and who works there.
import { readFile } from 'node:fs/promises';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Config } from './config.js';

type TemporalConfig = Config['temporal'];

/** Client for the API and the relay. @throws when the server does not answer within the SDK's connect time-out */
export async function connectTemporalClient(config: TemporalConfig): Promise<Client> {
  const connection = await Connection.connect(await connectionOptions(config));
  return new Client({ connection, namespace: config.namespace });
}

/** Native connection for workers. */
export async function connectTemporalWorker(config: TemporalConfig): Promise<NativeConnection> {
  return NativeConnection.connect(await connectionOptions(config));
}

/** A worker renews its long poll at least once a minute; the server remembers a dead one for five. */
const POLLER_FRESH_MS = 75_000;

/** The identities of the workers that have polled a task queue for workflow tasks lately. */
export async function freshPollers(client: Client, taskQueue: string): Promise<string[]> {
  const answer = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: 1, // TASK_QUEUE_TYPE_WORKFLOW
  });
  const freshFromMs = Date.now() - POLLER_FRESH_MS;
  return (answer.pollers ?? [])
    .filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 > freshFromMs)
    .map(({ identity }) => identity ?? '');
}

async function connectionOptions(config: TemporalConfig) {
  const pair =
    config.tlsCertPath && config.tlsKeyPath
      ? { crt: await readFile(config.tlsCertPath), key: await readFile(config.tlsKeyPath) }
      : undefined;
  return {
    address: config.address,
    ...(pair && { tls: { clientCertPair: pair } }),
    ...(config.apiKey && { apiKey: config.apiKey, tls: true as const }),
  };
}
