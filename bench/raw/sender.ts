// The raw limit: the engine's own HTTP client with warmed connections and serialised bodies, and nothing else in the process.
// `node --expose-gc sender.js <settings file>`
import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import type { BrokerSession } from '../../brokers/port.js';
import { ZebuAdapter } from '../../brokers/zebu/adapter.js';
import { Connections, serialise, type WireBytes } from '../../engine/connections.js';
import { alignWallClock, sleepUntil, wallClockMs } from '../../engine/wall-clock.js';
import type { PricedLeg } from '../support/legs.js';

export type RawSettings = { baseUrl: string; sessions: BrokerSession[]; legs: PricedLeg[]; instantMs: number };

const WARM_BEFORE_MS = 6_000;
const WARM_AGAIN_BEFORE_MS = 2_000;
const SPIN_BEFORE_MS = 4;

const settings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as RawSettings;
const { sessions, legs, instantMs } = settings;
const adapter = new ZebuAdapter(settings.baseUrl);
const connections = new Connections();
const requests = sessions.flatMap((session, client) =>
  legs.map((leg, index) => placement(session, leg, client, index)),
);
const warmUp = sessions[0] && adapter.warmUp(sessions[0]);
if (!warmUp) throw new Error('no session');
for (const beforeMs of [WARM_BEFORE_MS, WARM_AGAIN_BEFORE_MS]) {
  await sleepUntil(instantMs - beforeMs);
  await connections.warm(warmUp, requests.length);
}
globalThis.gc?.();
alignWallClock();
await sleepUntil(instantMs - SPIN_BEFORE_MS, wallClockMs);
while (wallClockMs() < instantMs) await turn();
await Promise.all(requests.map((request) => connections.send(request, () => undefined)));
connections.close();
await adapter.close();
const { user, system } = process.cpuUsage();
process.stdout.write(`${JSON.stringify({ cpuMs: (user + system) / 1_000 })}\n`);

function placement(
  session: BrokerSession,
  { option, side, limitPricePaise }: PricedLeg,
  client: number,
  leg: number,
): WireBytes {
  const prepared = adapter.prepare(session, {
    tag: `R${client}L${leg}`,
    tradingsymbol: option.tradingsymbol,
    instrumentKey: option.instrumentKey,
    exchange: 'NFO',
    side,
    quantityUnits: option.lotUnits,
    limitPricePaise,
  });
  if (prepared.via !== 'http') throw new Error('this wire is not HTTP');
  return serialise(prepared.request);
}
