// One child process: started, waited for, restarted when it dies, stopped.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { logTail, openLog } from './log-file.js';
import type { Launch, ProcessSpec, ProcessState, ProcessStatus } from './process-spec.js';
import type { Reaper } from './reaper.js';
import { StackError } from './stack-error.js';

/** Waits before the first, second, … restart in a row, in milliseconds; the last one is kept. */
const backOffMs = [0, 500, 1_000, 2_000, 5_000, 10_000];
/** After so long a life a crash counts as the first one again. */
const steadyAfterMs = 60_000;
const attemptsAtStart = 3;
const readyTimeoutMs = 120_000;
const pollMs = 100;

export type Surroundings = Readonly<{
  logFolder: string;
  reaper: Reaper;
  changed: (status: ProcessStatus) => void;
}>;

export class ManagedProcess {
  #state: ProcessState = 'waiting';
  #since = new Date();
  #note = '';
  #child: ChildProcess | undefined;
  #exited: Promise<string> = Promise.resolve('not started');
  #launch: Launch;
  #stopping = false;
  #crashes = 0;
  #lastCause = '';

  constructor(
    readonly spec: ProcessSpec,
    private readonly surroundings: Surroundings,
  ) {
    this.#launch = { logFile: join(surroundings.logFolder, `${spec.name}.log`), logOffset: 0 };
  }

  get status(): ProcessStatus {
    const pid = this.#child?.pid;
    return { name: this.spec.name, state: this.#state, pid, since: this.#since, note: this.#note };
  }

  /**
   * Starts the process; resolves when it is ready (a service) or done (a task), or when it was stopped meanwhile.
   * @throws StackError with the end of its log when it does not get there
   */
  async start(): Promise<void> {
    if (this.#stopping) return;
    await this.spec.prepare?.({ note: (text) => this.#set('starting', text), reaper: this.surroundings.reaper });
    for (let attempt = 1; !this.#stopping; attempt++) {
      const failure = await this.#run();
      if (failure === undefined) return;
      if (this.#stopping) return;
      if (this.spec.kind === 'task' || attempt === attemptsAtStart || this.#child) throw this.#failed(failure);
      await this.#backOff(failure, attempt);
    }
  }

  /** Asks the process to stop, and kills its group when it has not within its time. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child?.pid) return this.#endWaiting();
    this.#set('stopping');
    child.kill(this.spec.stopSignal);
    const timeout = new AbortController();
    const late = sleep(this.spec.stopTimeoutMs, 'late', { signal: timeout.signal }).catch(() => 'aborted');
    if ((await Promise.race([this.#exited, late])) === 'late') {
      this.#set('stopping', `did not stop within ${this.spec.stopTimeoutMs / 1000} s: killed`);
      this.kill();
      await this.#exited;
    }
    timeout.abort();
    this.#set('stopped', this.#note);
  }

  /** Kills the process and whatever it started, at once. */
  kill(): void {
    this.#stopping = true;
    if (this.#child?.pid) killGroup(this.#child.pid);
  }

  /** @returns undefined once ready or done, otherwise why it ended before that */
  async #run(): Promise<string | undefined> {
    this.#spawn();
    const exited = this.#exited;
    if (this.spec.kind === 'task') {
      const cause = await exited;
      if (cause !== 'exited with code 0') return cause;
      this.#set('done');
      return undefined;
    }
    const failure = await this.#untilReady(exited);
    if (failure !== undefined) return failure;
    this.#set('ready', this.#lastCause && `restarted: ${this.#lastCause}`);
    const readyAt = Date.now();
    void exited.then((cause) => this.#revive(cause, readyAt));
    return undefined;
  }

  async #untilReady(exited: Promise<string>): Promise<string | undefined> {
    const deadline = Date.now() + readyTimeoutMs;
    let cause: string | undefined;
    void exited.then((text) => (cause = text));
    while (Date.now() < deadline) {
      const ready = await this.#isReady();
      if (cause !== undefined) return cause;
      if (ready) return undefined;
      await Promise.race([exited, sleep(pollMs)]);
    }
    return `not ready within ${readyTimeoutMs / 1000} s`;
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await this.spec.isReady?.(this.#launch)) ?? true;
    } catch {
      return false;
    }
  }

  async #revive(cause: string, readyAt: number): Promise<void> {
    if (Date.now() - readyAt > steadyAfterMs) this.#crashes = 0;
    for (let failure: string | undefined = cause; failure !== undefined && !this.#stopping;) {
      this.#crashes++;
      await this.#backOff(failure, this.#crashes);
      if (this.#stopping) return;
      failure = await this.#run();
      if (failure !== undefined && this.#child?.pid) killGroup(this.#child.pid);
    }
  }

  async #backOff(cause: string, crashes: number): Promise<void> {
    this.#lastCause = cause;
    const waitMs = backOffMs[Math.min(crashes, backOffMs.length) - 1] ?? 0;
    this.#set('restarting', `${cause}${waitMs > 0 ? `; again in ${waitMs / 1000} s` : ''}`);
    await sleep(waitMs);
  }

  #spawn(): void {
    const { spec, surroundings } = this;
    const { descriptor, offset } = openLog(this.#launch.logFile);
    const child = spawn(spec.command, spec.args, {
      env: spec.env,
      stdio: ['ignore', descriptor, descriptor],
      detached: true,
      ...spec.identity,
      ...(spec.identity && { cwd: '/' }),
    });
    closeSync(descriptor);
    this.#launch = { logFile: this.#launch.logFile, logOffset: offset };
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      child.on('error', (error) => resolve(`could not be started: ${error.message}`));
      child.on('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `exited with code ${code ?? '?'}`));
    });
    const { pid } = child;
    if (pid !== undefined) surroundings.reaper.watch(pid, spec.stopSignal);
    void this.#exited.then(() => this.#forget(child, pid));
    this.#set('starting', this.#lastCause);
  }

  #forget(child: ChildProcess, pid: number | undefined): void {
    if (pid !== undefined) {
      killGroup(pid);
      this.surroundings.reaper.forget(pid);
    }
    if (this.#child === child) this.#child = undefined;
  }

  #failed(cause: string): StackError {
    this.kill();
    this.#set('failed', cause);
    const { logFile, logOffset } = this.#launch;
    return new StackError(
      `${this.spec.name} did not start: ${cause}. Its log, ${logFile}, ends with:\n${logTail(logFile, logOffset)}`,
    );
  }

  #endWaiting(): void {
    if (this.#state === 'waiting' || this.#state === 'restarting' || this.#state === 'ready') this.#set('stopped');
  }

  #set(state: ProcessState, note = ''): void {
    if (state !== this.#state) this.#since = new Date();
    this.#state = state;
    this.#note = note;
    this.surroundings.changed(this.status);
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
