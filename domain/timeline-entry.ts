// One line of an execution's timeline.
import type { Side } from './option-contract.js';
import type { OrderPurpose } from './order-tag.js';

export const TIMELINE_STEPS = [
  /** Every order is written, nothing has left. */
  'armed',
  /** An order that closes something was written. */
  'intended',
  'sent',
  /** It did not leave: a gate, a lease or a connection held it. */
  'not_sent',
  /** The broker has accepted it. */
  'acked',
  /** Proven that nothing was created; it is tried again. */
  'refused',
  /** The answer proved nothing; the book is being read. */
  'ambiguous',
  /** Another process went on after the former one was lost. */
  'taken_over',
  /** Found in the broker's order book. */
  'found',
  'repriced',
  'not_repriced',
  'filled',
  'cancelled',
  'rejected',
  'dropped',
  'not_placed',
  /** No read could tell (an order), or the entry ended so. */
  'unknown',
  'completed',
  'unwound',
  'failed',
  'missed',
  'skipped',
  'position_opened',
  'flatten_requested',
  'position_closed',
  'position_left',
  'notified',
  /** Reconciliation found that the broker's book and ours disagree. */
  'disputed',
  'dispute_resolved',
] as const;
export type TimelineStep = (typeof TIMELINE_STEPS)[number];

export type TimelineEntry = {
  /** epoch ms, fractions possible */
  atMs: number;
  step: TimelineStep;
  /** One short sentence for people. */
  sentence: string;
  /** null: about the execution as a whole. */
  order: {
    id: string;
    purpose: OrderPurpose;
    legIndex: number;
    side: Side;
    tradingsymbol: string | null;
    quantityUnits: number;
    /** The limit or fill price that the line is about; null where there is none. */
    pricePaise: number | null;
  } | null;
};
