// The processes of the development stack: what each is started with, when it is ready, what it waits for.
import { join } from 'node:path';
import type { Config } from '../../platform/config.js';
import { binaryPath } from '../binaries.js';
import { repositoryRoot } from '../repository-root.js';
import type { DataFolder } from './data-folder.js';
import { clusterExists, createCluster, isServing, postgresCommand } from './postgres.js';
import { postgresIdentity, requireReachable } from './postgres-user.js';
import type { ProcessSpec } from './process-spec.js';
import { answers, logged } from './readiness.js';

/**
 * An activity is handed to the worker that asks for it in the answer to its question, not by way of the task queue; and a task queue is
 * one, for one process serves all its parts here. Both make arming faster (docs/performance.md).
 */
const TEMPORAL_SETTINGS = {
  'system.enableActivityEagerExecution': true,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
};

/** Which of the servers are ours to run, rather than named by DATABASE_URL and TEMPORAL_ADDRESS. */
export type Embedded = Readonly<{ postgres: boolean; temporal: boolean }>;

/**
 * @param config - ports and addresses
 * @param data - where the servers keep their data
 * @param embedded - which servers to run
 * @param environment - for the Node children; DATA_DIR and API_KEY_PEPPER included
 * @returns the processes in the order in which they are shown
 * @throws StackError when Postgres could not reach its data folder
 */
export function stackProcesses(
  config: Config,
  data: DataFolder,
  embedded: Embedded,
  environment: Readonly<Record<string, string | undefined>>,
): ProcessSpec[] {
  const servers = [
    ...(embedded.postgres ? [postgresProcess(data, portOf(config.databaseUrl))] : []),
    ...(embedded.temporal ? [temporalProcess(config, data)] : []),
  ];
  const serverNames = servers.map(({ name }) => name);
  const node = nodeProcess(environment);
  const worker = (role: 'trading' | 'platform', name = `worker-${role}`) =>
    node(name, 'workers/main.js', {
      // A burst of answers fills the nursery of Node's default size again and again.
      nodeArgs: role === 'trading' ? ['--max-semi-space-size=64'] : [],
      env: { WORKER_ROLE: role },
      after: [...serverNames, 'migrate'],
      isReady: logged('worker ready'),
      stopTimeoutMs: 3_000,
      stopWave: 2,
    });
  return [
    ...servers,
    node('simulator', 'brokers/simulator/server.js', {
      // A broker has machines of its own: garbage collected during a burst would pass for lateness.
      nodeArgs: ['--min-semi-space-size=64', '--max-semi-space-size=64', '--initial-old-space-size=256'],
      isReady: () => answers(`http://127.0.0.1:${config.simulatorPort}/healthz`),
      stopTimeoutMs: 1_000,
      stopWave: 3,
    }),
    node('migrate', 'db/migrate.js', {
      kind: 'task',
      after: serverNames.filter((name) => name === 'postgres'),
      stopWave: 1,
    }),
    ...tradingWorkerNames(config.tradingWorkers).map((name) => worker('trading', name)),
    worker('platform'),
    node('api', 'api/server.js', {
      after: [...serverNames, 'migrate'],
      isReady: () => answers(`http://127.0.0.1:${config.port}/readyz`),
      stopWave: 1,
    }),
  ];
}

/** A lone one bears no number. */
function tradingWorkerNames(count: number): string[] {
  if (count === 1) return ['worker-trading'];
  return Array.from({ length: count }, (_, index) => `worker-trading-${index + 1}`);
}

function postgresProcess(data: DataFolder, port: number): ProcessSpec {
  const identity = postgresIdentity();
  if (identity) requireReachable(data.postgres, identity);
  const server = { folder: data.postgres, port, identity };
  return {
    name: 'postgres',
    ...postgresCommand(server),
    env: process.env,
    identity,
    after: [],
    kind: 'service',
    prepare: async ({ note, reaper }) => {
      if (!clusterExists(server)) note('creating the database cluster');
      await createCluster(server, reaper);
    },
    isReady: () => isServing(port),
    stopSignal: 'SIGINT',
    stopTimeoutMs: 2_500,
    stopWave: 5,
  };
}

function temporalProcess(config: Config, data: DataFolder): ProcessSpec {
  const options: Record<string, string> = {
    ip: '127.0.0.1',
    port: new URL(`tcp://${config.temporal.address}`).port,
    'ui-port': String(config.temporalUiPort),
    'db-filename': data.temporalDatabase,
    'log-level': 'warn',
  };
  const pragmas = ['journal_mode=WAL', 'synchronous=OFF'].flatMap((pragma) => ['--sqlite-pragma', pragma]);
  const settings = Object.entries(TEMPORAL_SETTINGS).flatMap(([key, value]) => [
    '--dynamic-config-value',
    `${key}=${value}`,
  ]);
  return {
    name: 'temporal',
    command: binaryPath('temporal'),
    args: [
      'server',
      'start-dev',
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
      ...pragmas,
      ...settings,
    ],
    // Its garbage collector takes a core for itself, be it an entry's instant: let it come less often.
    env: { GOGC: '400', ...process.env },
    after: [],
    kind: 'service',
    isReady: () => answers(`http://127.0.0.1:${config.temporalUiPort}/api/v1/namespaces/default`),
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 1_500,
    stopWave: 4,
  };
}

function nodeProcess(environment: Readonly<Record<string, string | undefined>>) {
  return (
    name: string,
    entry: string,
    { nodeArgs = [], ...given }: Partial<ProcessSpec> & { nodeArgs?: readonly string[] },
  ): ProcessSpec => ({
    name,
    command: process.execPath,
    // The trading worker collects garbage right before an entry's instant, never at it.
    args: ['--enable-source-maps', '--expose-gc', ...nodeArgs, join(repositoryRoot, 'dist', entry)],
    after: [],
    kind: 'service',
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 1_500,
    stopWave: 1,
    ...given,
    env: { ...environment, ...given.env },
  });
}

function portOf(databaseUrl: string): number {
  return Number(new URL(databaseUrl).port);
}
