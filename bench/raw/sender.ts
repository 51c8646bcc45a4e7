// The raw limit: the engine's own HTTP client with warmed connections and serialised bodies, and nothing else in the process.
// `node --expose-gc sender.js <settings file>`
import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import type { WireRequest } from '../../brokers/port.js';
import { Connections, serialise } from '../../engine/connections.js';
import { alignWallClock, sleepUntil, wallClockMs } from '../../engine/wall-clock.js';

export type RawSettings = { warmUp: WireRequest; placements: WireRequest[]; instantMs: number };

const WARM_BEFORE_MS = 6_000;
const WARM_AGAIN_BEFORE_MS = 2_000;
const SPIN_BEFORE_MS = 4;

const { warmUp, placements, instantMs } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as RawSettings;
const connections = new Connections();
const requests = placements.map(serialise);
for (const beforeMs of [WARM_BEFORE_MS, WARM_AGAIN_BEFORE_MS]) {
  await sleepUntil(instantMs - beforeMs);
  globalThis.gc?.();
  await connections.warm(warmUp, requests.length);
}
globalThis.gc?.({ type: 'minor' });
alignWallClock();
await sleepUntil(instantMs - SPIN_BEFORE_MS, wallClockMs);
while (wallClockMs() < instantMs) await turn();
await Promise.all(requests.map((request) => connections.send(request, () => undefined)));
connections.close();
const { user, system } = process.cpuUsage();
process.stdout.write(`${JSON.stringify({ cpuMs: (user + system) / 1_000 })}\n`);
