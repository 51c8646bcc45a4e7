// What tests share: started when the first test asks, stopped at the end of the run, and never left behind.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessSpec } from '../../dev/supervisor/process-spec.js';
import { ManagedProcess } from '../../dev/supervisor/managed-process.js';
import { Reaper } from '../../dev/supervisor/reaper.js';

type Stop = () => Promise<void> | void;

const stops: { name: string; stop: Stop }[] = [];
let reaper: Reaper | undefined;

/** Ends what is left when mocha itself is killed. */
export function testReaper(): Reaper {
  return (reaper ??= new Reaper());
}

/** Has `stop` called at the end of the run, before those of everything registered earlier. */
export function atEnd(name: string, stop: Stop): void {
  stops.push({ name, stop });
}

/** @returns a function that starts the resource on its first call and gives the same one ever after */
export function shared<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => (started ??= start());
}

/** @returns an empty folder that other users may enter, removed at the end of the run */
export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `quantleap-${purpose}-`));
  chmodSync(folder, 0o755);
  testReaper().folder(folder);
  atEnd(folder, () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a server for the rest of the test run; resolves when it is ready. */
export async function startServer(spec: Omit<ProcessSpec, 'after' | 'kind' | 'stopWave'>): Promise<ManagedProcess> {
  const server = new ManagedProcess(
    { after: [], kind: 'service', stopWave: 1, ...spec },
    { logFolder: temporaryFolder(`${spec.name}-log`), reaper: testReaper(), changed: () => undefined },
  );
  atEnd(spec.name, () => server.stop());
  await server.start();
  return server;
}

/**
 * Stops everything, the latest first.
 * @throws AggregateError of what could not be stopped
 */
export async function stopAll(): Promise<void> {
  const problems: unknown[] = [];
  for (let entry = stops.pop(); entry; entry = stops.pop()) {
    const { name, stop } = entry;
    await Promise.resolve()
      .then(stop)
      .catch((error: unknown) => problems.push(new Error(`${name} could not be stopped`, { cause: error })));
  }
  reaper?.release();
  reaper = undefined;
  if (problems.length > 0) throw new AggregateError(problems, 'The test run could not be torn down.');
}
