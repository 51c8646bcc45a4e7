// Log files of the child processes: appended to by the child itself, so nothing is lost when the supervisor dies.
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const rotateAboveBytes = 20 * 1024 * 1024;

/**
 * Opens a log for appending; one that has grown past 20 MB is first moved to `<file>.1`.
 * @returns the descriptor to hand to the child, and how many bytes were there before
 */
export function openLog(file: string): { descriptor: number; offset: number } {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > rotateAboveBytes) renameSync(file, `${file}.1`);
  const descriptor = openSync(file, 'a', 0o640);
  return { descriptor, offset: statSync(file).size };
}

/** Reads what was written after `offset`, at most the last `limitBytes` of it. */
export function readLog(file: string, offset: number, limitBytes = 1024 * 1024): string {
  if (!existsSync(file)) return '';
  const end = statSync(file).size;
  const start = Math.max(offset, end - limitBytes);
  const buffer = Buffer.alloc(Math.max(0, end - start));
  const descriptor = openSync(file, 'r');
  try {
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, start));
  } finally {
    closeSync(descriptor);
  }
}

/** The last lines written after `offset`, indented for showing under an error. */
export function logTail(file: string, offset: number, lines = 12): string {
  const text = readLog(file, offset, 16 * 1024).trimEnd();
  return text === ''
    ? '    (it wrote nothing)'
    : text
        .split('\n')
        .slice(-lines)
        .map((line) => `    ${line}`)
        .join('\n');
}
