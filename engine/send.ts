// Sends single orders outside the burst: later waves, retries, unwinds, exits. Each is marked SENDING in the database before it leaves.
import type { PlacementResult } from '../brokers/port.js';
import type { OrderRow } from '../db/repositories/orders.js';
import { assertNever } from '../domain/assert-never.js';
import type { ArmedEntry } from './armed-entry.js';
import type { EngineDeps } from './engine-deps.js';
import { failpoint } from './failpoints.js';
import { latePrice } from './late-price.js';
import { prepareOrder, type Fired } from './placement.js';
import { LEASE_LOST, MayNotSendError, PAST_DEADLINE, type Stop } from './stops.js';
import { sleepUntil } from './wall-clock.js';

/** First attempt and three more. */
const MOST_ATTEMPTS = 4;
export const RETRY_BACKOFF_MS = [0, 200, 500, 1_000] as const;

/**
 * Sends an INTENDED order once and records what came of it.
 * @param limitPricePaise - absent: the run's fixed price, or a fresh one when the order leaves late
 */
export async function sendOrder(
  deps: EngineDeps,
  entry: ArmedEntry,
  order: OrderRow,
  limitPricePaise?: number,
): Promise<void> {
  await sleepUntil(order.sendAtMs + (RETRY_BACKOFF_MS[order.attempts] ?? 0));
  const contract = await deps.contractOf(entry, order.legIndex);
  const price =
    limitPricePaise ?? (await latePrice(deps, entry, order)) ?? order.limitPricePaise ?? contract.limitPricePaise;
  const stop = stopOf(deps, entry, order);
  if (stop) return applyStop(deps, entry, order, stop);
  const patch = {
    tradingsymbol: contract.tradingsymbol,
    limitPricePaise: price,
    attempts: order.attempts + 1,
    sentAtMs: deps.now(),
  };
  await deps.journal.move(entry.leaseId, order, 'SENDING', patch, { attempt: order.attempts + 1 });
  failpoint('before_send');
  const fired = await deps.dispatcher.sendNow(prepareOrder(entry, order, contract, price), () =>
    stopOf(deps, entry, order),
  );
  await recordFired(deps, entry, order, fired);
}

/** Records what came of a send: of the burst's orders, still INTENDED, and of single ones, SENDING. */
export async function recordFired(deps: EngineDeps, entry: ArmedEntry, order: OrderRow, fired: Fired): Promise<void> {
  if (fired.kind === 'answered') {
    failpoint('after_send_before_record');
    return recordAnswer(deps, entry, order, fired);
  }
  if (fired.stop.final) return applyStop(deps, entry, order, fired.stop);
  // Nothing left, and that goes on record: whoever takes over may send it.
  const patch = order.state === 'INTENDED' ? { attempts: order.attempts + 1 } : {};
  await deps.journal.move(entry.leaseId, order, 'INTENDED', patch, { notSent: fired.stop.reason });
}

async function recordAnswer(
  deps: EngineDeps,
  entry: ArmedEntry,
  order: OrderRow,
  fired: Fired & { kind: 'answered' },
): Promise<void> {
  const { result, sentAtMs, answeredAtMs } = fired;
  // Of the burst; a single order was counted as it was marked SENDING.
  const attempts = order.state === 'INTENDED' ? order.attempts + 1 : order.attempts;
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
  if (!deps.lease.allows(entry.leaseId)) return LEASE_LOST;
  if (order.purpose !== 'entry') return undefined;
  return deps.now() > entry.deadlineMs ? PAST_DEADLINE : deps.gate.blocks(entry.gateKeys);
}

async function applyStop(deps: EngineDeps, entry: ArmedEntry, order: OrderRow, stop: Stop): Promise<void> {
  if (!stop.final) throw new MayNotSendError(stop.reason);
  const patch = {
    settledAtMs: deps.now(),
    brokerMessage: stop.reason,
    ...(stop !== PAST_DEADLINE && { refusalReason: 'stopped' }),
  };
  await deps.journal.move(entry.leaseId, order, 'DROPPED', patch, { stopped: stop.reason });
}
