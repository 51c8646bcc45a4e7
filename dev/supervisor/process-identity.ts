// Tells whether a pid written down earlier is still that process: pids are reused, start times with them are not.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * @returns something that no other process with this pid will have, or undefined when there is none (or a zombie)
 */
export function processIdentity(pid: number): string | undefined {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

/** A pid with its identity, to be written down; undefined when it is not running. */
export function knownProcess(pid: number | undefined): { pid: number; identity: string } | undefined {
  const identity = pid === undefined ? undefined : processIdentity(pid);
  return pid === undefined || identity === undefined ? undefined : { pid, identity };
}

/** Whether the pid still belongs to the process that had this identity. */
export function isSameProcess(known: { pid: number; identity: string }): boolean {
  return processIdentity(known.pid) === known.identity;
}

function fromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command in parentheses may hold blanks; after it come the state (field 3) and, as field 22, the start time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): string | undefined {
  try {
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim() || undefined
    );
  } catch {
    return undefined;
  }
}
