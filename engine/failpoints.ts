// Named places at which a process can be made to die, for the crash drills: a crash between two statements is never left to luck.
import { mkdirSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

export const FAILPOINTS = [
  /** The intents are in the database, nothing is held yet. */
  'after_intent',
  /** The burst is marked, or a single order is SENDING; no byte of it has left. */
  'before_send',
  /** The broker has answered; the answer is nowhere but in this process. */
  'after_send_before_record',
  /** The unwinding orders of a generation are intended; none has left. */
  'during_unwind',
  /** The same of an exit. */
  'during_exit',
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

let live: ReadonlySet<string> | undefined;
let ticketFolder = '';

/**
 * Makes failpoints live in this process.
 * @param names - of FAILPOINTS; none leaves every failpoint without effect
 * @param folder - where tickets lie: each file `<name>.<anything>` is one death, of whichever process takes it away first
 * @throws Error for a name that is no failpoint
 */
export function enableFailpoints(names: readonly string[], folder: string): void {
  const known: readonly string[] = FAILPOINTS;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`FAILPOINTS: unknown ${unknown.join(', ')}; known: ${known.join(', ')}`);
  live = names.length > 0 ? new Set(names) : undefined;
  ticketFolder = folder;
  if (live) mkdirSync(folder, { recursive: true });
}

/** Kills this process with SIGKILL when the failpoint is live and a ticket for it lies ready; otherwise nothing. */
export function failpoint(name: Failpoint): void {
  if (live?.has(name) && takeTicket(name)) process.kill(process.pid, 'SIGKILL');
}

/** Whoever removes the file has the ticket, in whichever process. */
function takeTicket(name: Failpoint): boolean {
  return readdirSync(ticketFolder)
    .filter((file) => file.startsWith(`${name}.`))
    .some((file) => removed(join(ticketFolder, file)));
}

function removed(file: string): boolean {
  try {
    unlinkSync(file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
