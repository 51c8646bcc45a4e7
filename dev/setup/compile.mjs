// Runs tsc over the sources, after removing the output of sources that are gone (mocha would still run old tests).
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SetupError } from './setup-error.mjs';

/**
 * @param {string} root
 * @param {string[]} sources - paths relative to the root
 * @throws {SetupError} when there are type errors; tsc's own report has been printed by then
 */
export async function compile(root, sources) {
  const dist = join(root, 'dist');
  mkdirSync(dist, { recursive: true });
  const outputs = new Set(sources.filter((file) => file.endsWith('.ts')).map((file) => file.replace(/\.ts$/, '.js')));
  removeStale(dist, outputs);
  if ([...outputs].some((file) => !existsSync(join(dist, file)))) forgetIncrementalState(dist);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const code = await run(process.execPath, [tsc, '-p', 'tsconfig.json', '--noEmitOnError'], root);
  if (code !== 0) throw new SetupError('The sources do not compile: the errors are above.');
}

function removeStale(dist, outputs) {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const file = relative(dist, join(entry.parentPath ?? entry.path, entry.name));
    const isOutput = entry.isFile() && file.includes('/') && /\.js(\.map)?$/.test(file);
    if (isOutput && !outputs.has(file.replace(/\.map$/, ''))) rmSync(join(dist, file));
  }
}

/** Without its record tsc writes every file again, also those it believes to be there. */
function forgetIncrementalState(dist) {
  rmSync(join(dist, '.tsbuildinfo'), { force: true });
}

function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    spawn(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
      .on('error', reject)
      .on('exit', resolve);
  });
}
