// Starts a further API process over a rig's database.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../../platform/paths.js';
import type { ApiRig } from './api-rig.js';

export type FurtherProcess = {
  baseUrl: string;
  /** The signal that ended it. */
  ended: Promise<string | null>;
  stop: () => void;
};

/** @param dieAt - where it kills itself, see doomed-api.ts; never by default */
export async function anotherProcess(
  { config }: ApiRig,
  dieAt: 'keep' | 'finish' | 'never' = 'never',
): Promise<FurtherProcess> {
  const program = join(PROJECT_ROOT, 'dist', 'test', 'api', 'support', 'doomed-api.js');
  const child: ChildProcess = spawn(process.execPath, [program, dieAt], {
    env: {
      ...process.env,
      NODE_ENV: 'test',
      DATABASE_URL: config.databaseUrl,
      DATA_DIR: config.dataDir,
      RATE_LIMIT_PER_MINUTE: String(config.rateLimitPerMinute),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([, signal]) => signal as string | null);
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(String(data).trim()));
    child.once('exit', (code) => reject(new Error(`the process ended with ${code} before it listened`)));
  });
  return { baseUrl: `http://127.0.0.1:${port}`, ended, stop: () => child.kill('SIGKILL') };
}
