// Runs `quantleap …` as a process against a database.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../platform/paths.js';

const PROGRAM = join(PROJECT_ROOT, 'dist', 'cli', 'quantleap.js');

export type Ran = { code: number; out: string; err: string };

/** @param databaseUrl - what `DATABASE_URL` is for it */
export function quantleap(databaseUrl: string, ...words: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATABASE_URL: databaseUrl };
    execFile(process.execPath, [PROGRAM, ...words], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    );
  });
}
