// Angel One's SDKs, installed beside their lockfiles on demand: npm's packages in node_modules, PyPI's in a virtual environment.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../../dev/repository-root.js';

const run = promisify(execFile);

/** The sources, not dist: the packages are installed beside them. */
export const FOLDER = join(repositoryRoot, 'test', 'sdk', 'angel');
const CACHE = join(FOLDER, '.cache');
const VENV = join(CACHE, 'python');

/** @throws Error when npm fails */
export async function installNodeSdk(): Promise<void> {
  await once('package-lock.json', 'node', join(FOLDER, 'node_modules'), async () => {
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: FOLDER });
  });
}

/** @returns the interpreter that has the SDK @throws Error without Python 3, and when pip fails */
export async function installPythonSdk(): Promise<string> {
  const python = process.platform === 'win32' ? join(VENV, 'Scripts', 'python.exe') : join(VENV, 'bin', 'python');
  await once('requirements.txt', 'python', python, async () => {
    await run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', '--clear', VENV]);
    const options = ['--require-hashes', '--disable-pip-version-check', '--requirement'];
    await run(python, ['-m', 'pip', 'install', '--quiet', ...options, join(FOLDER, 'requirements.txt')]);
  });
  return python;
}

/** Installs unless what is there came from this very lockfile. */
async function once(lockfile: string, name: string, installed: string, install: () => Promise<void>): Promise<void> {
  const [lock, mark] = [readFileSync(join(FOLDER, lockfile), 'utf8'), join(CACHE, `${name}.lock`)];
  if (existsSync(installed) && existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  await mkdir(CACHE, { recursive: true });
  rmSync(mark, { force: true });
  await install();
  writeFileSync(mark, lock);
}
