// One subscriber's entry, or its position's exit, as the engine drives it in memory: who, with which session, under which lease.
import type { BrokerAdapter, BrokerSession } from '../brokers/port.js';
import type { EntryContext } from '../db/repositories/executions.js';
import type { OrderRow } from '../db/repositories/orders.js';
import type { FixInput } from './contract-fixer.js';
import type { GateKeys } from './gate.js';

export type ArmedEntry = {
  context: EntryContext;
  entryAtMs: number;
  deadlineMs: number;
  /** The lease that drives it; every write and send is checked against it. */
  leaseId: string;
  gateKeys: GateKeys;
  adapter: BrokerAdapter;
  session: BrokerSession;
  /** The token's secret id when a later login than the arming's is in use. */
  renewedTokenId?: string;
  lotUnits: number;
  freezeUnits: number;
  orders: OrderRow[];
};

export function armedEntry(
  context: EntryContext,
  deadlineMs: number,
  driver: Pick<ArmedEntry, 'leaseId' | 'adapter' | 'session' | 'lotUnits' | 'freezeUnits' | 'orders'>,
): ArmedEntry {
  return { ...driver, context, entryAtMs: context.entryAtMs, deadlineMs, gateKeys: gateKeysOf(context) };
}

export function gateKeysOf({ partnerId, templateId, runId, accountId, subscriptionId }: EntryContext): GateKeys {
  return { partnerId, templateId, runId, accountId, subscriptionId };
}

export function fixInputOf(entry: ArmedEntry): FixInput {
  const { context, adapter, session, lotUnits, freezeUnits } = entry;
  return {
    runId: context.runId,
    tradingDay: context.tradingDay,
    underlying: context.underlying,
    legs: context.legs,
    lotUnits,
    freezeUnits,
    adapter,
    session,
  };
}
