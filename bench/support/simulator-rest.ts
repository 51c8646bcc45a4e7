// The simulator's garbage collected before an instant: a broker has machines of its own, and a collection during a burst would pass for lateness.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../../test/support/stack.js';

const BEFORE_MS = 1_000;

/** Waits until a second before the instant and has the simulator collect. The same for every way that is measured. */
export async function simulatorRests({ simulatorUrl }: Stack, instantMs: number): Promise<void> {
  await sleep(Math.max(0, instantMs - BEFORE_MS - Date.now()));
  const answer = await fetch(`${simulatorUrl}/_sim/collect`, { method: 'POST' });
  if (!answer.ok) throw new Error(`the simulator did not collect: ${answer.status} ${await answer.text()}`);
}
