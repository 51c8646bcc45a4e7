// The sample portal to look at: the one that runs, or one of our own for as long as it takes.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const LONGEST_START_MS = 20_000;

/** @throws Error with what it printed when it does not come up */
export async function runningPortal(root) {
  const url = `http://127.0.0.1:${process.env.PORTAL_PORT || 8100}`;
  if (await answers(url)) return { url, stop: () => undefined };
  const child = spawn(process.execPath, [join(root, 'dist', 'dev', 'portal', 'start.js')], { cwd: root });
  let output = '';
  let isOver = false;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  child.on('exit', () => (isOver = true));
  for (const until = Date.now() + LONGEST_START_MS; !isOver && Date.now() < until;) {
    if (output.includes(url)) return { url, stop: () => child.kill('SIGTERM') };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGTERM');
  throw new Error(`The portal did not start:\n${output}`);
}

async function answers(url) {
  const answer = await fetch(url).catch(() => undefined);
  return answer?.ok === true;
}
