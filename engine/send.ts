// Sends single orders outside the burst: later waves, retries, unwinds. Each is marked SENDING in the database before it leaves.
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlacementResult } from '../brokers/port.js';
import type { OrderRow } from '../db/repositories/orders.js';
import { assertNever } from '../domain/assert-never.js';
import type { ArmedEntry } from './armed-entry.js';
import type { EngineDeps } from './engine-deps.js';
import { prepareOrder, type Fired } from './placement.js';

/** First attempt and three more. */
const MOST_ATTEMPTS = 4;
const RETRY_BACKOFF_MS = [0, 200, 500, 1_000] as const;

/** Why an order may not leave, asked before it is marked and again as it is written. */
export type Stop = { reason: string; final: boolean };

/**
 * Sends an INTENDED order once and records what came of it.
 * @param limitPricePaise - absent: the run's fixed price
 */
export async function sendOrder(
  deps: EngineDeps,
  entry: ArmedEntry,
  order: OrderRow,
  limitPricePaise?: number,
): Promise<void> {
  await sleepUntil(order.sendAtMs + (RETRY_BACKOFF_MS[order.attempts] ?? 0));
  const contract = await deps.contractOf(entry, order.legIndex);
  const price = limitPricePaise ?? order.limitPricePaise ?? contract.limitPricePaise;
  const stop = stopOf(deps, entry, order);
  if (stop) return applyStop(deps, entry, order, stop);
  const patch = {
    tradingsymbol: contract.tradingsymbol,
    limitPricePaise: price,
    attempts: order.attempts + 1,
    sentAtMs: deps.now(),
  };
  await deps.journal.move(entry.leaseId, order, 'SENDING', patch, { attempt: order.attempts + 1 });
  const fired = await deps.dispatcher.sendNow(
    prepareOrder(entry, order, contract, price),
    () => stopOf(deps, entry, order)?.reason,
  );
  await recordFired(deps, entry, order, fired);
}

/** Records what came of a send: of the burst's orders, still INTENDED, and of single ones, SENDING. */
export async function recordFired(deps: EngineDeps, entry: ArmedEntry, order: OrderRow, fired: Fired): Promise<void> {
  if (fired.kind === 'answered') return recordAnswer(deps, entry, order, fired);
  if (fired.cause === 'stopped') return applyStop(deps, entry, order, { reason: fired.reason, final: true });
  // Nothing left and nothing is decided: the order stays INTENDED (from SENDING it goes back there).
  if (order.state === 'SENDING')
    await deps.journal.move(entry.leaseId, order, 'INTENDED', {}, { notSent: fired.reason });
}

async function recordAnswer(
  deps: EngineDeps,
  entry: ArmedEntry,
  order: OrderRow,
  fired: Fired & { kind: 'answered' },
): Promise<void> {
  const { result, sentAtMs, answeredAtMs } = fired;
  const attempts = Math.max(order.attempts, order.state === 'INTENDED' ? order.attempts + 1 : order.attempts);
  const patch = { sentAtMs, answeredAtMs, attempts, ...symbolPatch(order) };
  const move = (to: OrderRow['state'], extra: object) =>
    deps.journal.move(entry.leaseId, order, to, { ...patch, ...extra }, { result });
  switch (result.outcome) {
    case 'accepted':
      return move('OPEN', { brokerOrderId: result.brokerOrderId });
    case 'ambiguous':
      return move('AMBIGUOUS', { brokerMessage: result.message });
    case 'refused':
      return move(afterRefusal(result, attempts), refusalPatch(result, deps.now()));
    default:
      return assertNever(result, 'placement result');
  }
}

type Refusal = PlacementResult & { outcome: 'refused' };

function afterRefusal(refusal: Refusal, attempts: number): 'INTENDED' | 'NOT_PLACED' | 'REJECTED' {
  if (!refusal.retryable) return 'REJECTED';
  return attempts < MOST_ATTEMPTS ? 'INTENDED' : 'NOT_PLACED';
}

function refusalPatch(refusal: Refusal, nowMs: number) {
  return {
    settledAtMs: nowMs,
    refusalReason: refusal.reason,
    brokerMessage: refusal.message,
    ...(refusal.code !== undefined && { brokerCode: refusal.code }),
  };
}

const symbolPatch = (order: OrderRow) => ({
  ...(order.tradingsymbol !== null && { tradingsymbol: order.tradingsymbol }),
  ...(order.limitPricePaise !== null && { limitPricePaise: order.limitPricePaise }),
});

/** Orders that reduce exposure pass every gate but the lease; opening ones need deadline and gate too. */
function stopOf(deps: EngineDeps, entry: ArmedEntry, order: OrderRow): Stop | undefined {
  if (!deps.lease.allows(entry.leaseId)) return { reason: 'lease lost', final: false };
  if (order.purpose !== 'entry') return undefined;
  if (deps.now() > entry.deadlineMs) return { reason: 'entry deadline passed', final: true };
  const blocked = deps.gate.blocks(entry.gateKeys);
  return blocked === undefined ? undefined : { reason: blocked, final: true };
}

async function applyStop(deps: EngineDeps, entry: ArmedEntry, order: OrderRow, stop: Stop): Promise<void> {
  if (!stop.final || stop.reason === 'lease lost') throw new LeaseLostError(stop.reason);
  await deps.journal.move(
    entry.leaseId,
    order,
    'DROPPED',
    { refusalReason: 'stopped', brokerMessage: stop.reason, settledAtMs: deps.now() },
    { stopped: stop.reason },
  );
}

/** Thrown when this process may not send any more; whoever takes over goes on from the database. */
class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}

async function sleepUntil(instantMs: number): Promise<void> {
  const waitMs = instantMs - Date.now();
  if (waitMs > 0) await sleep(waitMs);
}
