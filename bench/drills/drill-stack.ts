// The stack a drill strikes at: everything of `npm start`, but with trading workers of the drill's own.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from '../../test/support/resources.js';
import { launchStack, type Stack } from '../../test/support/stack.js';
import { TradingFloor } from '../../test/support/trading-floor.js';
import { waitFor } from '../../test/support/wait.js';
import type { WireName } from '../../domain/broker-wires.js';
import { zebuLive } from '../../test/api/support/http.js';
import { BenchWire } from '../support/wires.js';
import { DrillWorker } from './drill-worker.js';

export type DrillStack = Readonly<{
  stack: Stack;
  floor: TradingFloor;
  /** Over which its users trade. */
  wire: BenchWire;
  workers: readonly DrillWorker[];
}>;

const START_TIMEOUT_MS = 120_000;
/** A run may be started at most this long before its entry. */
const ARM_LEAD_S = '300';

/**
 * @param count - trading workers
 * @param environment - of the trading workers, beyond the stack's
 * @param name - of the wire over which its users trade
 */
export async function startDrillStack(
  count: number,
  environment: Readonly<Record<string, string>> = {},
  name: WireName = 'zebu',
): Promise<DrillStack> {
  const common = { SCHEDULES: 'off', ARM_LEAD_S, LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '100000' };
  const stack = await launchStack({ env: { ...common, TRADING_WORKERS: '0' } });
  const wire = new BenchWire(stack.simulatorUrl, name);
  atEnd(`the wire ${name}`, () => wire.close());
  // Its users come by the database, so no partner's key is used: the floor is asked for the record and the faults of the wire.
  const floor = new TradingFloor(stack, { name: wire.broker, wire: name, liveKeys: zebuLive });
  await comesUp(stack, 'the migration', async () => (await floor.query('SELECT 1 FROM strategy_template')).length > 0);
  mkdirSync(failpointFolder(stack), { recursive: true });
  const workers: DrillWorker[] = [];
  for (let number = 1; number <= count; number += 1)
    workers.push(await DrillWorker.start(`worker-trading-${number}`, stack, { ...common, ...environment }));
  await comesUp(stack, 'the start', () => stack.output().includes('QuantLeap is ready'));
  await comesUp(stack, `${count} leases`, async () => (await livingLeases(floor)) >= count);
  return { stack, floor, wire, workers };
}

/** Where tickets for failpoints are laid. */
export function failpointFolder(stack: Stack): string {
  return join(stack.dataDir, 'failpoints');
}

/** @throws Error with what the supervisor has printed when it ends or the condition is not met in time */
async function comesUp(stack: Stack, what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  let over = false;
  void stack.exited.then(() => (over = true));
  try {
    await waitFor(() => over || condition(), { timeoutMs: START_TIMEOUT_MS, description: what });
  } catch (error) {
    throw new Error(`The stack did not come up:\n${stack.output()}`, { cause: error });
  }
  if (over) throw new Error(`The stack has ended:\n${stack.output()}`);
}

/** Processes that may send at this moment. */
async function livingLeases(floor: TradingFloor): Promise<number> {
  const rows = await floor.query<{ living: number }>(
    'SELECT count(*)::int AS living FROM dispatcher_lease WHERE expires_at > now()',
  );
  return rows[0]?.living ?? 0;
}
