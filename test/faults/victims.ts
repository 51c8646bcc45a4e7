// Killing and freezing the stack's processes at exact instants, and waiting until the supervisor has brought them back.
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../support/wait.js';
import type { TradingFloor } from '../support/trading-floor.js';

const SPIN_MS = 3;

/** Does something at an instant, within about a millisecond. @param instantMs - epoch ms */
export async function at(instantMs: number, act: () => void): Promise<void> {
  const waitMs = instantMs - SPIN_MS - Date.now();
  if (waitMs < 0) throw new Error(`the instant was ${-waitMs} ms ago`);
  await sleep(waitMs);
  while (Date.now() < instantMs) await turn();
  act();
}

/** Sends a process of the stack a signal. @returns its pid */
export function strike(floor: TradingFloor, name: string, signal: NodeJS.Signals): number {
  const pid = floor.stack.processes()[name];
  if (pid === undefined) throw new Error(`${name} is not running`);
  process.kill(pid, signal);
  return pid;
}

/** Waits until a trading worker other than `former` is there and may send. */
export async function tradingAgain(floor: TradingFloor, former: number): Promise<void> {
  await waitFor(
    async () => {
      const pid = floor.stack.processes()['worker-trading'];
      if (pid === undefined || pid === former) return false;
      const alive = `SELECT 1 FROM dispatcher_lease WHERE worker LIKE $1 AND expires_at > now()`;
      return (await floor.query(alive, [`${pid}@%`])).length > 0;
    },
    { timeoutMs: 20_000, description: 'the return of the trading worker' },
  );
}
