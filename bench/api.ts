// npm run bench:api: our API against bare Koa + pg handlers that run the same queries, in turn, over one database; then p99 at 200 req/s.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import Table from 'cli-table3';
import { PROJECT_ROOT } from '../platform/paths.js';
import { apiRig } from '../test/api/support/api-rig.js';
import { zebuTest } from '../test/api/support/http.js';
import { linkUser, logIn, subscribeBody } from '../test/api/support/journeys.js';
import { stopAll } from '../test/support/resources.js';

type Load = { perSecond: number; p99Ms: number; answered: number; refused: number; errors: number };
type Request = { method: string; path: string };
type Target = { name: 'ours' | 'bare'; url: string; process: ChildProcess };

const CONNECTIONS = 10;
const STEADY_PER_SECOND = 200;
const HEADERS = { authorization: `Bearer ${zebuTest.publicKey}`, 'x-partner-secret': zebuTest.secret };

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '8' }, rounds: { type: 'string', default: '2' } },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);

const rig = await apiRig();
const targets: Target[] = [];
try {
  const ids = await subscriptions(CONNECTIONS);
  for (const name of ['ours', 'bare'] as const) targets.push(await start(name));
  const table = new Table({ head: ['call', 'ours req/s', 'bare req/s', 'ratio', `p99 ms at ${STEADY_PER_SECOND}/s`] });
  for (const [call, clients] of [
    ['GET /partner/subscriptions', ids.map(() => [{ method: 'GET', path: '/partner/subscriptions' }])],
    ['PUT pause, resume', ids.map((id) => ['pause', 'resume'].map((act) => change(id, act)))],
  ] as const) {
    const rates = await race(clients);
    const ours = targets.find(({ name }) => name === 'ours');
    if (!ours) throw new Error('our API is not running');
    const steady = await load(ours, clients, STEADY_PER_SECOND);
    const ratio = rates.ours / rates.bare;
    table.push([call, rates.ours.toFixed(0), rates.bare.toFixed(0), ratio.toFixed(2), steady.p99Ms]);
  }
  process.stdout.write(`${table.toString()}\n`);
} finally {
  for (const target of targets) target.process.kill('SIGKILL');
  await rig.close();
  await stopAll();
}

/** Both in turn, so that what else the machine does meets both. @returns the mean rates */
async function race(clients: readonly Request[][]): Promise<{ ours: number; bare: number }> {
  const sums = { ours: 0, bare: 0 };
  for (const target of targets) await load(target, clients, undefined, 2);
  for (let round = 0; round < rounds; round += 1)
    for (const target of round % 2 ? targets.toReversed() : targets)
      sums[target.name] += (await load(target, clients)).perSecond;
  return { ours: sums.ours / rounds, bare: sums.bare / rounds };
}

/** @throws Error when anything but successes came back */
async function load(
  { name, url }: Target,
  clients: readonly Request[][],
  perSecond?: number,
  forSeconds = seconds,
): Promise<Load> {
  await rig.db.query(`UPDATE subscription SET status = 'ACTIVE', paused_at = NULL`);
  await rig.db.query(`UPDATE broker_allocation SET status = 'ACTIVE'`);
  const plan = JSON.stringify({ url, headers: HEADERS, seconds: forSeconds, perSecond, clients });
  const program = join(PROJECT_ROOT, 'bench', 'api', 'load.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program, plan]);
  const result = JSON.parse(stdout) as Load;
  if (result.refused + result.errors > 0) throw new Error(`${name}: ${stdout}`);
  return result;
}

function change(id: string, act: string): Request {
  return { method: 'PUT', path: `/partner/subscriptions/${id}/${act}` };
}

async function subscriptions(count: number): Promise<string[]> {
  const client = rig.partner(zebuTest);
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const user = await linkUser(client);
    await logIn(client, user);
    const made = await client.post('/partner/marketplace/subscribe', subscribeBody(user));
    ids.push(String(made.body['subscription_id']));
  }
  return ids;
}

async function start(name: Target['name']): Promise<Target> {
  const program = join(PROJECT_ROOT, 'dist', 'bench', 'api', name === 'ours' ? 'server.js' : 'bare.js');
  const child = spawn(process.execPath, [program], {
    env: {
      ...process.env,
      ...{ NODE_ENV: 'test', DATABASE_URL: rig.config.databaseUrl, DATA_DIR: rig.config.dataDir },
      RATE_LIMIT_PER_MINUTE: '100000000',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(String(data).trim()));
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it listened`)));
  });
  return { name, url: `http://127.0.0.1:${port}`, process: child };
}
