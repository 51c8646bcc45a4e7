// The order of the set-up: dependencies, Temporal's binaries, build. Each step is silent when it has nothing to do.
import { build } from '../build.mjs';
import { provideBinaries } from './binaries.mjs';
import { installDependencies } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { binariesNeeded } from './needs.mjs';

/**
 * Makes the working copy ready to run.
 * @param {{ root: string, event: string | undefined, env: Record<string, string | undefined> }} options -
 *   `event` is npm's lifecycle event (`prestart`, `pretest`, …), undefined when run by hand
 * @throws {SetupError} with a message for the user when a step cannot succeed on this machine
 */
export async function setUp({ root, event, env }) {
  const say = (line) => console.log(line);
  await withLock(root, say, async () => {
    await installDependencies({ root, env, say });
    await provideBinaries({ root, env, say, names: binariesNeeded(event, env) });
    await build({ root, say });
  });
}
