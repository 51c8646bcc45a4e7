// One placement on its way: serialised ahead of time, sent once, its answer turned into its meaning.
import type { PlacementResult, PreparedPlacement, WireAnswer } from '../brokers/port.js';
import type { OrderRow } from '../db/repositories/orders.js';
import type { RunContract } from '../domain/option-contract.js';
import type { ArmedEntry } from './armed-entry.js';
import type { Stop } from './stops.js';
import { serialise, type Connections, type WireBytes } from './connections.js';
import type { SendGuard } from './http-line.js';
import { wallClockMs } from './wall-clock.js';

/** A placement as it leaves: bytes on a warmed connection, or a call (paper). */
export type PlacementBytes =
  | { via: 'http'; wire: WireBytes; read: (answer: WireAnswer) => PlacementResult }
  | { via: 'call'; place: () => Promise<PlacementResult> };

export type Fired =
  | { kind: 'answered'; result: PlacementResult; sentAtMs: number; answeredAtMs: number }
  /** Nothing of it left this process. Unless the stop is final it may be sent later, under a SENDING mark. */
  | { kind: 'not_sent'; stop: Stop };

/** Sends one placement and turns the answer into its meaning. */
export async function firePlacement(
  connections: Connections,
  placement: PlacementBytes,
  guard: SendGuard,
): Promise<Fired> {
  if (placement.via === 'call') {
    const stop = guard();
    if (stop) return { kind: 'not_sent', stop };
    const sentAtMs = wallClockMs();
    return { kind: 'answered', result: await placement.place(), sentAtMs, answeredAtMs: wallClockMs() };
  }
  const { answer, sentAtMs, answeredAtMs, stopped } = await connections.send(placement.wire, guard);
  if (stopped) return { kind: 'not_sent', stop: stopped };
  return { kind: 'answered', result: placement.read(answer), sentAtMs: sentAtMs ?? answeredAtMs, answeredAtMs };
}

/** Serialises an order of an entry for the wire. */
export function prepareOrder(
  entry: ArmedEntry,
  order: OrderRow,
  contract: RunContract,
  limitPricePaise: number,
): PlacementBytes {
  const prepared = entry.adapter.prepare(entry.session, {
    tag: order.tag,
    tradingsymbol: contract.tradingsymbol,
    instrumentKey: contract.instrumentKey,
    exchange: contract.exchange,
    side: order.side,
    quantityUnits: order.quantityUnits,
    limitPricePaise,
  });
  return bytesOf(prepared);
}

/** A placement as it leaves, from what the adapter made of it. */
export function bytesOf(prepared: PreparedPlacement): PlacementBytes {
  return prepared.via === 'call' ? prepared : { via: 'http', wire: serialise(prepared.request), read: prepared.read };
}
