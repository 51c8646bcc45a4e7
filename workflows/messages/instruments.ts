// instrumentMaster: each wire's list of contracts, read before the open and kept by day.
import { defineSignal } from '@temporalio/workflow';
import type { TradingDay } from '../../domain/trading-time.js';

/** A Schedule's firing has no wire: it starts each wire's own workflow of the day. */
export type InstrumentMasterInput =
  { wire?: undefined; day?: TradingDay } | { wire: string; day: TradingDay; by: string };

export type InstrumentMasterResult =
  | { outcome: 'completed'; day: TradingDay; wires: Record<string, WireOutcome> }
  | { outcome: 'skipped'; day: TradingDay; reason: string }
  | { outcome: 'loaded'; day: TradingDay; wire: string; contracts: number; warnings: number }
  /** The contracts of the day are asked from the broker when a run needs them. */
  | { outcome: 'not_loaded'; day: TradingDay; wire: string; reason: string };

/** `failed`: its workflow ended without a result. */
export type WireOutcome = 'loaded' | 'not_loaded' | 'running_already' | 'failed';

/** Has a wire's list read now, by an operator's wish. `acceptShrunk`: believe one that is far smaller than the last. */
export type ReadNow = { by: string; acceptShrunk: boolean };
export const readNowSignal = defineSignal<[ReadNow]>('readNow');

/** One per wire and day; it may be repeated. */
export const instrumentsWorkflowId = (wire: string, day: TradingDay): string => `instruments/${wire}/${day}`;

/** The operators' words, in the UI, for what a wire's workflow is. */
export const instrumentsSummary = (wire: string, day: TradingDay): string => `Contracts that ${wire} lists on ${day}`;
