// Starts all processes as their dependencies allow, keeps them running, and stops them wave by wave.
import { ManagedProcess, type Surroundings } from './managed-process.js';
import type { ProcessSpec, ProcessStatus } from './process-spec.js';

export class Supervisor {
  readonly #processes: ManagedProcess[];

  /**
   * @param specs - in the order in which they are shown; `after` may name only processes of this list
   * @param surroundings - folder of the logs, the leash, and who is told about every change
   */
  constructor(specs: readonly ProcessSpec[], surroundings: Surroundings) {
    this.#processes = specs.map((spec) => new ManagedProcess(spec, surroundings));
  }

  get statuses(): ProcessStatus[] {
    return this.#processes.map((process) => process.status);
  }

  /**
   * Resolves when every process is ready; from then on crashed services are restarted for as long as it takes.
   * @throws StackError of the first process that could not be started; the others are left running for {@link stop}
   */
  async start(): Promise<void> {
    const started = new Map<string, Promise<void>>();
    const startOf = (process: ManagedProcess): Promise<void> => {
      const known = started.get(process.spec.name);
      if (known) return known;
      const needed = this.#processes.filter((other) => process.spec.after.includes(other.spec.name));
      const start = Promise.all(needed.map(startOf)).then(() => process.start());
      started.set(process.spec.name, start);
      return start;
    };
    await Promise.all(this.#processes.map(startOf));
  }

  /** Stops everything in good order; what does not stop within its time is killed. */
  async stop(): Promise<void> {
    const waves = [...new Set(this.#processes.map((process) => process.spec.stopWave))].sort((a, b) => a - b);
    for (const wave of waves) {
      const members = this.#processes.filter((process) => process.spec.stopWave === wave);
      await Promise.all(members.map((process) => process.stop()));
    }
  }

  /** Kills everything at once, for the impatient. */
  kill(): void {
    for (const process of this.#processes) process.kill();
  }
}
