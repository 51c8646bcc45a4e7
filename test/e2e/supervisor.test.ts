// `npm start` as people and outside checks meet it: all processes, killed and stopped in every way.
import { createServer } from 'node:net';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { freePort } from '../../dev/supervisor/ports.js';
import { isRunning, launchStack, startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait.js';

const names = ['supervisor', 'postgres', 'temporal', 'simulator', 'worker-trading', 'worker-platform', 'api'];
const stopWithinMs = 10_000;

describe('supervisor, with the whole stack', function () {
  this.timeout(150_000);
  let stack: Stack;
  let seen: Set<number>;

  before(async () => {
    stack = await startStack();
    seen = new Set(Object.values(stack.processes()));
  });

  const noteProcesses = () => {
    const processes = stack.processes();
    for (const pid of Object.values(processes)) seen.add(pid);
    return processes;
  };

  it('is ready: every process is written down with a live pid and has a log', async () => {
    const processes = stack.processes();
    expect(Object.keys(processes)).to.have.members(names);
    expect(processes['supervisor']).to.equal(stack.pid);
    expect(Object.values(processes).every(isRunning)).to.equal(true);
    expect((await fetch(`${stack.baseUrl}/readyz`)).status).to.equal(200);
    const logs = names.filter((name) => name !== 'supervisor').map((name) => `${name}.log`);
    expect(readdirSync(join(stack.dataDir, 'logs'))).to.include.members([...logs, 'migrate.log']);
  });

  it('says where things are, the keys and a first call', () => {
    const output = stack.output();
    for (const text of [stack.baseUrl, stack.dataDir, 'pk_zebu_test_XXXXXXXX', 'op_dev_XXXXXXXX', 'curl '])
      expect(output).to.include(text);
  });

  it('suggests a first call that shows something before anything was done', async () => {
    const [, url = ''] = /^ +curl '([^']+)'/m.exec(stack.output()) ?? [];
    const headers = Object.fromEntries(
      [...stack.output().matchAll(/-H '([^:]+): ([^']+)'/g)].map(([, name = '', value = '']) => [name, value]),
    );
    const { templates } = (await (await fetch(url, { headers })).json()) as { templates: unknown[] };
    expect(templates).not.to.deep.equal([]);
  });

  it('refuses a second supervisor on the same data', async () => {
    const second = await launchStack({ dataDir: stack.dataDir });
    expect(await second.exited).to.equal(1);
    expect(second.output()).to.include(`pid ${stack.pid}`).and.include('DATA_DIR');
    expect(isRunning(stack.pid)).to.equal(true);
  });

  for (const name of ['worker-trading', 'api'])
    it(`restarts ${name} after kill -9`, async () => {
      const former = stack.processes()[name] as number;
      process.kill(former, 'SIGKILL');
      const description = `the restart of ${name}`;
      await waitFor(() => noteProcesses()[name] !== former && noteProcesses()[name], {
        timeoutMs: 10_000,
        description,
      });
      const ready = async () => (await fetch(`${stack.baseUrl}/readyz`)).status === 200;
      await waitFor(ready, { timeoutMs: 30_000, description: 'readiness after it' });
    });

  it('stops everything within 10 s of a SIGTERM, and is ready again within 20 s on the same data', async () => {
    noteProcesses();
    const askedAt = Date.now();
    expect(await stack.stop()).to.equal(0);
    expect(Date.now() - askedAt).to.be.at.most(stopWithinMs);
    expect([...seen].filter(isRunning)).to.deep.equal([]);
    expect(() => stack.processes()).to.throw('ENOENT');
    const startedAt = Date.now();
    stack = await startStack({ dataDir: stack.dataDir, ports: stack.ports });
    expect(Date.now() - startedAt).to.be.at.most(20_000);
  });

  it('leaves no child behind when it is killed with SIGKILL while a worker is frozen', async () => {
    const processes = stack.processes();
    process.kill(processes['worker-platform'] as number, 'SIGSTOP');
    process.kill(stack.pid, 'SIGKILL');
    const allGone = () => !Object.values(processes).some(isRunning);
    await waitFor(allGone, { timeoutMs: stopWithinMs, description: 'the end of all children' });
  });
});

describe('supervisor, before anything is started', () => {
  it('names a port in use with the variable that changes it', async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const stack = await launchStack({ ports: { SIMULATOR_PORT: port } });
    expect(await stack.exited).to.equal(1);
    await new Promise((resolve) => server.close(resolve));
    expect(stack.output()).to.include(`Port ${port}`).and.include('SIMULATOR_PORT');
  });
});
