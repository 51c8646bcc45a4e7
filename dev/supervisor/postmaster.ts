// Reads postmaster.pid, by which Postgres itself knows whether a server is using its data.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity, knownProcess } from './process-identity.js';
import type { KnownProcess } from './lock.js';

/**
 * @param folder - the cluster's data
 * @returns the server that runs on it, whoever started it
 */
export function runningPostmaster(folder: string): KnownProcess | undefined {
  const pid = postmasterPid(folder);
  return pid !== undefined && isPostgres(pid) ? knownProcess(pid) : undefined;
}

/**
 * Removes postmaster.pid when its pid exists but is no server: a zombie that nobody has waited for, or a process that
 * got the number later. Postgres would believe it and refuse to start.
 */
export function forgetDeadPostmaster(folder: string): void {
  const pid = postmasterPid(folder);
  if (pid !== undefined && exists(pid) && !runningPostmaster(folder)) rmSync(join(folder, 'postmaster.pid'));
}

function postmasterPid(folder: string): number | undefined {
  try {
    return Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]) || undefined;
  } catch {
    return undefined;
  }
}

/** On Linux the command line is looked at; elsewhere postmaster.pid is believed. */
function isPostgres(pid: number): boolean {
  if (process.platform !== 'linux') return processIdentity(pid) !== undefined;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return false;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
