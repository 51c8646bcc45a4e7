// What happened at one execution, in order, in sentences that people read. Pure: from its rows to a list.
import { assertNever } from './assert-never.js';
import type { PositionStatus } from './position-status.js';
import { rupeesText } from './money.js';
import { orderEntries, type TimelineOrder } from './order-timeline.js';
import type { TimelineEntry, TimelineStep } from './timeline-entry.js';

/** A position's milestones; instants in epoch ms, null: not yet, or never. */
export type TimelinePosition = {
  status: PositionStatus;
  openedAtMs: number;
  exitReason: string | null;
  flattenRequestedAtMs: number | null;
  flattenRequestedBy: string | null;
  flattenReason: string | null;
  closedAtMs: number | null;
  realisedPnlPaise: number | null;
};

export type ExecutionFacts = {
  armedAtMs: number | null;
  endedAtMs: number | null;
  outcome: 'completed' | 'failed' | 'skipped' | 'missed' | 'unwound' | 'unknown' | null;
  /** One sentence for people. */
  reason: string | null;
  position: TimelinePosition | null;
  orders: readonly TimelineOrder[];
  /** Events of the partner's about this execution. */
  told: readonly { type: string; atMs: number }[];
  /** What reconciliation found about its orders. */
  findings: readonly { sentence: string; atMs: number; resolvedAtMs: number | null; resolution: string | null }[];
};

/** Oldest first; what happened in the same instant in the order of cause and effect. */
export function executionTimeline(facts: ExecutionFacts): TimelineEntry[] {
  const entries = [
    ...armed(facts),
    ...facts.orders.flatMap(orderEntries),
    ...ended(facts),
    ...(facts.position ? positionEntries(facts.position) : []),
    ...facts.told.map(({ type, atMs }) => entry('notified', atMs, `The partner was told: ${type}.`)),
    ...facts.findings.flatMap(findingEntries),
  ];
  // Sorting is stable: entries of the same instant keep the order above.
  return entries.sort((a, b) => a.atMs - b.atMs);
}

function armed({ armedAtMs, orders }: ExecutionFacts): TimelineEntry[] {
  if (armedAtMs === null) return [];
  const count = orders.filter((order) => order.purpose === 'entry').length;
  return [entry('armed', armedAtMs, `Armed: ${count} ${count === 1 ? 'order' : 'orders'} written, nothing sent.`)];
}

function ended({ endedAtMs, outcome, reason }: ExecutionFacts): TimelineEntry[] {
  if (endedAtMs === null || outcome === null) return [];
  return [entry(outcome, endedAtMs, reason ?? `The entry ended: ${outcome}.`)];
}

function positionEntries(position: TimelinePosition): TimelineEntry[] {
  const { openedAtMs, flattenRequestedAtMs, flattenRequestedBy, flattenReason, closedAtMs } = position;
  const why = flattenReason === null ? '' : `: ${flattenReason}`;
  return [
    entry('position_opened', openedAtMs, 'A position is held from here on, until it is closed.'),
    ...(flattenRequestedAtMs === null
      ? []
      : [
          entry(
            'flatten_requested',
            flattenRequestedAtMs,
            `The ${flattenRequestedBy ?? 'platform'} asked to close it${why}.`,
          ),
        ]),
    ...(closedAtMs === null ? [] : [positionEnd(position, closedAtMs)]),
  ];
}

function positionEnd({ status, exitReason, realisedPnlPaise }: TimelinePosition, atMs: number): TimelineEntry {
  switch (status) {
    case 'closed': {
      const pnl = realisedPnlPaise ?? 0;
      const result = `${pnl < 0 ? 'loss' : 'profit'} of ${rupeesText(Math.abs(pnl))}, before charges`;
      return entry('position_closed', atMs, `The position is closed (${exitReason ?? 'no reason given'}): ${result}.`);
    }
    case 'open':
    case 'closing':
    case 'exposed':
    case 'unknown':
      return entry('position_left', atMs, 'Nobody follows the position any more; it was not closed here.');
    default:
      return assertNever(status, 'position status');
  }
}

function findingEntries({ sentence, atMs, resolvedAtMs, resolution }: ExecutionFacts['findings'][number]) {
  const resolved = `Resolved: ${resolution ?? 'the books agree again'}.`;
  return [
    entry('disputed', atMs, sentence),
    ...(resolvedAtMs === null ? [] : [entry('dispute_resolved', resolvedAtMs, resolved)]),
  ];
}

function entry(step: TimelineStep, atMs: number, sentence: string): TimelineEntry {
  return { step, atMs, sentence, order: null };
}
