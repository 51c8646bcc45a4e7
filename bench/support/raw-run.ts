// As many POSTs as the engine's first wave has, from the same client without Temporal, Postgres or anything to decide.
import { join } from 'node:path';
import type { Stack } from '../../test/support/stack.js';
import type { RawSettings } from '../raw/sender.js';
import { runChild } from './child.js';
import { condorPlacements } from './placements.js';
import { latenessOf, recordOf, type Spread } from './measure.js';
import { simulatorRests } from './simulator-rest.js';
import type { BenchWire } from './wires.js';

const SCRIPT = join(import.meta.dirname, '..', 'raw', 'sender.js');

export type CompetitorRun = { firstWave: Spread; cpuMsPerSubscriber: number };

/**
 * Two BUY orders per subscriber, all in one burst.
 * @param mark - a letter that tells this burst's clients from those of others
 */
export async function measureRaw(
  stack: Stack,
  wire: BenchWire,
  subscribers: number,
  mark = 'R',
): Promise<CompetitorRun> {
  const prefix = `${mark}${subscribers}x`;
  const sessions = await wire.logInAll(subscribers, prefix);
  const warmUp = sessions[0] && wire.adapter.warmUp(sessions[0]);
  if (!warmUp) throw new Error(`the wire ${wire.name} has no request that warms connections up`);
  const placements = await condorPlacements(wire, sessions, mark);
  const instantMs = instantIn(9_000 + subscribers);
  const settings: RawSettings = { warmUp, placements: placements.flatMap((legs) => legs.slice(0, 2)), instantMs };
  const [{ cpuMs }] = await Promise.all([runChild(stack, SCRIPT, 'raw', settings), simulatorRests(stack, instantMs)]);
  const record = await recordOf(stack.simulatorUrl, wire.name, prefix);
  return { firstWave: latenessOf(record, instantMs), cpuMsPerSubscriber: cpuMs / subscribers };
}

/** A whole second, at least `aheadMs` from now. */
export function instantIn(aheadMs: number): number {
  return Math.ceil((Date.now() + aheadMs) / 1_000) * 1_000;
}
