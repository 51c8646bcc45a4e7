// One development stack from start to stop: the order in which the pieces of this folder are put to work.
import { existsSync, writeFileSync } from 'node:fs';
import type { Config } from '../../platform/config.js';
import { playDemo } from '../demo/demo.js';
import type { StackContext } from './context.js';
import { DataFolder } from './data-folder.js';
import { endLeftovers } from './leftovers.js';
import type { LiveList } from './live-list.js';
import { Lock } from './lock.js';
import { requireFree, type PortUse } from './ports.js';
import { ProcessFile } from './process-file.js';
import { Reaper } from './reaper.js';
import { stackProcesses, type Embedded } from './stack-processes.js';
import { Supervisor } from './supervisor.js';
import { welcome } from './welcome.js';

export type StackOptions = Readonly<{ demo: boolean; reset: boolean }>;

export class Stack {
  readonly #data: DataFolder;
  readonly #embedded: Embedded;
  #lock: Lock | undefined;
  #reaper: Reaper | undefined;
  #supervisor: Supervisor | undefined;
  #processFile: ProcessFile | undefined;
  #stopping: Promise<void> | undefined;

  constructor(
    private readonly config: Config,
    private readonly environment: Readonly<Record<string, string | undefined>>,
    private readonly options: StackOptions,
    private readonly list: LiveList,
  ) {
    this.#data = new DataFolder(config.dataDir);
    this.#embedded = { postgres: !environment['DATABASE_URL'], temporal: !environment['TEMPORAL_ADDRESS'] };
  }

  /**
   * Brings the stack up, says so, and plays the demo day.
   * @param startedAt - when the user began to wait, in epoch milliseconds
   * @throws StackError with what the user can do about it
   */
  async start(startedAt: number): Promise<void> {
    const data = this.#data;
    const { lock, leftBehind } = Lock.acquire(data.lock);
    this.#lock = lock;
    await endLeftovers(leftBehind, data.postgres, this.list.out);
    if (this.options.reset) data.reset();
    await requireFree(this.#ports());
    data.prepare();
    const supervisor = this.#assemble(lock);
    if (this.#stopping) return;
    await supervisor.start();
    if (this.#stopping) return;
    const context = this.#context();
    for (const line of await welcome(context, data.logs, Date.now() - startedAt)) this.list.out(line);
    if (this.options.demo && !existsSync(data.demoPlayed)) await this.#playDemo(context);
  }

  /** Stops everything in good order; later calls wait for the same stop. */
  stop(): Promise<void> {
    return (this.#stopping ??= this.#stop());
  }

  /** Kills everything at once. */
  kill(): void {
    this.#supervisor?.kill();
    this.#processFile?.remove();
    this.#lock?.release();
  }

  async #stop(): Promise<void> {
    await this.#supervisor?.stop();
    this.#processFile?.remove();
    this.#reaper?.release();
    this.#lock?.release();
  }

  #assemble(lock: Lock): Supervisor {
    const environment = {
      ...this.environment,
      DATA_DIR: this.#data.path,
      API_KEY_PEPPER: this.#pepper(),
    };
    const specs = stackProcesses(this.config, this.#data, this.#embedded, environment);
    const reaper = (this.#reaper = new Reaper());
    const processFile = (this.#processFile = new ProcessFile(this.#data.processes, lock, reaper));
    const supervisor = new Supervisor(specs, {
      logFolder: this.#data.logs,
      reaper,
      changed: (status) => {
        processFile.update(supervisor.statuses);
        this.list.update(status, supervisor.statuses);
      },
    });
    return (this.#supervisor = supervisor);
  }

  #pepper(): string {
    return this.environment['API_KEY_PEPPER'] ?? this.#data.apiKeyPepper();
  }

  #ports(): PortUse[] {
    const { config } = this;
    const postgres = { port: Number(new URL(config.databaseUrl).port), variable: 'POSTGRES_PORT', use: 'Postgres' };
    const temporal = Number(new URL(`tcp://${config.temporal.address}`).port);
    return [
      { port: config.port, variable: 'PORT', use: 'the API' },
      { port: config.simulatorPort, variable: 'SIMULATOR_PORT', use: 'the broker simulators' },
      ...(this.#embedded.temporal
        ? [
            { port: temporal, variable: 'TEMPORAL_PORT', use: 'Temporal' },
            { port: config.temporalUiPort, variable: 'TEMPORAL_UI_PORT', use: "Temporal's web page" },
          ]
        : []),
      ...(this.#embedded.postgres ? [postgres] : []),
    ];
  }

  #context(): StackContext {
    const { config, list } = this;
    return {
      config: { ...config, apiKeyPepper: this.#pepper() },
      baseUrl: `http://127.0.0.1:${config.port}`,
      simulatorUrl: `http://127.0.0.1:${config.simulatorPort}`,
      temporalUiUrl: `http://127.0.0.1:${config.temporalUiPort}`,
      databaseUrl: config.databaseUrl,
      out: list.out,
      progress: list.progress,
    };
  }

  async #playDemo(context: StackContext): Promise<void> {
    try {
      await playDemo(context);
      writeFileSync(this.#data.demoPlayed, `${new Date().toISOString()}\n`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#stopping)
        this.list.out(`The demo day broke off: ${reason}. The stack stays up; see ${this.#data.logs}.`);
    } finally {
      this.list.progress([]);
    }
  }
}
