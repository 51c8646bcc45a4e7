// A trading worker of the drill's own, with cuttable wires to Postgres and Temporal, started again the moment it dies.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../dev/repository-root.js';
import { atEnd, testReaper } from '../../test/support/resources.js';
import type { Stack } from '../../test/support/stack.js';
import { TcpProxy } from './tcp-proxy.js';

export class DrillWorker {
  private child: ChildProcess | undefined;
  private stopping = false;
  /** Times it has died. */
  deaths = 0;

  private constructor(
    readonly name: string,
    private readonly stack: Stack,
    private readonly environment: Readonly<Record<string, string>>,
    readonly postgres: TcpProxy,
    readonly temporal: TcpProxy,
  ) {}

  /** @param environment - beyond what every process of the stack gets */
  static async start(name: string, stack: Stack, environment: Readonly<Record<string, string>>): Promise<DrillWorker> {
    const [postgres, temporal] = [
      await TcpProxy.start(stack.ports.POSTGRES_PORT),
      await TcpProxy.start(stack.ports.TEMPORAL_PORT),
    ];
    const worker = new DrillWorker(name, stack, environment, postgres, temporal);
    worker.spawn();
    atEnd(name, () => worker.stop());
    return worker;
  }

  /** undefined between a death and the next start */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** @returns whether there was a process to strike */
  strike(signal: NodeJS.Signals, pid = this.pid): boolean {
    if (pid === undefined || this.pid !== pid) return false;
    return this.child?.kill(signal) ?? false;
  }

  private async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (child?.pid !== undefined) {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exited;
    }
    await Promise.all([this.postgres.close(), this.temporal.close()]);
  }

  private spawn(): void {
    const { stack } = this;
    const database = new URL(stack.databaseUrl);
    database.port = String(this.postgres.port);
    const log = openSync(join(stack.dataDir, 'logs', `${this.name}.log`), 'a', 0o640);
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', '--expose-gc', join(repositoryRoot, 'dist', 'workers', 'main.js')],
      {
        env: {
          ...process.env,
          ...Object.fromEntries(Object.entries(stack.ports).map(([variable, port]) => [variable, String(port)])),
          DATA_DIR: stack.dataDir,
          DATABASE_URL: database.href,
          TEMPORAL_ADDRESS: `127.0.0.1:${this.temporal.port}`,
          WORKER_ROLE: 'trading',
          ...this.environment,
        },
        stdio: ['ignore', log, log],
        detached: true,
      },
    );
    closeSync(log);
    this.child = child;
    const { pid } = child;
    if (pid === undefined) throw new Error(`${this.name} could not be started`);
    testReaper().watch(pid, 'SIGTERM');
    child.once('exit', () => {
      testReaper().forget(pid);
      this.child = undefined;
      this.deaths += 1;
      if (!this.stopping) this.spawn();
    });
  }
}
