// The local key provider: a private file, made once, never used in production.
import { spawn } from 'node:child_process';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { createLocalKeyProvider } from '../../../vault/local-key-provider.js';
import { loadLocalKeys, localKeyFile } from '../../../vault/local-key-file.js';
import { createKeyProvider } from '../../../vault/create-key-provider.js';
import { PROJECT_ROOT } from '../../../platform/paths.js';
import { temporaryFolder } from '../../support/resources.js';

const context = { partner: 'p1', purpose: 'credentials', period: '2026-11' };
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => 'worked',
    (error: Error) => error.message,
  );

describe('local key provider', () => {
  it('makes a file that only its owner can read, and reads it the next time', async () => {
    const dataDir = temporaryFolder('keys');
    const first = await createLocalKeyProvider({ dataDir, production: false });
    const made = await first.generate(context);
    const second = await createLocalKeyProvider({ dataDir, production: false });
    expect(await second.unwrap(made.wrapped, made.keyRef, context)).to.deep.equal(made.plaintext);
    expect((await stat(localKeyFile(dataDir))).mode & 0o777).to.equal(0o600);
    expect((await stat(dirname(localKeyFile(dataDir)))).mode & 0o777).to.equal(0o700);
  });

  it('is refused in production', async () => {
    const dataDir = temporaryFolder('keys');
    const keys = { provider: 'local', region: 'ap-south-1' } as const;
    expect(await failureOf(createKeyProvider({ keys, dataDir, production: true }))).to.contain('KEY_PROVIDER=aws');
    expect(await readdir(dataDir)).to.deep.equal([]);
  });

  it('refuses a file that others can read, and names the cure', async () => {
    const file = localKeyFile(temporaryFolder('keys'));
    await loadLocalKeys(file);
    await chmod(file, 0o640);
    expect(await failureOf(loadLocalKeys(file))).to.equal(
      `${file} can be read by others (mode 640): chmod 600 ${file}`,
    );
  });

  it('refuses a damaged file without quoting it', async () => {
    const file = localKeyFile(temporaryFolder('keys'));
    await loadLocalKeys(file);
    for (const text of [
      '',
      '{"current":"a","keys":{}}',
      '{"current":"a","keys":{"a":"c2hvcnQ="}}',
      (await readFile(file, 'utf8')).slice(0, -9),
    ]) {
      await writeFile(file, text);
      expect(await failureOf(loadLocalKeys(file))).to.match(/master-keys\.json is not a key file: restore it/);
    }
  });

  it('gives processes that race for the first start the same keys, and leaves no drafts', async function () {
    const file = localKeyFile(temporaryFolder('keys'));
    const script = `
      const { loadLocalKeys } = await import(${JSON.stringify(`file://${PROJECT_ROOT}/dist/vault/local-key-file.js`)});
      process.stdout.write((await loadLocalKeys(${JSON.stringify(file)})).current);`;
    const seen = await Promise.all(
      [1, 2, 3, 4].map(() => outputOf(process.execPath, ['--input-type=module', '-e', script])),
    );
    const inProcess = await Promise.all(Array.from({ length: 20 }, () => loadLocalKeys(file)));
    expect(new Set([...seen, ...inProcess.map((keys) => keys.current)]).size).to.equal(1);
    expect(await readdir(dirname(file))).to.deep.equal(['master-keys.json']);
  });

  it('unwraps only in the context it was wrapped in', async () => {
    const provider = await createLocalKeyProvider({ dataDir: temporaryFolder('keys'), production: false });
    const { wrapped, keyRef } = await provider.generate(context);
    for (const other of [{ partner: 'p2' }, { purpose: 'access_token' }, { period: '2026-12' }])
      expect(await failureOf(provider.unwrap(wrapped, keyRef, { ...context, ...other }))).to.contain('tampered');
    expect(await failureOf(provider.unwrap(wrapped, 'mk_gone', context))).to.equal(
      'the master key mk_gone is not in the key file',
    );
  });
});

function outputOf(command: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${command} ended with ${code}`))));
  });
}
