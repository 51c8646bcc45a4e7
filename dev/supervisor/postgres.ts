// An embedded Postgres: creating its cluster, the command that runs it, and when it is ready.
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { postgresPrograms } from './postgres-binaries.js';
import type { Identity } from './postgres-user.js';
import type { Reaper } from './reaper.js';
import { StackError } from './stack-error.js';

/** Role, password and database of every embedded server; it listens on the loopback interface only. */
const credentials = { user: 'quantleap', password: 'quantleap', database: 'quantleap' };

/** A Postgres server of ours: where its data is, where it listens, and who it runs as (undefined: ourselves). */
export type PostgresServer = Readonly<{ folder: string; port: number; identity: Identity | undefined }>;

/** @returns the address of a database of that server */
export function postgresUrl(port: number, database = credentials.database): string {
  return `postgres://${credentials.user}:${credentials.password}@127.0.0.1:${port}/${database}`;
}

export function clusterExists({ folder }: PostgresServer): boolean {
  return existsSync(join(folder, 'PG_VERSION'));
}

/**
 * Creates the cluster unless it is there. An interrupted creation leaves nothing that looks finished.
 * @param reaper - ends initdb when we are gone
 * @throws StackError with initdb's own words
 */
export async function createCluster(server: PostgresServer, reaper: Reaper): Promise<void> {
  if (clusterExists(server)) return;
  const { folder, identity } = server;
  const incoming = `${folder}.initialising`;
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  const passwordFile = join(incoming, '..', `.postgres-password-${process.pid}`);
  writeFileSync(passwordFile, `${credentials.password}\n`, { mode: 0o600 });
  try {
    for (const path of identity ? [incoming, passwordFile] : [])
      chownSync(path, identity?.uid ?? 0, identity?.gid ?? 0);
    await run(
      postgresPrograms(identity).initdb,
      [...clusterOptions, `--pwfile=${passwordFile}`, '-D', incoming],
      identity,
      reaper,
    );
    chmodSync(incoming, 0o700);
    rmSync(folder, { recursive: true, force: true });
    renameSync(incoming, folder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * @param settings - beyond the ones every server gets, e.g. `fsync=off` for tests
 * @returns the command that runs the server in the foreground; SIGINT is its fast shutdown
 */
export function postgresCommand(
  server: PostgresServer,
  settings: readonly string[] = [],
): { command: string; args: string[] } {
  const all = [...commonSettings, ...settings].flatMap((setting) => ['-c', setting]);
  return {
    command: postgresPrograms(server.identity).postgres,
    args: ['-D', server.folder, '-p', String(server.port), ...all],
  };
}

/** @returns whether the server accepts connections; the database is created on the way when it is missing */
export async function isServing(port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: postgresUrl(port, 'postgres'), connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [credentials.database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${credentials.database}`);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const clusterOptions = [
  `--username=${credentials.user}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  // Sorts and folds case alike on every machine, whatever locales it has installed.
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

const commonSettings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_line_prefix=%m [%p] ',
];

function run(command: string, args: string[], identity: Identity | undefined, reaper: Reaper): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...identity, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const { pid } = child;
    if (pid !== undefined) {
      reaper.watch(pid, 'SIGTERM');
      child.on('exit', () => reaper.forget(pid));
    }
    let output = '';
    const collect = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => reject(new StackError(`initdb could not be started: ${error.message}`)));
    child.on('close', (code) => (code === 0 ? resolve() : reject(new StackError(`initdb failed:\n${output.trim()}`))));
  });
}
