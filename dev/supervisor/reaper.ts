// The leash: a tiny process that ends all children when the one that holds the leash is gone, even by SIGKILL.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../repository-root.js';

type StopSignal = 'SIGTERM' | 'SIGINT';

/** Keeps the reaper process informed; starts it again when somebody kills it. */
export class Reaper {
  readonly #lines = new Map<string, string>();
  #child: ChildProcess;
  #released = false;

  constructor() {
    this.#child = this.#spawn();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * @param pid - of a process to end with us
   * @param signal - which one asks it to stop; SIGINT ones are ended after all others
   * @param scope - the process alone, or the group that it leads
   */
  watch(pid: number, signal: StopSignal, scope: 'process' | 'group' = 'group'): void {
    const target = targetOf(pid, scope);
    this.#remember(target, `watch ${target} ${signal.slice(3)}`);
  }

  forget(pid: number, scope: 'process' | 'group' = 'group'): void {
    const target = targetOf(pid, scope);
    this.#lines.delete(target);
    this.#tell(`forget ${target}`);
  }

  /** @param path - a temporary folder named `quantleap-…`, without spaces, to remove when we are gone */
  folder(path: string): void {
    this.#remember(path, `folder ${path}`);
  }

  /** Ends the reaper without harm: everything has been stopped. */
  release(): void {
    this.#released = true;
    this.#tell('release');
    this.#child.stdin?.end();
  }

  #remember(key: string, line: string): void {
    this.#lines.set(key, line);
    this.#tell(line);
  }

  #tell(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  #spawn(): ChildProcess {
    const script = join(repositoryRoot, 'dev', 'supervisor', 'reaper.sh');
    const child = spawn('/bin/sh', [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' });
    child.stdin.on('error', () => undefined);
    child.on('exit', () => {
      if (this.#released) return;
      this.#child = this.#spawn();
      for (const line of this.#lines.values()) this.#tell(line);
    });
    child.unref();
    (child.stdin as unknown as { unref(): void }).unref();
    return child;
  }
}

function targetOf(pid: number, scope: 'process' | 'group'): string {
  return String(scope === 'group' ? -pid : pid);
}
