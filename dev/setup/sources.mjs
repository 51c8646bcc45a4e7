// Knows the source files and whether they changed, by size and time only: this runs on every start.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const buildInputs = ['tsconfig.json', 'package-lock.json'];

/**
 * @param {string} root
 * @returns {string[]} sorted paths, relative to the root, of what tsconfig.json includes
 */
export function sourceFiles(root) {
  const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  return include
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => filesUnder(root, folder))
    .sort();
}

/**
 * @param {string[]} sources
 * @returns {string[]} those that can end up in the workflow bundle (workflows import only `domain` besides themselves)
 */
export function workflowFiles(sources) {
  return sources.filter((file) => /^(workflows|domain)\//.test(file));
}

/**
 * @param {string} root
 * @param {string[]} files
 * @returns {string} changes whenever one of the files, or what governs the build, was written
 */
export function fingerprintOf(root, files) {
  const hash = createHash('sha256');
  for (const file of [...buildInputs, ...files]) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesUnder(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !file.includes('node_modules'));
}
