// The supervisor's promises, on small stand-ins for the real processes.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ProcessSpec, ProcessStatus } from '../../../dev/supervisor/process-spec.js';
import { Reaper } from '../../../dev/supervisor/reaper.js';
import { logged } from '../../../dev/supervisor/readiness.js';
import { Supervisor } from '../../../dev/supervisor/supervisor.js';
import { temporaryFolder } from '../../support/resources.js';
import { isRunning } from '../../support/stack.js';
import { waitFor } from '../../support/wait.js';

const readyScript = `console.log('{"msg":"stand-in ready"}'); setInterval(() => {}, 1000);`;
const stubbornScript = `process.on('SIGTERM', () => {}); ${readyScript}`;

describe('supervisor', () => {
  let folder: string;
  let reaper: Reaper;
  let supervisor: Supervisor;
  let changes: ProcessStatus[];

  beforeEach(() => {
    folder = temporaryFolder('supervisor');
    reaper = new Reaper();
    changes = [];
  });
  afterEach(async () => {
    await supervisor.stop();
    reaper.release();
  });

  const spec = (name: string, script: string, change: Partial<ProcessSpec> = {}): ProcessSpec => ({
    name,
    command: process.execPath,
    args: ['-e', script],
    env: process.env,
    after: [],
    kind: 'service',
    isReady: logged('stand-in ready'),
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 2_000,
    stopWave: 1,
    ...change,
  });
  const supervise = (...specs: ProcessSpec[]) => {
    supervisor = new Supervisor(specs, { logFolder: folder, reaper, changed: (status) => changes.push(status) });
    return supervisor;
  };
  const status = (name: string) => supervisor.statuses.find((candidate) => candidate.name === name) as ProcessStatus;
  const pid = (name: string) => status(name).pid as number;
  const becomes = (name: string, state: string) =>
    changes.findIndex((change) => change.name === name && change.state === state);

  it('starts a process when those it waits for are ready or done', async () => {
    await supervise(
      spec('last', readyScript, { after: ['task'] }),
      spec('task', '', { kind: 'task', after: ['first'] }),
      spec('first', readyScript),
    ).start();
    expect(supervisor.statuses.map(({ state }) => state)).to.deep.equal(['ready', 'done', 'ready']);
    expect(becomes('first', 'ready')).to.be.lessThan(becomes('task', 'starting'));
    expect(becomes('task', 'done')).to.be.lessThan(becomes('last', 'starting'));
  });

  it('restarts a killed service at once, and says why', async () => {
    await supervise(spec('service', readyScript)).start();
    const former = pid('service');
    process.kill(former, 'SIGKILL');
    const restarted = () => status('service').state === 'ready' && pid('service') !== former;
    await waitFor(restarted, { timeoutMs: 3_000, description: 'the restart' });
    expect(status('service').note).to.equal('restarted: ended by SIGKILL');
  });

  it('gives up a service that dies before it is ready, with the end of its log', async () => {
    const failure: unknown = await supervise(spec('broken', `console.error('no such table'); process.exit(3);`))
      .start()
      .catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error).with.property('message').that.includes('exited with code 3');
    expect(failure).to.have.property('message').that.includes('no such table').and.includes(join(folder, 'broken.log'));
  });

  it('does not repeat a failed task', async () => {
    const file = join(folder, 'attempts');
    const script = `require('fs').appendFileSync(${JSON.stringify(file)}, 'x'); process.exit(1);`;
    await supervise(spec('task', script, { kind: 'task' }))
      .start()
      .catch(() => undefined);
    expect(readFileSync(file, 'utf8')).to.equal('x');
    expect(status('task').state).to.equal('failed');
  });

  it('stops wave by wave, and kills what is stubborn or frozen', async () => {
    await supervise(
      spec('second', readyScript, { stopWave: 2 }),
      spec('stubborn', stubbornScript, { stopTimeoutMs: 200 }),
      spec('frozen', readyScript, { stopTimeoutMs: 200 }),
    ).start();
    const pids = supervisor.statuses.map((process) => process.pid as number);
    process.kill(pid('frozen'), 'SIGSTOP');
    await supervisor.stop();
    expect(pids.filter(isRunning)).to.deep.equal([]);
    expect(becomes('stubborn', 'stopped')).to.be.lessThan(becomes('second', 'stopping'));
    expect(status('frozen').note).to.include('killed');
  });

  it('does not believe the ready line of an earlier run', async () => {
    const log = join(folder, 'service.log');
    appendFileSync(log, '{"msg":"stand-in ready"}\n');
    const go = join(folder, 'go');
    const script = `const t = setInterval(() => { if (require('fs').existsSync(${JSON.stringify(go)})) console.log('{"msg":"stand-in ready"}') }, 20);`;
    const start = supervise(spec('service', script)).start();
    await waitFor(() => status('service').state === 'starting', { description: 'the start' });
    expect(existsSync(go)).to.equal(false);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(status('service').state).to.equal('starting');
    appendFileSync(go, '');
    await start;
  });
});

describe('reaper', () => {
  it('ends what it watches, frozen or not, when its owner is killed, and removes the folders', async () => {
    const folder = temporaryFolder('reaper');
    const owned = temporaryFolder('reaper-owned');
    const pids = join(folder, 'pids');
    const reaperModule = new URL('../../../dev/supervisor/reaper.js', import.meta.url).href;
    const owner = `
      const { Reaper } = await import(${JSON.stringify(reaperModule)});
      const { spawn } = await import('node:child_process');
      const reaper = new Reaper();
      reaper.folder(${JSON.stringify(owned)});
      const children = [1, 2].map(() => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }));
      children.forEach((child) => reaper.watch(child.pid, 'SIGTERM'));
      children[1].kill('SIGSTOP');
      (await import('node:fs')).writeFileSync(${JSON.stringify(pids)}, JSON.stringify(children.map((child) => child.pid)));
      setInterval(() => {}, 1000);`;
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, ['--input-type=module', '-e', owner], { stdio: 'ignore' });
    const children = await waitFor(() => JSON.parse(readFileSync(pids, 'utf8')) as number[], {
      description: 'the owner',
    });
    expect(children.every(isRunning)).to.equal(true);
    child.kill('SIGKILL');
    await waitFor(() => !children.some(isRunning), { timeoutMs: 6_000, description: 'the end of both children' });
    await waitFor(() => !existsSync(owned), { description: 'the removal of the folder' });
  });
});
