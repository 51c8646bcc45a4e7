// A progress bar for a known number of steps; on a screen that cannot be redrawn, one line when it is done.
import type { StackContext } from '../supervisor/context.js';

const WIDTH = 28;

/** Runs `work` for each item, a few at a time, showing how far it is. @throws the first failure */
export async function withProgress<Item>(
  context: StackContext,
  title: string,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  atOnce = 4,
): Promise<void> {
  let done = 0;
  const waiting = [...items];
  const show = () => context.progress([bar(title, done, items.length)]);
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await work(item);
      done += 1;
      show();
    }
  };
  show();
  await Promise.all(Array.from({ length: atOnce }, lane));
  context.progress([]);
  context.out(bar(title, done, items.length));
}

/** Shows a wait of known length until `isOver` says so. @param totalMs - what a full bar stands for */
export async function withCountdown(
  context: StackContext,
  title: string,
  totalMs: number,
  isOver: () => Promise<boolean>,
): Promise<void> {
  const startedAt = Date.now();
  while (!(await isOver())) {
    const elapsed = Math.min(Date.now() - startedAt, totalMs);
    context.progress([bar(title, Math.round(elapsed / 1000), Math.round(totalMs / 1000), ' s')]);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  context.progress([]);
}

function bar(title: string, done: number, total: number, unit = ''): string {
  const full = total === 0 ? WIDTH : Math.round((done / total) * WIDTH);
  return `  ${title.padEnd(34)} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${done}/${total}${unit}`;
}
