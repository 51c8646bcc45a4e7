// What must hold of a run whatever happened to the processes: every order at the broker at most once and in time, every subscriber full or flat.
import type { RecordedOrder } from '../../brokers/simulator/record.js';
import { netPosition } from '../engine/rig.js';
import type { FloorExecution, FloorOrder } from '../support/trading-floor.js';

const ENTRY_DEADLINE_MS = 60_000;

export type Verdict = {
  /** How many executions ended which way. */
  outcomes: Record<string, number>;
  /** One sentence per broken promise. */
  problems: string[];
  /** Subscribers whose every order left by the first burst and the wave after it, as if nothing had happened. */
  full: number;
  flat: number;
};

/**
 * @param run - `exitAtMs`: when its positions were to be closed; absent: no exit was planned
 * @param record - everything that reached the broker
 */
export function verdictOf(
  run: { entryAtMs: number; exitAtMs?: number },
  executions: readonly FloorExecution[],
  record: readonly RecordedOrder[],
): Verdict {
  const verdict: Verdict = { outcomes: {}, problems: [], full: 0, flat: 0 };
  for (const execution of executions) {
    const outcome = execution.outcome ?? 'none';
    verdict.outcomes[outcome] = (verdict.outcomes[outcome] ?? 0) + 1;
    const tags = new Set(execution.orders.map((order) => order.tag));
    const accepted = record.filter((order) => order.order_id !== null && tags.has(order.tag));
    const problem = (text: string) => verdict.problems.push(`${execution.client_id} (${outcome}): ${text}`);
    twice(accepted).forEach((tag) => problem(`tag ${tag} was accepted more than once`));
    atWrongTime(run.entryAtMs, execution, accepted).forEach(problem);
    untrueRecords(execution, accepted).forEach(problem);
    nakedShorts(execution, accepted).forEach(problem);
    exits(run.exitAtMs, execution, accepted).forEach(problem);
    const position = [...netPosition(accepted).values()];
    const isFlat = position.every((units) => units === 0);
    const isFull = isWhole(execution, accepted);
    const toBeFlat = run.exitAtMs !== undefined || tagsOf(execution, 'exit').size > 0;
    if (isFull) verdict.full += 1;
    else if (isFlat) verdict.flat += 1;
    else problem(`neither full nor flat: ${JSON.stringify([...netPosition(accepted)])}`);
    if (isFull && toBeFlat && !(isFlat && execution.position_status === 'closed'))
      problem(`its exit left it ${execution.position_status}: ${JSON.stringify([...netPosition(accepted)])}`);
    if (isFull !== (outcome === 'completed')) problem('its outcome is not what happened');
    if (outcome === 'none' || outcome === 'unknown') problem('nobody knows how it ended');
  }
  return verdict;
}

/** Every order of the entry filled whole, and nothing accepted that unwinds it. */
function isWhole(execution: FloorExecution, all: readonly RecordedOrder[]): boolean {
  const ofExit = tagsOf(execution, 'exit');
  const orders = execution.orders.filter(({ tag }) => !ofExit.has(tag));
  const accepted = all.filter(({ tag }) => !ofExit.has(tag));
  const filled = (order: FloorOrder) =>
    accepted.some(({ tag, filled_quantity }) => tag === order.tag && filled_quantity === order.quantity);
  return (
    orders.length > 0 &&
    accepted.length === orders.length &&
    orders.every((order) => order.purpose === 'entry' && filled(order))
  );
}

function twice(accepted: readonly RecordedOrder[]): string[] {
  const tags = accepted.map((order) => order.tag);
  return [...new Set(tags.filter((tag, index) => tags.indexOf(tag) !== index))];
}

/** Opening orders belong to the minute from the instant on; the rest only after it. */
function atWrongTime(entryAtMs: number, execution: FloorExecution, accepted: readonly RecordedOrder[]): string[] {
  return accepted.flatMap((order) => {
    const afterMs = Date.parse(order.received_at) - entryAtMs;
    const opens = execution.orders.find(({ tag }) => tag === order.tag)?.purpose === 'entry';
    const wrong = afterMs < 0 || (opens && afterMs > ENTRY_DEADLINE_MS);
    return wrong ? [`order ${order.tag} arrived ${afterMs} ms after the instant`] : [];
  });
}

/** No short of an entry is asked for before its hedges are. */
function nakedShorts(execution: FloorExecution, accepted: readonly RecordedOrder[]): string[] {
  const entry = tagsOf(execution, 'entry');
  const arrivals = (side: string) =>
    accepted.filter((o) => o.side === side && entry.has(o.tag)).map((o) => o.received_at);
  const lastHedge = arrivals('BUY').toSorted().at(-1);
  return arrivals('SELL')
    .filter((at) => lastHedge !== undefined && at < lastHedge)
    .map((at) => `a short arrived at ${at}, before its hedge at ${lastHedge}`);
}

/** No exit order leaves before its instant, and no long is sold before every short has been asked back. */
function exits(exitAtMs: number | undefined, execution: FloorExecution, accepted: readonly RecordedOrder[]): string[] {
  const exit = tagsOf(execution, 'exit');
  const ofExit = accepted.filter(({ tag }) => exit.has(tag));
  const early =
    execution.outcome === 'completed' && exitAtMs !== undefined
      ? ofExit.filter((order) => Date.parse(order.received_at) < exitAtMs)
      : [];
  const arrivals = (side: string) => ofExit.filter((o) => o.side === side).map((o) => o.received_at);
  const lastBack = arrivals('BUY').toSorted().at(-1);
  return [
    ...early.map(({ tag, received_at }) => `exit order ${tag} arrived at ${received_at}, before its instant`),
    ...arrivals('SELL')
      .filter((at) => lastBack !== undefined && at < lastBack)
      .map((at) => `a long was sold at ${at}, before its short was bought back at ${lastBack}`),
  ];
}

/** Our record of each order is the broker's. */
function untrueRecords(execution: FloorExecution, accepted: readonly RecordedOrder[]): string[] {
  return execution.orders.flatMap((ours) => {
    const theirs = accepted.find(({ tag }) => tag === ours.tag);
    const same = theirs
      ? theirs.status === ours.status && theirs.filled_quantity === ours.filled_quantity
      : ours.filled_quantity === 0 && ours.broker_order_id === null && ours.status !== 'COMPLETE';
    if (same) return [];
    const known = theirs ? `${theirs.status} ${theirs.filled_quantity}` : 'absent';
    return [`order ${ours.tag} is ${ours.status} ${ours.filled_quantity} with us and ${known} with the broker`];
  });
}

function tagsOf({ orders }: FloorExecution, purpose: 'entry' | 'exit'): Set<string> {
  return new Set(orders.filter((order) => order.purpose === purpose).map(({ tag }) => tag));
}
