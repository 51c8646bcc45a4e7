// What the dispatcher and its volleys share: the guards asked before a send, and the connections it leaves on.
import type { LeaseRepository } from '../db/repositories/leases.js';
import type { Logger } from '../platform/logger.js';
import type { Connections } from './connections.js';
import type { ContractFixer } from './contract-fixer.js';
import type { EntryGate } from './gate.js';
import type { DispatcherLease } from './lease.js';

export type DispatcherDeps = {
  lease: DispatcherLease;
  gate: EntryGate;
  leases: LeaseRepository;
  connections: Connections;
  fixer: ContractFixer;
  logger: Logger;
};
