// Fetches a binary into a folder beside its place in the cache, verifies it and moves it there in one step.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { mismatch, mismatchCached } from './verify.mjs';

/**
 * @param {{
 *   binary: import('./pinned.mjs').PinnedBinary,
 *   expected: string | undefined,
 *   cached: string,
 *   fetchInto: (folder: string) => Promise<void>,
 * }} options - `fetchInto` leaves the executable somewhere under the folder
 * @returns {Promise<import('./search.mjs').Found>}
 */
export async function intoCache({ binary, expected, cached, fetchInto }) {
  if (expected === undefined) return { reason: `no build is pinned for ${process.platform}-${process.arch}` };
  mkdirSync(dirname(cached), { recursive: true });
  const folder = mkdtempSync(join(dirname(cached), 'incoming-'));
  try {
    await fetchInto(folder);
    const fetched = findFile(folder, binary.file);
    if (!fetched) return { reason: `what was fetched holds no ${binary.file}` };
    const problem = await mismatch(fetched, expected);
    if (problem) return { reason: problem.replace(fetched, basename(fetched)) };
    chmodSync(fetched, 0o755);
    renameSync(fetched, cached);
    await mismatchCached(cached, expected);
    return { path: cached };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function findFile(folder, name) {
  const entry = readdirSync(folder, { recursive: true, withFileTypes: true }).find(
    (e) => e.isFile() && e.name === name,
  );
  return entry && join(entry.parentPath ?? entry.path, entry.name);
}
