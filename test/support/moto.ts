// A KMS emulator: PyPI's moto, installed into the user's cache once and run from there.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../dev/supervisor/ports.js';
import { answers } from '../../dev/supervisor/readiness.js';
import { shared, startServer } from './resources.js';
import { setupModule } from './setup-module.js';

const run = promisify(execFile);
const version = '5.2.5';

/**
 * Call it in a `before` hook with a long time-out: the first run on a machine installs moto.
 * @returns the emulator's address for KMS_ENDPOINT, one per run; null, with the reason printed, where it cannot run
 * @throws Error instead of null when REQUIRE_KMS=1
 */
export const motoServer: () => Promise<{ endpoint: string } | null> = shared(async () => {
  try {
    return await start(await installed());
  } catch (error) {
    const reason = `moto, the KMS emulator, is not available: ${(error as Error).message.trim()}`;
    if (process.env['REQUIRE_KMS'] === '1') throw new Error(reason, { cause: error });
    process.stdout.write(`${reason}\n`);
    return null;
  }
});

async function start(packages: string): Promise<{ endpoint: string }> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  await startServer({
    name: 'moto',
    command: 'python3',
    args: ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)],
    env: { ...process.env, PYTHONPATH: packages },
    isReady: () => answers(`${endpoint}/moto-api/`),
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 2_000,
  });
  return { endpoint };
}

/** @returns a folder for PYTHONPATH; it appears only when it is complete */
async function installed(): Promise<string> {
  const { cacheFolder } = await setupModule<{ cacheFolder: (env: NodeJS.ProcessEnv) => string }>('cache-folder');
  const { stdout } = await run('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
  const folder = join(cacheFolder(process.env), `moto-${version}-python${stdout.trim()}`);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const incoming = mkdtempSync(`${folder}-`);
  try {
    const options = ['--quiet', '--disable-pip-version-check', '--retries', '1', '--target', incoming];
    await run('python3', ['-m', 'pip', 'install', ...options, `moto[server]==${version}`]);
    renameSync(incoming, folder);
  } finally {
    rmSync(incoming, { recursive: true, force: true });
  }
  return folder;
}
