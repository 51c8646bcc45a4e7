// How often a client may ask a simulated broker for what, in any one second. Placements are counted with the account.
import type { SimulatedBroker } from './broker.js';

const REMEMBERED = 50_000;

/** Counts a call. @returns false when it is one too many: nothing is counted then */
export type Admits = (broker: SimulatedBroker, clientId: string, route: string, receivedAtMs: number) => boolean;

/** @param perSecond - by route; others are not counted */
export function callLimits(perSecond: Readonly<Record<string, number>>): Admits {
  const asked = new WeakMap<SimulatedBroker, Map<string, number[]>>();
  return (broker, clientId, route, receivedAtMs) => {
    const limit = perSecond[route];
    if (limit === undefined) return true;
    const calls = asked.get(broker) ?? new Map<string, number[]>();
    if (calls.size > REMEMBERED) calls.clear();
    asked.set(broker, calls);
    const key = `${clientId} ${route}`;
    const recent = (calls.get(key) ?? []).filter((ms) => ms > receivedAtMs - 1_000);
    const admitted = recent.length < limit;
    calls.set(key, admitted ? [...recent, receivedAtMs] : recent);
    return admitted;
  };
}
