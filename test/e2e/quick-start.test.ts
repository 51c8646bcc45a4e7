// docs/quick-start.md does what it says: its programs, cut out of the paper, at a running stack, with the SDK as it is packed.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { freePort } from '../../dev/supervisor/ports.js';
import { PROJECT_ROOT } from '../../platform/paths.js';
import { movedCursor } from '../support/event-cursor.js';
import { sharedStack } from '../support/shared-stack.js';
import { waitFor } from '../support/wait.js';

const run = promisify(execFile);
const PAPER = readFileSync(join(PROJECT_ROOT, 'docs', 'quick-start.md'), 'utf8');
const PROGRAMS = [...PAPER.matchAll(/^```js\n(\/\/ (\S+): [^]*?)^```/gm)].map(([, code = '', name = '']) => ({
  name,
  code,
}));

describe('the quick start', function () {
  this.timeout(120_000);
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let receiver: ChildProcess | undefined;
  let received = '';

  before(async () => {
    const { baseUrl } = await sharedStack();
    folder = mkdtempSync(join(PROJECT_ROOT, 'dist', 'quick-start-'));
    const [, key] = /^export QUANTLEAP_KEY=(\S+)$/m.exec(PAPER) ?? [];
    const [, secret] = /^export QUANTLEAP_SECRET=(\S+)$/m.exec(PAPER) ?? [];
    const own = { QUANTLEAP_URL: baseUrl, QUANTLEAP_KEY: key, QUANTLEAP_SECRET: secret };
    env = { ...process.env, ...own, WEBHOOK_PORT: String(await freePort()) };
    // Built into the folder itself: another suite builds the package in its place.
    const sdk = join(folder, 'node_modules', '@quantleap', 'sdk');
    mkdirSync(sdk, { recursive: true });
    await run(process.execPath, [join(PROJECT_ROOT, 'packages', 'sdk', 'build.mjs'), join(sdk, 'dist')]);
    symlinkSync(join(PROJECT_ROOT, 'packages', 'sdk', 'package.json'), join(sdk, 'package.json'));
    for (const { name, code } of PROGRAMS) writeFileSync(join(folder, name), code);
  });
  after(() => {
    receiver?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  const node = async (file: string): Promise<string> =>
    (await run(process.execPath, [file], { cwd: folder, env })).stdout;
  /** What a program that must fail printed, and why it did. */
  const failing = async (file: string, own: NodeJS.ProcessEnv = {}): Promise<{ stdout: string; stderr: string }> =>
    run(process.execPath, [file], { cwd: folder, env: { ...env, ...own } }).then(
      ({ stdout }) => expect.fail(`${file} went well: ${stdout}`),
      (error: unknown) => error as { stdout: string; stderr: string },
    );
  /** A program of the paper with something changed, under another name. */
  const edited = (name: string, change: (code: string) => string): string => {
    writeFileSync(join(folder, `edited-${name}`), change(PROGRAMS.find((one) => one.name === name)?.code ?? ''));
    return `edited-${name}`;
  };
  const verified = (event: string) =>
    waitFor(() => received.includes(`verified ${event}`), {
      timeoutMs: 40_000,
      description: `${event} in: ${received}`,
    });

  it('names every program that it runs, and packs the version that there is', () => {
    const commands = [...PAPER.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, text]) => text ?? '').join('');
    const started = [...commands.matchAll(/^node (\S+)/gm)].map(([, name]) => name);
    expect([...new Set(started)].sort()).to.deep.equal(
      PROGRAMS.map(({ name }) => name)
        .filter((name) => name !== 'quantleap.mjs')
        .sort(),
    );
    const text = readFileSync(join(PROJECT_ROOT, 'packages', 'sdk', 'package.json'), 'utf8');
    const { version } = JSON.parse(text) as { version: string };
    expect(commands).to.include(`npm install ./quantleap-sdk-${version}.tgz`);
  });

  it('lists the strategies', async () => {
    expect(await node('strategies.mjs')).to.include('basket_admin_test_strategy');
  });

  it('says in a terminal without the exports what is missing', async () => {
    const { stderr } = await failing('strategies.mjs', { QUANTLEAP_URL: '' });
    expect(stderr).to.include('Export QUANTLEAP_URL, QUANTLEAP_KEY and QUANTLEAP_SECRET');
  });

  it('receives a test webhook whose signature it has verified', async () => {
    await node('register-webhook.mjs');
    receiver = spawn(process.execPath, ['receiver.mjs'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    receiver.stdout?.on('data', (chunk: Buffer) => (received += chunk.toString()));
    await waitFor(() => received.includes('waiting for webhooks'), { description: 'the receiver' });
    await node('test-webhook.mjs');
    await verified('webhook_test');
    const forged = await fetch(`http://127.0.0.1:${env['WEBHOOK_PORT']}/webhooks/quantleap`, {
      method: 'POST',
      body: '{}',
    });
    expect(forged.status).to.equal(400);
    await waitFor(async () => (await node('deliveries.mjs')) === 'webhook_test delivered 204\n', {
      description: 'the delivery in the log',
    });
  });

  it('registers no second endpoint', async () => {
    const { stderr } = await failing('register-webhook.mjs');
    expect(stderr).to.match(/^already registered whe_\w+: delete it first$/m);
  });

  it('subscribes a user, twice over with one result', async () => {
    const first = /subscribed: (sub_\w+)/.exec(await node('subscribe.mjs'))?.[1];
    await verified(`subscription_created ${first}`);
    expect(await node('subscribe.mjs')).to.include(`subscribed already: ${first}`);
  });

  it("does not call another user's account linked, and takes another user with an account of his own", async () => {
    const other = (code: string) => code.replace('me@example.com', 'you@example.com');
    const { stdout, stderr } = await failing(edited('subscribe.mjs', other));
    expect(stdout).not.to.include('linked');
    expect(stderr).to.include('ME1 is linked to another of your users');
    const both = edited('subscribe.mjs', (code) => other(code).replace("'ME1'", "'YOU1'"));
    expect(await node(both))
      .to.include('linked YOU1')
      .and.match(/subscribed: sub_\w+/);
  });

  it('shows an entry, and what was missed, once', async () => {
    expect(await node('run.mjs')).to.match(/^run_\w+ enters at .+ and exits at /);
    await verified('execution_completed');
    expect(await node('executions.mjs')).to.match(/^exe_\w+ completed \[ 'BUY NIFTY\w+' \]$/m);
    expect(await node('missed.mjs')).to.include('subscription_created');
    expect(await node('missed.mjs')).to.equal('');
  });

  it('refuses a cursor of data that are gone', async () => {
    const kept = readFileSync(join(folder, '.cursor'), 'utf8');
    writeFileSync(join(folder, '.cursor'), movedCursor(kept, { txid: 100_000, seq: 100 }));
    expect((await failing('missed.mjs')).stderr).to.include('one from before a reset or a restore is good no more');
  });

  it('deletes the endpoint in one line, after which it can be registered again', async () => {
    const [line = ''] = /^ *curl -fsS -X DELETE .+$/m.exec(PAPER) ?? [];
    await run('bash', ['-c', line], { cwd: folder, env });
    expect(await node('register-webhook.mjs')).to.match(/^registered whe_\w+ for /);
    await run('bash', ['-c', line], { cwd: folder, env });
  });
});
