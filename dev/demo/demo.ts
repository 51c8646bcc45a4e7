// The demo day: onboards users, runs a strategy and shows who got what. Its story is written here.
import type { StackContext } from '../supervisor/context.js';

/**
 * Plays the demo day against a stack that is ready. Called once per data folder.
 * @param context - addresses of the stack, and where to print
 */
export async function playDemo(context: StackContext): Promise<void> {
  context.out('The demo day is not written yet.');
  await Promise.resolve();
}
