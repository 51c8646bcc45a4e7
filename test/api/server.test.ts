// The API process itself: it starts, answers, finishes what it is doing on SIGTERM, and ends with code 0.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { freePort } from '../../dev/supervisor/ports.js';
import { PROJECT_ROOT } from '../../platform/paths.js';
import { createTestDatabase } from '../support/postgres.js';
import { temporaryFolder, testReaper } from '../support/resources.js';
import { devServer } from '../support/temporal.js';
import { waitFor } from '../support/wait.js';

describe('API process', function () {
  this.timeout(60_000);
  let api: ChildProcess;
  let exited: Promise<number | null>;
  let output = '';
  let baseUrl: string;
  let drop: () => Promise<void>;

  before(async () => {
    const database = await createTestDatabase();
    drop = database.drop;
    const [{ address }, port] = [await devServer(), await freePort()];
    baseUrl = `http://127.0.0.1:${port}`;
    api = spawn(process.execPath, [join(PROJECT_ROOT, 'dist', 'api', 'server.js')], {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        PORT: String(port),
        DATABASE_URL: database.url,
        TEMPORAL_ADDRESS: address,
        DATA_DIR: temporaryFolder('server'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [api.stdout, api.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    exited = new Promise((resolve) => api.on('close', resolve));
    if (api.pid !== undefined) testReaper().watch(api.pid, 'SIGTERM');
    await waitFor(() => fetch(`${baseUrl}/healthz`).then(({ ok }) => ok), {
      timeoutMs: 20_000,
      description: `the API's first answer: ${output}`,
    });
  });
  after(async () => {
    api.kill('SIGKILL');
    await exited;
    await drop();
  });

  it('answers and stops cleanly within five seconds', async () => {
    const unknown = await fetch(`${baseUrl}/partner/subscriptions`);
    expect(unknown.status).to.equal(401);
    const stoppingMs = Date.now();
    api.kill('SIGTERM');
    expect(await exited, output).to.equal(0);
    expect(Date.now() - stoppingMs).to.be.lessThan(5_500);
    expect(output).to.include('the API stops');
  });
});

describe('API process with an unusable configuration', () => {
  it('names what is wrong and ends with code 1', async () => {
    const api = spawn(process.execPath, [join(PROJECT_ROOT, 'dist', 'api', 'server.js')], {
      env: { PATH: process.env['PATH'], PORT: 'ninety' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    api.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise((resolve) => api.on('close', resolve));
    expect(code).to.equal(1);
    expect(output).to.include('PORT');
  }).timeout(20_000);
});
