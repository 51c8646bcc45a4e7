// The real thing for end-to-end tests: the supervisor with all its processes, on free ports and empty data.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../dev/repository-root.js';
import { freePort } from '../../dev/supervisor/ports.js';
import { postgresUrl } from '../../dev/supervisor/postgres.js';
import { processIdentity } from '../../dev/supervisor/process-identity.js';
import { atEnd, temporaryFolder, testReaper } from './resources.js';
import { waitFor } from './wait.js';

const portVariables = ['PORT', 'SIMULATOR_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'POSTGRES_PORT'] as const;
type StackPorts = Readonly<Record<(typeof portVariables)[number], number>>;

type StackRequest = Readonly<{
  /** Those not given are free ones. */
  ports?: Partial<StackPorts>;
  /** By default an empty temporary folder. */
  dataDir?: string;
  env?: Readonly<Record<string, string>>;
  args?: readonly string[];
}>;

export type Stack = Readonly<{
  pid: number;
  dataDir: string;
  ports: StackPorts;
  baseUrl: string;
  simulatorUrl: string;
  temporalAddress: string;
  databaseUrl: string;
  /** Everything that the supervisor has printed. */
  output: () => string;
  /** $DATA_DIR/processes.json as it is now. */
  processes: () => Record<string, number>;
  /** Resolves with the exit code, null when it was killed. */
  exited: Promise<number | null>;
  /** Stops it with SIGTERM as a user's service manager would; resolves with the exit code. */
  stop: () => Promise<number | null>;
}>;

/** Starts a stack and waits until it says that it is ready. @throws Error with its output when it does not get there */
export async function startStack(request: StackRequest = {}): Promise<Stack> {
  const stack = await launchStack(request);
  let over = false;
  void stack.exited.then(() => (over = true));
  const ready = () => over || stack.output().includes('QuantLeap is ready');
  await waitFor(ready, { timeoutMs: 90_000, description: `the start of the stack:\n${stack.output()}` });
  if (over) throw new Error(`The stack ended before it was ready:\n${stack.output()}`);
  return stack;
}

/** Starts a stack without waiting for anything. */
export async function launchStack({ ports, dataDir, env, args }: StackRequest = {}): Promise<Stack> {
  const chosen = await choosePorts(ports);
  const folder = dataDir ?? join(temporaryFolder('stack'), 'data');
  const child = spawn(process.execPath, ['dist/dev/start.js', '--no-demo', ...(args ?? [])], {
    cwd: repositoryRoot,
    env: { ...process.env, ...stringified(chosen), DATA_DIR: folder, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const { pid } = child;
  if (pid === undefined) throw new Error('The supervisor could not be started');
  testReaper().watch(pid, 'SIGTERM');
  const exited = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  void exited.then(() => testReaper().forget(pid));
  const stop = () => {
    child.kill('SIGTERM');
    return exited;
  };
  atEnd(`stack ${pid}`, async () => {
    await stop();
  });
  return {
    pid,
    dataDir: folder,
    ports: chosen,
    baseUrl: `http://127.0.0.1:${chosen.PORT}`,
    simulatorUrl: `http://127.0.0.1:${chosen.SIMULATOR_PORT}`,
    // Named by the environment, the stack runs none of its own.
    temporalAddress: process.env['TEMPORAL_ADDRESS'] ?? `127.0.0.1:${chosen.TEMPORAL_PORT}`,
    databaseUrl: postgresUrl(chosen.POSTGRES_PORT),
    output: () => output,
    processes: () => JSON.parse(readFileSync(join(folder, 'processes.json'), 'utf8')) as Record<string, number>,
    exited,
    stop,
  };
}

/** Whether a process is there and not merely a zombie waiting for its parent. */
export function isRunning(pid: number): boolean {
  return processIdentity(pid) !== undefined;
}

async function choosePorts(given: Partial<StackPorts> = {}): Promise<StackPorts> {
  const entries: [string, number][] = [];
  for (const variable of portVariables) entries.push([variable, given[variable] ?? (await freePort())]);
  return Object.fromEntries(entries) as StackPorts;
}

function stringified(ports: StackPorts): Record<string, string> {
  return Object.fromEntries(Object.entries(ports).map(([variable, port]) => [variable, String(port)]));
}
