// Builds the package twice, as ECMAScript modules and as CommonJS: `npm run build`.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const out = process.argv[2] ?? join(here, 'dist');

rmSync(out, { recursive: true, force: true });
for (const [kind, options] of [
  ['esm', []],
  ['cjs', ['--module', 'commonjs', '--moduleResolution', 'bundler']],
]) {
  const folder = join(out, kind);
  mkdirSync(folder, { recursive: true });
  // Says to Node, and to TypeScript, what the files beside it are.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: kind === 'esm' ? 'module' : 'commonjs' }));
  execFileSync(process.execPath, [tsc, '-p', here, '--outDir', folder, ...options], { stdio: 'inherit' });
}
