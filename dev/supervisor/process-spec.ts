// What the supervisor has to know about a process, and what it tells about one.
import type { Reaper } from './reaper.js';

/** One start of a process: what its readiness can be judged by. */
export type Launch = Readonly<{
  logFile: string;
  /** Bytes of the log file that belong to earlier starts. */
  logOffset: number;
}>;

export type ProcessSpec = Readonly<{
  name: string;
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Runs as this user; undefined means as the supervisor's own. */
  identity?: Readonly<{ uid: number; gid: number }> | undefined;
  /** Names of the processes that must be ready (or done) before this one is started. */
  after: readonly string[];
  /** A task runs to completion and is not started again; a service stays and is restarted. */
  kind: 'service' | 'task';
  /** Asked every 100 ms while the service is starting; a throw counts as "not yet". */
  isReady?: (launch: Launch) => Promise<boolean>;
  /** Runs before the first start, e.g. to create a database cluster. */
  prepare?: (tools: Readonly<{ note: (text: string) => void; reaper: Reaper }>) => Promise<void>;
  stopSignal: 'SIGTERM' | 'SIGINT';
  /** Milliseconds given to stop by itself before it is killed. */
  stopTimeoutMs: number;
  /** Processes are stopped wave by wave, the lowest first. */
  stopWave: number;
}>;

export type ProcessState = 'waiting' | 'starting' | 'ready' | 'restarting' | 'done' | 'stopping' | 'stopped' | 'failed';

export type ProcessStatus = Readonly<{
  name: string;
  state: ProcessState;
  pid: number | undefined;
  since: Date;
  note: string;
}>;
