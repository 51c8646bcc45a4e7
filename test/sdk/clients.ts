// The brokers' official clients, Node's and Python's: installed into the user's cache once per list of versions, and run from there.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../dev/repository-root.js';
import { shared } from '../support/resources.js';
import { setupModule } from '../support/setup-module.js';

const run = promisify(execFile);
const FOLDER = join(repositoryRoot, 'test', 'sdk');
const LONGEST_RUN_MS = 60_000;

export type Language = 'node' | 'python';
const COMMANDS: Readonly<Record<Language, string>> = { node: process.execPath, python: 'python3' };

/**
 * Runs `test/sdk/<language>/<script>` with a task on stdin and SDK_PACKAGES, where the clients are, in its environment.
 * @returns what it printed, as JSON
 * @throws Error with what it said when it fails
 */
export async function runClient<Report>(language: Language, script: string, task: object): Promise<Report> {
  const packages = await (language === 'node' ? nodePackages() : pythonPackages());
  const child = spawn(COMMANDS[language], [join(FOLDER, language, script)], {
    env: { PATH: process.env['PATH'], SDK_PACKAGES: packages, PYTHONDONTWRITEBYTECODE: '1' },
    timeout: LONGEST_RUN_MS,
  });
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString();
  }) as [() => string, () => string];
  child.stdin.end(JSON.stringify(task));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${language}/${script} ended with ${code}:\n${err()}${out()}`);
  return JSON.parse(out()) as Report;
}

/** Node's: a folder with `node_modules`. */
const nodePackages = shared(() =>
  installed('node', ['package.json', 'package-lock.json'], async (folder) => {
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(FOLDER, 'node', file), join(folder, file));
    // Not `npm ci`: a registry that lacks an optional package for another platform leaves the lockfile incomplete.
    const options = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', ['install', ...options], { cwd: folder });
  }),
);

/** Python's: a folder for the module path. */
const pythonPackages = shared(() =>
  installed('python', ['requirements.txt'], async (folder) => {
    const options = ['--quiet', '--disable-pip-version-check', '--retries', '1', '--target', folder];
    await run('python3', ['-m', 'pip', 'install', ...options, '-r', join(FOLDER, 'python', 'requirements.txt')]);
  }),
);

/** @param lists - the files that say what is wanted; the folder appears only when it is complete */
async function installed(language: Language, lists: string[], install: (folder: string) => Promise<void>) {
  const { cacheFolder } = await setupModule<{ cacheFolder: (env: NodeJS.ProcessEnv) => string }>('cache-folder');
  const hash = createHash('sha256');
  for (const list of lists) hash.update(readFileSync(join(FOLDER, language, list)));
  if (language === 'python') hash.update((await run('python3', ['-V'])).stdout);
  const folder = join(cacheFolder(process.env), `sdk-${language}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const incoming = mkdtempSync(`${folder}-`);
  try {
    await install(incoming);
    renameSync(incoming, folder);
  } finally {
    rmSync(incoming, { recursive: true, force: true });
  }
  return folder;
}
