// The life of one order as a closed state machine. Every transition is persisted with its evidence.
import { assertNever } from './assert-never.js';

export const ORDER_STATES = [
  /** Row exists, nothing left. */
  'INTENDED',
  /** Marked as leaving: from here on it may exist at the broker. */
  'SENDING',
  /** The broker may or may not have it; being read by tag. */
  'AMBIGUOUS',
  /** At the broker, not terminal. */
  'OPEN',
  'COMPLETE',
  'REJECTED',
  'CANCELLED',
  /** Proven never created. */
  'NOT_PLACED',
  /** Given up before it left: deadline, stop or a failed sibling. */
  'DROPPED',
  /** No successful read could tell. */
  'UNKNOWN',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

const NEXT: Record<OrderState, readonly OrderState[]> = {
  INTENDED: ['INTENDED', 'SENDING', 'DROPPED', 'AMBIGUOUS', 'OPEN', 'COMPLETE', 'REJECTED', 'CANCELLED', 'NOT_PLACED'],
  SENDING: ['OPEN', 'COMPLETE', 'REJECTED', 'CANCELLED', 'AMBIGUOUS', 'NOT_PLACED', 'INTENDED', 'DROPPED'],
  AMBIGUOUS: ['OPEN', 'COMPLETE', 'REJECTED', 'CANCELLED', 'NOT_PLACED', 'UNKNOWN'],
  OPEN: ['OPEN', 'COMPLETE', 'REJECTED', 'CANCELLED', 'UNKNOWN'],
  UNKNOWN: ['OPEN', 'COMPLETE', 'REJECTED', 'CANCELLED', 'NOT_PLACED'],
  NOT_PLACED: ['OPEN', 'COMPLETE', 'REJECTED', 'CANCELLED'],
  COMPLETE: [],
  REJECTED: [],
  CANCELLED: [],
  DROPPED: [],
};

/**
 * Whether the machine allows the step. `INTENDED → OPEN…` is an adoption: a dead holder's order found in the book;
 * `OPEN → OPEN` a change of price; what leaves `NOT_PLACED` or `UNKNOWN` has become known late.
 */
export function canMove(from: OrderState, to: OrderState): boolean {
  return NEXT[from].includes(to);
}

/** @throws Error when the step is impossible: a bug, never the broker's fault */
export function assertMove(from: OrderState, to: OrderState): void {
  if (!canMove(from, to)) throw new Error(`An order cannot go from ${from} to ${to}`);
}

/** What it is called when an order that was given up turns out otherwise: kept with the transition's evidence. */
export type LateStep =
  /** Taken for never placed, and in the book after all. */
  | 'appeared_late'
  /** Nobody could vouch for it, and the book now has it. */
  | 'became_known'
  /** Nobody could vouch for it, and the book, read long after it was sent, does not have it. */
  | 'proven_absent';

/** @returns undefined for a step of an order that was not given up */
export function lateStep(from: OrderState, to: OrderState): LateStep | undefined {
  if (from === 'NOT_PLACED') return 'appeared_late';
  if (from === 'UNKNOWN') return to === 'NOT_PLACED' ? 'proven_absent' : 'became_known';
  return undefined;
}

/** Given up, but not for certain: its tag is worth another look at the book. */
export function isGivenUp(state: OrderState): boolean {
  return state === 'NOT_PLACED' || state === 'UNKNOWN';
}

/** Nothing more will happen to it that we should wait for. */
export function isSettled(state: OrderState): boolean {
  switch (state) {
    case 'INTENDED':
    case 'SENDING':
    case 'AMBIGUOUS':
    case 'OPEN':
      return false;
    case 'COMPLETE':
    case 'REJECTED':
    case 'CANCELLED':
    case 'NOT_PLACED':
    case 'DROPPED':
    case 'UNKNOWN':
      return true;
    default:
      return assertNever(state, 'order state');
  }
}
