// Checks a binary against its pinned SHA-256, and remembers the answer so that a later start only looks at size and time.
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * @param {string} file
 * @returns {Promise<string>} lower-case hex
 */
export async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * @param {string} file
 * @param {string | undefined} expected - undefined when nothing is pinned for this platform
 * @returns {Promise<string | undefined>} one sentence when the file is not the pinned one
 */
export async function mismatch(file, expected) {
  if (expected === undefined) return `no build is pinned for ${process.platform}-${process.arch}`;
  const actual = await sha256Of(file);
  if (actual === expected) return undefined;
  return `${file} is not the pinned build (SHA-256 ${actual.slice(0, 12)}…, expected ${expected.slice(0, 12)}…)`;
}

/** Like {@link mismatch}, but trusts an earlier check of the same size and time, kept in `<file>.verified`. */
export async function mismatchCached(file, expected) {
  const mark = JSON.stringify({ ...fingerprint(file), sha256: expected });
  const stamp = `${file}.verified`;
  if (readOptional(stamp) === mark) return undefined;
  const problem = await mismatch(file, expected);
  if (!problem) writeFileSync(stamp, mark);
  return problem;
}

/**
 * What tells cheaply whether a file was replaced.
 * @param {string} file
 * @returns {{ size: number, modifiedMs: number }}
 */
export function fingerprint(file) {
  const { size, mtimeMs } = statSync(file);
  return { size, modifiedMs: Math.trunc(mtimeMs) };
}

function readOptional(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
