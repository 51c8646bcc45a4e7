// A competitor's process: told by a file what to do and when, it says how much it used and ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testReaper } from '../../test/support/resources.js';
import type { Stack } from '../../test/support/stack.js';

/** What a child prints last, as one line of JSON. */
export type Used = { cpuMs: number };

/**
 * Runs a script to its end. @param settings - written to a file whose path is the script's only argument
 * @throws Error when it does not end with code 0
 */
export async function runChild(stack: Stack, script: string, name: string, settings: object): Promise<Used> {
  const file = join(stack.dataDir, `${name}.json`);
  writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
  const child = spawn(process.execPath, ['--expose-gc', script, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  if (child.pid === undefined) throw new Error(`${script} could not be started`);
  testReaper().watch(child.pid, 'SIGTERM');
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  testReaper().forget(child.pid);
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${output}`);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Used;
}
