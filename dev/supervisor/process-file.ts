// Keeps $DATA_DIR/processes.json and the lock's list of children in step with what is running.
import { rmSync } from 'node:fs';
import type { Lock } from './lock.js';
import { knownProcess } from './process-identity.js';
import type { ProcessStatus } from './process-spec.js';
import type { Reaper } from './reaper.js';
import { writeAtomically } from './write-atomically.js';

export class ProcessFile {
  #written = '';

  constructor(
    private readonly file: string,
    private readonly lock: Lock,
    private readonly reaper: Reaper,
  ) {}

  /** Writes both when a pid has come or gone. */
  update(statuses: readonly ProcessStatus[]): void {
    const running = statuses.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid] as const]));
    const text = `${JSON.stringify({ supervisor: process.pid, ...Object.fromEntries(running) }, null, 2)}\n`;
    if (text === this.#written) return;
    this.#written = text;
    const children = running.flatMap(([name, pid]) => {
      const known = knownProcess(pid);
      return known ? [[name, known] as const] : [];
    });
    const reaper = knownProcess(this.reaper.pid);
    this.lock.remember({ ...(reaper && { reaper }), children: Object.fromEntries(children) });
    writeAtomically(this.file, text);
  }

  /** Removes it: nothing is running any more. */
  remove(): void {
    rmSync(this.file, { force: true });
  }
}
