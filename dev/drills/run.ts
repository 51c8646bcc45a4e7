// Runs the drills of a paper in order, and says of each whether it went as the paper says.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../supervisor/ports.js';
import { differences } from './compare.js';
import { drillsOf, type Step } from './document.js';
import { Shell } from './shell.js';

/**
 * @param env - of the commands: BASE, KEY and SECRET where they are not the paper's
 * @param out - takes a line per drill, and what differed
 * @returns how many drills did not go as the paper says; what depends on a failed one mostly fails too
 */
export async function runDrills(
  markdown: string,
  env: NodeJS.ProcessEnv,
  out: (line: string) => void,
): Promise<number> {
  const { setUp, drills } = drillsOf(markdown);
  const folder = await mkdtemp(join(tmpdir(), 'quantleap-drills-'));
  const shell = new Shell(folder, { HOOK_PORT: String(await freePort()), ...env });
  let failed = 0;
  try {
    const broken = await problems(shell, setUp);
    if (broken.length > 0) throw new Error(`the set-up failed:\n${broken.join('\n')}`);
    for (const { title, steps } of drills) {
      const startedAt = performance.now();
      const found = await problems(shell, steps);
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      out(`${title} … ${found.length === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
      for (const problem of found) out(`   ${problem.replaceAll('\n', '\n   ')}`);
      if (found.length > 0) failed += 1;
    }
  } finally {
    shell.close();
    await rm(folder, { recursive: true, force: true });
  }
  return failed;
}

/** A drill ends at its first step that differs. */
async function problems(shell: Shell, steps: readonly Step[]): Promise<string[]> {
  for (const { commands, expected } of steps) {
    const { output, exitCode } = await shell.run(commands);
    const found = expected ? differences(output, expected) : [];
    if (exitCode !== 0) found.unshift(`the commands ended with ${exitCode}`);
    if (found.length > 0) return [...found, `after:\n${commands.trim()}`, `printed:\n${output.trim()}`];
  }
  return [];
}
