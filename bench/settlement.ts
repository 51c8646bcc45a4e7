// npm run bench:settlement [-- --subscriptions 100000] [--partners 20]: closes a month of so many subscriptions, and again on a copy of
// the same database with the worker killed in the middle: how long, how much memory, and whether the statements are the same, byte for byte.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openDatabase } from '../db/data-source.js';
import { createTestDatabase } from '../test/support/postgres.js';
import { stopAll, testReaper } from '../test/support/resources.js';
import { loadCharges } from './settlement/load.js';
import { statementDigests } from './settlement/digests.js';

const { values } = parseArgs({
  options: { subscriptions: { type: 'string', default: '100000' }, partners: { type: 'string', default: '20' } },
});
const subscriptions = Number(values.subscriptions);
const partners = Number(values.partners);
const WORKER = fileURLToPath(new URL('settlement/worker.js', import.meta.url));

type Closed = { partners: number; rssMb: number };

try {
  const whole = await createTestDatabase();
  const loadedAt = Date.now();
  await loadCharges(whole.url, subscriptions, partners);
  console.log(`${subscriptions} subscriptions of ${partners} partners loaded in ${seconds(loadedAt)} s`);
  const broken = await copyOf(whole.url);

  const startedAt = Date.now();
  const closed = await close(whole.url);
  console.log(
    `Closed in ${seconds(startedAt)} s, ${closed.partners} partners, the worker's memory at most ${closed.rssMb} MB`,
  );

  const killed = await close(broken, Math.max(1, Math.floor(partners / 2)));
  console.log(`Killed after ${killed.partners} partners; ${await closedIn(broken)} were closed`);
  const repeat = await close(broken);
  const again = await close(broken);
  console.log(`Rerun: ${repeat.partners} partners; once more: ${again.partners}`);

  const readAt = Date.now();
  const [first, second] = [await statementDigests(whole.url), await statementDigests(broken)];
  console.log(
    `Statements read in ${seconds(readAt)} s, ${first.bytes + second.bytes} bytes of CSV, this process' memory at most ${first.rssMb} MB`,
  );
  const same = first.digest === second.digest;
  console.log(
    `${cpus().length} cores, Node ${process.version}: the statements are ${same ? 'the same, byte for byte' : 'DIFFERENT'}`,
  );
  if (!same || first.partners !== partners) process.exitCode = 1;
} finally {
  await stopAll();
}

function seconds(sinceMs: number): string {
  return ((Date.now() - sinceMs) / 1000).toFixed(1);
}

/** Runs the worker. @param killAfter - partners after which it is killed while it closes the next ones */
async function close(url: string, killAfter?: number): Promise<Closed> {
  const child = spawn(process.execPath, [WORKER, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.pid === undefined) throw new Error('the worker could not be started');
  testReaper().watch(child.pid, 'SIGTERM', 'process');
  const closed: Closed = { partners: 0, rssMb: 0 };
  child.stdout.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().trim().split('\n')) {
      closed.partners += 1;
      closed.rssMb = Math.max(closed.rssMb, Number(line.split(' ')[1] ?? 0));
      if (closed.partners === killAfter) child.kill('SIGKILL');
    }
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  testReaper().forget(child.pid, 'process');
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the worker ended with ${code ?? signal ?? ''}`);
  return closed;
}

async function copyOf(url: string): Promise<string> {
  const name = new URL(url).pathname.slice(1);
  const admin = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, '/postgres') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}_copy TEMPLATE ${name} STRATEGY FILE_COPY`);
  await admin.end();
  return url.replace(/\/[^/]*$/, `/${name}_copy`);
}

async function closedIn(url: string): Promise<number> {
  const { db, dataSource } = await openDatabase(url, 1);
  const rows = await db.query(`SELECT 1 FROM settlement WHERE status <> 'DRAFT'`);
  await dataSource.destroy();
  return rows.length;
}
