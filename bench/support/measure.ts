// What a bench reads off: the simulator's record, percentiles, memory of processes.
import { readFileSync } from 'node:fs';
import type { RecordedOrder } from '../../brokers/simulator/record.js';
import type { WireName } from '../../domain/broker-wires.js';

export type Spread = { count: number; p50: number; p99: number; max: number };

/** @returns ms, one decimal */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN) * 10) / 10;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** Everything that reached a wire of the simulator from clients with a prefix. */
export async function recordOf(simulatorUrl: string, wire: WireName, prefix: string): Promise<RecordedOrder[]> {
  const rows = (await (await fetch(`${simulatorUrl}/_sim/orders?broker=${wire}`)).json()) as RecordedOrder[];
  return rows.filter((row) => row.client_id.startsWith(prefix));
}

/** How late orders reached the broker, ms after `instantMs`. */
export function latenessOf(orders: readonly RecordedOrder[], instantMs: number): Spread {
  return spreadOf(orders.map((order) => microseconds(order.received_at) - instantMs));
}

/** Epoch ms with microseconds, which Date.parse would cut. */
function microseconds(text: string): number {
  const [seconds = '', fraction = '0'] = text.replace('Z', '').split('.');
  return Date.parse(`${seconds}Z`) + Number(`0.${fraction}`) * 1_000;
}

/** How long after the fill of its last hedge each SELL order reached the broker, ms. */
export function secondWaveDelayOf(orders: readonly RecordedOrder[]): Spread {
  const hedgedAt = new Map<string, number>();
  for (const { client_id, side, filled_at } of orders)
    if (side === 'BUY' && filled_at !== null)
      hedgedAt.set(client_id, Math.max(hedgedAt.get(client_id) ?? 0, microseconds(filled_at)));
  const sells = orders.filter(({ side }) => side === 'SELL');
  return spreadOf(sells.map((o) => microseconds(o.received_at) - (hedgedAt.get(o.client_id) ?? Number.NaN)));
}

/** CPU time that a process has used so far, ms, user and system. Linux only. */
export function cpuMs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command's name may hold spaces: count from behind its bracket. Fields 14 and 15, in ticks of 10 ms.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Of a process and the children it has: Postgres answers in one per connection. Linux only. */
export function cpuMsWithChildren(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return children.reduce((sum, child) => sum + (cpuMsIfAlive(child) ?? 0), cpuMs(pid));
}

function cpuMsIfAlive(pid: number): number | undefined {
  try {
    return cpuMs(pid);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined;
    throw error;
  }
}

/** Resident memory of a process, MB. Linux only. */
export function residentMb(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? Number.NaN) / 1024);
}

/** What must hold of a record: no tag accepted twice; per client no SELL before its last BUY. */
export function recordProblems(orders: readonly RecordedOrder[]): string[] {
  const problems: string[] = [];
  const tags = new Set<string>();
  const lastBuy = new Map<string, number>();
  const firstSell = new Map<string, number>();
  for (const order of orders.filter((o) => o.order_id !== null)) {
    if (tags.has(order.tag)) problems.push(`tag ${order.tag} accepted twice`);
    tags.add(order.tag);
    const at = microseconds(order.received_at);
    if (order.side === 'BUY') lastBuy.set(order.client_id, Math.max(lastBuy.get(order.client_id) ?? 0, at));
    else firstSell.set(order.client_id, Math.min(firstSell.get(order.client_id) ?? Infinity, at));
  }
  for (const [client, sold] of firstSell)
    if (sold < (lastBuy.get(client) ?? 0)) problems.push(`${client}: SELL before BUY`);
  return problems;
}
