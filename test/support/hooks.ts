// Loaded by mocha before any test: tears everything down at the end, and also when the run is interrupted.
import { setTimeout as sleep } from 'node:timers/promises';
import './final-line.js';
import { stopAll } from './resources.js';

const tearDownMs = 8_000;
const parentCheckMs = 1_000;

/** Mocha's own hook: after the last test, before the reporter is done. */
export async function mochaGlobalTeardown(): Promise<void> {
  await stopAll();
}

let interrupted = false;

/** Mocha passes one Ctrl-C on as two signals. */
function interrupt(): void {
  if (interrupted) return;
  interrupted = true;
  void Promise.race([stopAll().catch(() => undefined), sleep(tearDownMs)]).then(() => process.exit(130));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);

// Mocha runs its tests in a child that is not told when the parent is killed.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) interrupt();
}, parentCheckMs).unref();
