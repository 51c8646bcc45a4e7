// Temporal for tests: the time-skipping server for workflows, and a real dev server where schedules matter.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { binaryPath } from '../../dev/binaries.js';
import { repositoryRoot } from '../../dev/repository-root.js';
import { freePort } from '../../dev/supervisor/ports.js';
import { answers } from '../../dev/supervisor/readiness.js';
import { atEnd, shared, startServer, temporaryFolder, testReaper } from './resources.js';

/** The bundle that the build made, for `Worker.create({ workflowBundle })`. */
export const workflowBundle = { codePath: join(repositoryRoot, 'dist', 'workflow-bundle.js') };

/**
 * A server of its own whose clock jumps ahead while a workflow's result is awaited. It runs no Schedules.
 * Call `teardown()` when the suite is through with it; otherwise the end of the run does.
 */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  await quietRuntime();
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const { script, pid } = announcingItsPid(binaryPath('temporal-test-server'));
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: script } },
  });
  const serverPid = pid();
  testReaper().watch(serverPid, 'SIGTERM', 'process');
  let ended: Promise<void> | undefined;
  const teardown = environment.teardown.bind(environment);
  environment.teardown = () => (ended ??= teardown().finally(() => testReaper().forget(serverPid, 'process')));
  atEnd('time-skipping server', () => environment.teardown());
  return environment;
}

/** A real dev server in memory, one per test run; its namespace is `default`. */
export const devServer: () => Promise<{ address: string }> = shared(async () => {
  await quietRuntime();
  const [port, httpPort] = [await freePort(), await freePort()];
  const options = ['--ip', '127.0.0.1', '--port', String(port), '--http-port', String(httpPort), '--log-level', 'warn'];
  await startServer({
    name: 'temporal',
    command: binaryPath('temporal'),
    args: ['server', 'start-dev', '--headless', ...options],
    env: process.env,
    isReady: () => answers(`http://127.0.0.1:${httpPort}/api/v1/namespaces/default`),
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 2_000,
  });
  return { address: `127.0.0.1:${port}` };
});

/** The SDK's runtime logs at INFO and takes over Ctrl-C unless it is told otherwise before its first use. */
export const quietRuntime = shared(async () => {
  const { DefaultLogger, Runtime } = await import('@temporalio/worker');
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
});

/** The SDK keeps the server's pid to itself, and the reaper has to know it. */
function announcingItsPid(executable: string): { script: string; pid: () => number } {
  const folder = temporaryFolder('test-server');
  const script = join(folder, 'temporal-test-server');
  const pidFile = join(folder, 'pid');
  writeFileSync(script, `#!/bin/sh\necho $$ > '${pidFile}'\nexec '${executable}' "$@"\n`);
  chmodSync(script, 0o755);
  return { script, pid: () => Number(readFileSync(pidFile, 'utf8')) };
}
