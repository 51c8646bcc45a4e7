// How often a client may ask Angel One for what, in any one second. Placements are counted with the account.
import type { SimulatedBroker } from '../broker.js';

const PER_SECOND: Readonly<Record<string, number>> = {
  '/user/v1/getProfile': 3,
  '/user/v1/getRMS': 2,
  '/order/v1/modifyOrder': 20,
  '/order/v1/cancelOrder': 20,
  '/order/v1/getOrderBook': 1,
  '/order/v1/getPosition': 1,
  '/order/v1/details': 10,
  '/market/v1/quote': 10,
};
const REMEMBERED = 50_000;

const asked = new WeakMap<SimulatedBroker, Map<string, number[]>>();

/** Counts a call. @returns false when it is one too many: nothing is counted then */
export function admits(broker: SimulatedBroker, clientId: string, route: string, receivedAtMs: number): boolean {
  const limit = PER_SECOND[route];
  if (limit === undefined) return true;
  const calls = asked.get(broker) ?? new Map<string, number[]>();
  if (calls.size > REMEMBERED) calls.clear();
  asked.set(broker, calls);
  const key = `${clientId} ${route}`;
  const recent = (calls.get(key) ?? []).filter((ms) => ms > receivedAtMs - 1_000);
  const admitted = recent.length < limit;
  calls.set(key, admitted ? [...recent, receivedAtMs] : recent);
  return admitted;
}
