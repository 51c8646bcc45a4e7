// `npm run drills`: the integration drills against a running stack (BASE, KEY, SECRET), or with --start against one of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { repositoryRoot } from '../repository-root.js';
import { freePort } from '../supervisor/ports.js';
import { answers } from '../supervisor/readiness.js';
import { runDrills } from './run.js';

const STARTS_WITHIN_MS = 120_000;

async function main(): Promise<number> {
  const { start } = new Command('npm run drills --')
    .description('Runs the commands of docs/integration-drills.md and compares what they answer.')
    .option('--start', 'start a stack for it, and stop it again', false)
    .parse()
    .opts<{ start: boolean }>();
  const markdown = readFileSync(join(repositoryRoot, 'docs', 'integration-drills.md'), 'utf8');
  const run = (env: NodeJS.ProcessEnv) => runDrills(markdown, env, console.log);
  return start ? withStack((base) => run({ ...process.env, BASE: base })) : run(process.env);
}

/** Starts a stack on free ports with empty data, and leaves nothing of it. */
async function withStack(work: (base: string) => Promise<number>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'quantleap-drills-stack-'));
  // Postgres may have to run as another user.
  await chmod(folder, 0o755);
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: join(folder, 'data'), RATE_LIMIT_PER_MINUTE: '6000' };
  for (const name of ['PORT', 'SIMULATOR_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'POSTGRES_PORT'])
    env[name] = String(await freePort());
  const base = `http://127.0.0.1:${env['PORT'] ?? ''}`;
  const program = join(repositoryRoot, 'dist', 'dev', 'start.js');
  const stack = spawn(process.execPath, [program, '--no-demo'], {
    env: { ...env, SCHEDULES: 'off' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(stack, 'exit');
  try {
    const deadlineMs = Date.now() + STARTS_WITHIN_MS;
    while (!(await answers(`${base}/readyz`))) {
      if (stack.exitCode !== null || Date.now() > deadlineMs) throw new Error('the stack did not start');
      await sleep(500);
    }
    return await work(base);
  } finally {
    if (stack.exitCode === null) stack.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

main().then(
  (failed) => (process.exitCode = failed === 0 ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
