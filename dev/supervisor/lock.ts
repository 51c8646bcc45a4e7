// One supervisor per data folder. The lock also remembers the children, so that a later start knows what was left behind.
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { isSameProcess, processIdentity } from './process-identity.js';
import { StackError } from './stack-error.js';
import { writeAtomically } from './write-atomically.js';

const knownProcess = z.object({ pid: z.number().int().positive(), identity: z.string() });
const runningSchema = z.object({ reaper: knownProcess.optional(), children: z.record(z.string(), knownProcess) });
const lockSchema = knownProcess.extend({ running: runningSchema });

export type KnownProcess = z.infer<typeof knownProcess>;

/** What runs under a supervisor: its children by name, and the reaper that ends them when it is gone. */
export type Running = z.infer<typeof runningSchema>;

export class Lock {
  readonly #identity = processIdentity(process.pid) ?? '';

  private constructor(private readonly file: string) {}

  /**
   * @param file - the lock's path
   * @returns the lock, and what a supervisor that held it and is gone had running
   * @throws StackError when another supervisor holds it
   */
  static acquire(file: string): { lock: Lock; leftBehind: Running } {
    const lock = new Lock(file);
    const former = create(file) ? undefined : read(file);
    if (former && former.pid !== process.pid && isSameProcess(former))
      throw new StackError(
        `Another supervisor (pid ${former.pid}) already runs on this data folder, ${file.replace(/\/[^/]*$/, '')}.\n` +
          'Stop it first, or set DATA_DIR (and the ports) to run a second stack beside it.',
      );
    const leftBehind = former?.running ?? { children: {} };
    lock.remember(leftBehind);
    return { lock, leftBehind };
  }

  /** Writes down what is alive. */
  remember(running: Running): void {
    writeAtomically(this.file, JSON.stringify({ pid: process.pid, identity: this.#identity, running }));
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}

function create(file: string): boolean {
  if (existsSync(file)) return false;
  try {
    closeSync(openSync(file, 'wx'));
    return true;
  } catch {
    return false;
  }
}

function read(file: string): z.infer<typeof lockSchema> | undefined {
  try {
    return lockSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
