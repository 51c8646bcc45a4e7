// Job queues doing the same job: installed on demand beside the bench, run on the machine's redis-server and the stack's Postgres.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../dev/repository-root.js';
import { freePort } from '../../dev/supervisor/ports.js';
import { shared, startServer, temporaryFolder } from '../../test/support/resources.js';
import type { Stack } from '../../test/support/stack.js';
import { runChild } from './child.js';
import { condorPlacements } from './placements.js';
import { latenessOf, recordOf } from './measure.js';
import { instantIn, type CompetitorRun } from './raw-run.js';
import { simulatorRests } from './simulator-rest.js';
import type { BenchWire } from './wires.js';

export type Peer = 'bullmq' | 'pg-boss';
/** A peer's run, or why there is none. */
export type PeerRun = CompetitorRun | { absent: string };

/** The sources, not dist: the peers' packages are installed beside them. */
const FOLDER = join(repositoryRoot, 'bench', 'peers');

export async function measurePeer(stack: Stack, wire: BenchWire, peer: Peer, subscribers: number): Promise<PeerRun> {
  if (peer === 'bullmq' && !hasRedis()) return { absent: 'redis-server is not on the PATH' };
  await installed();
  const tagPrefix = peer === 'bullmq' ? 'B' : 'P';
  const prefix = `${tagPrefix}${subscribers}x`;
  const sessions = await wire.logInAll(subscribers, prefix);
  const placements = await condorPlacements(wire, sessions, tagPrefix);
  const redisPort = peer === 'bullmq' ? await redis() : undefined;
  const instantMs = instantIn(6_000 + 2 * subscribers);
  const settings = { databaseUrl: stack.databaseUrl, redisPort, placements, instantMs };
  const [{ cpuMs }] = await Promise.all([
    runChild(stack, join(FOLDER, `${peer}.mjs`), peer, settings),
    simulatorRests(stack, instantMs),
  ]);
  const record = await recordOf(stack.simulatorUrl, wire.name, prefix);
  if (record.length !== 4 * subscribers) throw new Error(`${peer} placed ${record.length} orders`);
  const buys = record.filter(({ side }) => side === 'BUY');
  return { firstWave: latenessOf(buys, instantMs), cpuMsPerSubscriber: cpuMs / subscribers };
}

const installed = shared(async () => {
  if (existsSync(join(FOLDER, 'node_modules', 'bullmq')) && existsSync(join(FOLDER, 'node_modules', 'pg-boss'))) return;
  // Not `npm ci`: a registry that lacks an optional package for another platform leaves the lockfile incomplete.
  const options = ['--no-save', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  await promisify(execFile)('npm', ['install', ...options], { cwd: FOLDER });
});

const hasRedis = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

/** An empty one of our own that writes nothing to disk. @returns its port */
const redis = shared(async () => {
  const port = await freePort();
  await startServer({
    name: 'redis',
    command: 'redis-server',
    args: ['--port', String(port), '--save', '', '--appendonly', 'no', '--dir', temporaryFolder('redis')],
    env: process.env,
    isReady: () => listens(port),
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 2_000,
  });
  return port;
});

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
