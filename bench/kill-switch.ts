// npm run bench:kill-switch [-- --rounds 200]: how long after the operator's POST every process has a halt in its memory. Two processes
// of the bench's own, each with an engine's lease and gate, beside the stack and its two trading workers. Counted from before the POST
// is sent, so that API, transaction and NOTIFY are all in it; the answer comes when every lease has acknowledged.
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../dev/repository-root.js';
import { stopAll } from '../test/support/resources.js';
import { waitFor } from '../test/support/wait.js';
import { startDrillStack } from './drills/drill-stack.js';
import type { GateNews } from './support/gate-watch.js';
import { spreadOf } from './support/measure.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } });
const rounds = Number(values.rounds);
const WATCHERS = 2;
const WATCHER = join(repositoryRoot, 'dist', 'bench', 'support', 'gate-watch.js');

type Watcher = { child: ChildProcess; news: GateNews[] };
const watchers: Watcher[] = [];
try {
  const { stack, floor } = await startDrillStack(2);
  for (let n = 0; n < WATCHERS; n += 1) watchers.push(watch(stack.databaseUrl));
  await waitFor(() => watchers.every(({ news }) => news.length > 0), { timeoutMs: 20_000, description: 'the gates' });

  const known = { engage: [] as number[], release: [] as number[] };
  const answered: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    for (const action of ['engage', 'release'] as const) {
      const sentMs = nowMs();
      const answer = await floor.operator.post('/operator/kill-switch', { action, scope: 'partner', id: 'zebu' });
      answered.push(nowMs() - sentMs);
      if (answer.status !== 200 || answer.body['acknowledged'] !== true) throw new Error(answer.text);
      const [change] = await floor.query<{ id: number }>('SELECT max(id)::int AS id FROM gate_change');
      const learnt = () => watchers.map(({ news }) => news.find(({ changeId }) => changeId >= (change?.id ?? 0))?.atMs);
      await waitFor(() => learnt().every((atMs) => atMs !== undefined), { description: 'both gates know' });
      known[action].push(Math.max(...learnt().map((atMs) => (atMs ?? Number.NaN) - sentMs)));
    }
  console.log(`${rounds} rounds, ms from sending the POST; p50 / p99 / max`);
  for (const [what, times] of Object.entries({ ...known, 'answer, acknowledged': answered })) {
    const { p50, p99, max } = spreadOf(times);
    console.log(`${what.padEnd(22)} ${p50} / ${p99} / ${max}`);
  }
} finally {
  for (const { child } of watchers) child.kill('SIGKILL');
  await stopAll();
}

function watch(databaseUrl: string): Watcher {
  const child = fork(WATCHER, [databaseUrl]);
  const watcher: Watcher = { child, news: [] };
  child.on('message', (news) => watcher.news.push(news as GateNews));
  return watcher;
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
