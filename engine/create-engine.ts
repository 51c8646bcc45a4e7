// Puts the engine together for one worker process and starts what must run beside it: lease, gate.
import { BrokerAccountRepository } from '../db/repositories/broker-accounts.js';
import { ExecutionRepository } from '../db/repositories/executions.js';
import { GateStateRepository } from '../db/repositories/gate-state.js';
import { LateWatchRepository } from '../db/repositories/late-watches.js';
import { InstrumentRepository } from '../db/repositories/instruments.js';
import { LeaseRepository } from '../db/repositories/leases.js';
import { OrderRepository } from '../db/repositories/orders.js';
import { PositionRepository } from '../db/repositories/positions.js';
import { OutboxRepository } from '../db/repositories/outbox.js';
import { ReferenceDataRepository } from '../db/repositories/reference-data.js';
import { RunContractRepository } from '../db/repositories/run-contracts.js';
import { SendSlotRepository } from '../db/repositories/send-slots.js';
import type { Database } from '../db/sql.js';
import type { Logger } from '../platform/logger.js';
import type { Vault } from '../vault/vault.js';
import { fixInputOf } from './armed-entry.js';
import { Connections } from './connections.js';
import { ContractError, ContractFixer } from './contract-fixer.js';
import { Dispatcher } from './dispatcher.js';
import type { EngineDeps, EngineTimings } from './engine-deps.js';
import { EntryEngine } from './entry-engine.js';
import { ExitEngine } from './exit-engine.js';
import { EntryGate } from './gate.js';
import { LateWatch } from './late-watch.js';
import { OrderJournal } from './journal.js';
import { DispatcherLease } from './lease.js';
import { PositionBoard } from './position-board.js';
import { QuoteFeed } from './quote-feed.js';
import { ReferenceDataCache } from './reference-data-cache.js';
import { SlotMoves } from './slot-moves.js';

export const DEFAULT_TIMINGS: EngineTimings = {
  entryDeadlineMs: 60_000,
  entryFillWaitMs: 10_000,
  entryRepriceMs: 2_000,
  maxEntryReprices: 3,
  unwindFillWaitMs: 3_000,
  maxCloseReprices: 1,
  maxUnwindGenerations: 6,
  exposedRetryMs: 30_000,
  exitLeadMs: 3_000,
  ambiguousWindowMs: 120_000,
  lateLookMs: 15_000,
  lateLookFastForMs: 600_000,
  lateLookSlowMs: 60_000,
};

export type EngineOptions = {
  db: Database;
  databaseUrl: string;
  vault: Vault;
  adapterFor: EngineDeps['adapterFor'];
  /** names this process in dispatcher_lease */
  worker: string;
  logger: Logger;
  timings?: Partial<EngineTimings>;
};
export type RunningEngine = {
  entries: EntryEngine;
  exits: ExitEngine;
  lateWatch: LateWatch;
  dispatcher: Dispatcher;
  stop: () => Promise<void>;
};

/** @throws when the database cannot be reached */
export async function startEngine(options: EngineOptions): Promise<RunningEngine> {
  const { db, logger, vault, adapterFor } = options;
  const leases = new LeaseRepository(db);
  const orders = new OrderRepository(db);
  const slots = new SendSlotRepository(db);
  const lease = new DispatcherLease(leases, options.worker, logger);
  const positions = new PositionRepository(db);
  const board = new PositionBoard(positions, logger);
  const quotes = new QuoteFeed(logger);
  const gate = new EntryGate(new GateStateRepository(db), leases, lease, options.databaseUrl, logger, (changeId) =>
    board.gateRead(changeId),
  );
  const connections = new Connections();
  const runContracts = new RunContractRepository(db);
  const fixer = new ContractFixer(runContracts, new InstrumentRepository(db));
  const dispatcher = new Dispatcher({ lease, gate, leases, connections, fixer, logger });
  await lease.start();
  await gate.start();
  const deps: EngineDeps = {
    db,
    accounts: new BrokerAccountRepository(db),
    executions: new ExecutionRepository(db),
    orders,
    slots,
    slotMoves: new SlotMoves(slots),
    positions,
    lateWatches: new LateWatchRepository(db),
    leases,
    outbox: new OutboxRepository(db),
    referenceData: new ReferenceDataCache(new ReferenceDataRepository(db)),
    runContracts,
    vault,
    adapterFor,
    lease,
    gate,
    journal: new OrderJournal(orders),
    dispatcher,
    quotes,
    board,
    contractOf: async (entry, legIndex) => {
      const contract = (await fixer.fix(fixInputOf(entry)))[legIndex];
      if (!contract) throw new ContractError(`no contract was fixed for leg ${legIndex + 1}`);
      return contract;
    },
    timings: { ...DEFAULT_TIMINGS, ...options.timings },
    logger,
    now: Date.now,
  };
  const stop = async () => {
    quotes.stop();
    await gate.stop();
    await lease.stop();
    connections.close();
  };
  const exits = new ExitEngine(deps);
  return { entries: new EntryEngine(deps), exits, lateWatch: new LateWatch(deps, exits), dispatcher, stop };
}
