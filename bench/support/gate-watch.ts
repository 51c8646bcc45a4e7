// A process with nothing but an engine's lease and gate in it: says at which instant it has each gate change in memory.
import pino from 'pino';
import { openDatabase } from '../../db/data-source.js';
import { GateStateRepository } from '../../db/repositories/gate-state.js';
import { LeaseRepository } from '../../db/repositories/leases.js';
import { EntryGate } from '../../engine/gate.js';
import { DispatcherLease } from '../../engine/lease.js';

/** Epoch ms with fractions: processes of one machine share the clock. */
export type GateNews = { changeId: number; atMs: number };

const databaseUrl = process.argv[2] ?? '';
const logger = pino({ level: 'warn' });
const { db } = await openDatabase(databaseUrl, 4);
const leases = new LeaseRepository(db);
const lease = new DispatcherLease(leases, `bench-gate-${process.pid}`, logger);
const gate = new EntryGate(new GateStateRepository(db), leases, lease, databaseUrl, logger, (changeId) => {
  const news: GateNews = { changeId, atMs: performance.timeOrigin + performance.now() };
  process.send?.(news);
});
await lease.start();
await gate.start();
