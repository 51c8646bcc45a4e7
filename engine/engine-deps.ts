// What the engine's steps share: repositories, the dispatcher and its guards, the clock.
import type { BrokerAdapter } from '../brokers/port.js';
import type { Database } from '../db/sql.js';
import type { BrokerAccountRepository } from '../db/repositories/broker-accounts.js';
import type { ExecutionRepository } from '../db/repositories/executions.js';
import type { LateWatchRepository } from '../db/repositories/late-watches.js';
import type { LeaseRepository } from '../db/repositories/leases.js';
import type { SendSlotRepository } from '../db/repositories/send-slots.js';
import type { OrderRepository } from '../db/repositories/orders.js';
import type { PositionRepository } from '../db/repositories/positions.js';
import type { OutboxRepository } from '../db/repositories/outbox.js';
import type { RunContractRepository } from '../db/repositories/run-contracts.js';
import type { LateLimits } from '../domain/late-orders.js';
import type { Mode } from '../domain/mode.js';
import type { RunContract } from '../domain/option-contract.js';
import type { Logger } from '../platform/logger.js';
import type { Vault } from '../vault/vault.js';
import type { ArmedEntry } from './armed-entry.js';
import type { Dispatcher } from './dispatcher.js';
import type { EntryGate } from './gate.js';
import type { OrderJournal } from './journal.js';
import type { DispatcherLease } from './lease.js';
import type { PositionBoard } from './position-board.js';
import type { QuoteFeed } from './quote-feed.js';
import type { ReferenceData } from './reference-data-cache.js';
import type { SlotMoves } from './slot-moves.js';

/** Waits, in milliseconds, and bounds of one entry. Tests shorten them. */
export type EngineTimings = LateLimits & {
  /** after the instant, past which no opening order leaves */
  entryDeadlineMs: number;
  /** how long an entry order may rest, and how long at one price */
  entryFillWaitMs: number;
  entryRepriceMs: number;
  maxEntryReprices: number;
  /** how long an unwinding or exiting order may rest at one price */
  unwindFillWaitMs: number;
  maxCloseReprices: number;
  /** closing orders tried per leg before it is reported as exposed */
  maxUnwindGenerations: number;
  /** pace of further tries on an exposed position */
  exposedRetryMs: number;
  /** how long before its instant an exit is prepared */
  exitLeadMs: number;
  /** how long an ambiguous order is read for */
  ambiguousWindowMs: number;
};

export type EngineDeps = {
  db: Database;
  accounts: BrokerAccountRepository;
  executions: ExecutionRepository;
  orders: OrderRepository;
  slots: SendSlotRepository;
  slotMoves: SlotMoves;
  positions: PositionRepository;
  lateWatches: LateWatchRepository;
  leases: LeaseRepository;
  outbox: OutboxRepository;
  referenceData: ReferenceData;
  runContracts: RunContractRepository;
  vault: Vault;
  /** @param chosen - the account's wire; null: the broker's default */
  adapterFor: (broker: string, mode: Mode, chosen: string | null) => BrokerAdapter | undefined;
  lease: DispatcherLease;
  gate: EntryGate;
  journal: OrderJournal;
  dispatcher: Dispatcher;
  quotes: QuoteFeed;
  board: PositionBoard;
  contractOf: (entry: ArmedEntry, legIndex: number) => Promise<RunContract>;
  timings: EngineTimings;
  logger: Logger;
  /** epoch ms */
  now: () => number;
};
