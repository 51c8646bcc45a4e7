// Ends what a killed supervisor left behind, before anything new is started on the same data.
import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownProcess, Running } from './lock.js';
import { forgetDeadPostmaster, runningPostmaster } from './postmaster.js';
import { isSameProcess } from './process-identity.js';
import { StackError } from './stack-error.js';

/** The former supervisor's reaper, when it is still at work, gets the time that it needs at most. */
const reaperMs = 8_000;
const politeMs = 3_000;
const killedMs = 2_000;

/**
 * @param running - what the former supervisor had running
 * @param postgresFolder - whose postmaster.pid may name a server that nobody wrote down
 * @param say - told what was ended
 * @throws StackError when something cannot be ended
 */
export async function endLeftovers(
  { reaper, children }: Running,
  postgresFolder: string,
  say: (line: string) => void,
): Promise<void> {
  if (reaper) await allGone([reaper], reaperMs);
  const postmaster = runningPostmaster(postgresFolder);
  const known = Object.entries({ ...children, ...(postmaster && { postgres: postmaster }) });
  const alive = known.filter(([, child]) => isSameProcess(child));
  if (alive.length > 0) {
    say(`A former run left ${alive.map(([name, { pid }]) => `${name} (pid ${pid})`).join(', ')} behind: ending it.`);
    await end(alive);
  }
  forgetDeadPostmaster(postgresFolder);
}

async function end(alive: [string, KnownProcess][]): Promise<void> {
  const processes = alive.map(([, child]) => child);
  for (const [name, { pid }] of alive) signal(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
  if (await allGone(processes, politeMs)) return;
  for (const { pid } of processes) signal(pid, 'SIGKILL');
  if (await allGone(processes, killedMs)) return;
  throw new StackError(`Could not end what a former run left behind: ${processes.map(({ pid }) => pid).join(', ')}.`);
}

async function allGone(processes: KnownProcess[], withinMs: number): Promise<boolean> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(50))
    if (!processes.some(isSameProcess)) return true;
  return false;
}

function signal(pid: number, name: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, name);
      return;
    } catch {
      // No such group, or gone already.
    }
  }
}
