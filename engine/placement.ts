// One placement on its way: serialised ahead of time, sent once, its answer turned into its meaning.
import type { PlacementResult, PreparedPlacement } from '../brokers/port.js';
import type { OrderRow } from '../db/repositories/orders.js';
import type { RunContract } from '../domain/option-contract.js';
import type { ArmedEntry } from './armed-entry.js';
import { wallClockMs, type Connections, type SendGuard } from './connections.js';

export type Fired =
  | { kind: 'answered'; result: PlacementResult; sentAtMs: number; answeredAtMs: number }
  /** Nothing of it left this process. `stopped` is final, the others may be sent later under a SENDING mark. */
  | { kind: 'not_sent'; cause: 'stopped' | 'late' | 'contracts'; reason: string };

/** Sends one placement and turns the answer into its meaning. */
export async function firePlacement(
  connections: Connections,
  placement: PreparedPlacement,
  guard: SendGuard,
): Promise<Fired> {
  if (placement.via === 'call') {
    const stop = guard();
    if (stop !== undefined) return { kind: 'not_sent', cause: 'stopped', reason: stop };
    const sentAtMs = wallClockMs();
    return { kind: 'answered', result: await placement.place(), sentAtMs, answeredAtMs: wallClockMs() };
  }
  const { answer, sentAtMs, answeredAtMs } = await connections.send(placement.request, guard);
  if (answer.kind === 'failure' && answer.code === 'STOPPED')
    return { kind: 'not_sent', cause: 'stopped', reason: guard() ?? 'stopped' };
  return { kind: 'answered', result: placement.read(answer), sentAtMs: sentAtMs ?? answeredAtMs, answeredAtMs };
}

/** Serialises an order of an entry for the wire. */
export function prepareOrder(
  entry: ArmedEntry,
  order: OrderRow,
  contract: RunContract,
  limitPricePaise: number,
): PreparedPlacement {
  return entry.adapter.prepare(entry.session, {
    tag: order.tag,
    tradingsymbol: contract.tradingsymbol,
    exchange: contract.exchange,
    side: order.side,
    quantityUnits: order.quantityUnits,
    limitPricePaise,
  });
}
