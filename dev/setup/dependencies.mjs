// `npm ci` when package-lock.json has changed since the last one, or when node_modules is not what it says.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/**
 * @param {{ root: string, env: Record<string, string | undefined>, say: (line: string) => void }} options
 * @throws {SetupError} when npm fails
 */
export async function installDependencies({ root, env, say }) {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lockText).digest('hex');
  const stamp = join(root, 'node_modules', '.quantleap-lock');
  if (readOptional(stamp) === hash) return;
  const installed = readOptional(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined || !installedMatches(JSON.parse(lockText), JSON.parse(installed))) {
    say('Installing the dependencies (npm ci)');
    await npmInstall(root, env);
  }
  writeFileSync(stamp, hash);
}

/**
 * Whether npm's own record of node_modules has exactly what the lockfile asks for (a hand-run `npm install` counts).
 * @param {{ packages: Record<string, { version?: string, optional?: boolean }> }} wanted - package-lock.json
 * @param {{ packages: Record<string, { version?: string }> }} installed - node_modules/.package-lock.json
 * @returns {boolean}
 */
export function installedMatches(wanted, installed) {
  const missing = Object.entries(wanted.packages).some(
    ([path, entry]) =>
      path !== '' &&
      installed.packages[path]?.version !== entry.version &&
      !(entry.optional && !installed.packages[path]),
  );
  return !missing && Object.keys(installed.packages).every((path) => path in wanted.packages);
}

function npmInstall(root, env) {
  const npmScript = env.npm_execpath?.endsWith('.js') && existsSync(env.npm_execpath) ? env.npm_execpath : undefined;
  const [command, first] = npmScript ? [process.execPath, [npmScript]] : ['npm', []];
  const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => reject(new SetupError(`npm could not be started: ${error.message}`)));
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new SetupError('`npm ci` failed: its own messages are above.')),
    );
  });
}

function readOptional(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
