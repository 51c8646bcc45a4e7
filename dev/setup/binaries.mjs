// Makes the Temporal binaries available and records where they are for the TypeScript side (dev/binaries.ts).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedBinaries } from './pinned.mjs';
import { search } from './search.mjs';
import { SetupError } from './setup-error.mjs';
import { fingerprint } from './verify.mjs';
import { waysTo } from './ways.mjs';

/**
 * @param {{
 *   root: string,
 *   env: Record<string, string | undefined>,
 *   say: (line: string) => void,
 *   names: string[],
 * }} options - `names` are keys of `pinnedBinaries`
 * @throws {SetupError} naming the variable to set, when every way to a binary failed
 */
export async function provideBinaries({ root, env, say, names }) {
  const file = join(root, 'node_modules', '.quantleap-binaries.json');
  const record = readRecord(file);
  for (const name of names) {
    const binary = pinnedBinaries[name];
    if (isCurrent(record[name], binary, env)) continue;
    record[name] = await provide(binary, env, say);
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
  }
}

async function provide(binary, env, say) {
  const title = `${binary.label} ${binary.version}`;
  say(`${title}: looking for it`);
  const found = await search(waysTo(binary, { env, platform: `${process.platform}-${process.arch}`, say }), say);
  if (!found) throw new SetupError(failureMessage(binary));
  say(`  ${found.via}: ${found.path}`);
  return { ...found, version: binary.version, ...fingerprint(found.path) };
}

/** What is said when no way led to the binary. */
export function failureMessage(binary) {
  return (
    `${binary.label} ${binary.version} could not be found or fetched; each way that was tried is listed above.\n` +
    `Get it from ${binary.archiveUrl(`${process.platform}-${process.arch}`)} on a machine with a network,\n` +
    `unpack it, and set ${binary.variable} to the path of the executable.`
  );
}

/** Whether an earlier answer still holds: same file, same version, and the variable does not ask for another one. */
export function isCurrent(entry, binary, env) {
  if (!entry || entry.version !== binary.version || !existsSync(entry.path)) return false;
  const asked = env[binary.variable] || undefined;
  if (asked ? asked !== entry.path : entry.via === binary.variable) return false;
  const { size, modifiedMs } = fingerprint(entry.path);
  return size === entry.size && modifiedMs === entry.modifiedMs;
}

function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
