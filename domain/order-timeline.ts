// One order's part of a timeline: each persisted transition becomes a sentence, decided by where it led and what proved it.
import { assertNever } from './assert-never.js';
import { rupeesText } from './money.js';
import type { Side } from './option-contract.js';
import type { OrderState } from './order-state.js';
import type { OrderPurpose } from './order-tag.js';
import type { TimelineEntry, TimelineStep } from './timeline-entry.js';

/** What the engine writes beside a transition; every part is optional, unknown parts are ignored. */
export type OrderEvidence = {
  result?: { outcome: string; message?: string };
  book?: { filledUnits: number; averagePricePaise: number };
  repriced?: { formerPaise: number | null; limitPricePaise: number };
  notRepriced?: string;
  notSent?: string;
  stopped?: string;
  dropped?: string;
  takenOverFrom?: string | null;
};

/** epoch ms */
export type OrderTransition = { atMs: number; from: OrderState | null; to: OrderState; evidence: OrderEvidence };

export type TimelineOrder = {
  id: string;
  purpose: OrderPurpose;
  legIndex: number;
  side: Side;
  tradingsymbol: string | null;
  quantityUnits: number;
  limitPricePaise: number | null;
  brokerMessage: string | null;
  createdAtMs: number;
  /** When it last left, by the clock of the process that sent it. */
  sentAtMs: number | null;
  answeredAtMs: number | null;
  /** In the order in which they were written. */
  transitions: readonly OrderTransition[];
};

type Line = { step: TimelineStep; sentence: string; atMs?: number; pricePaise?: number | null };

export function orderEntries(order: TimelineOrder): TimelineEntry[] {
  const { id, purpose, legIndex, side, tradingsymbol, quantityUnits, transitions } = order;
  const about = { id, purpose, legIndex, side, tradingsymbol, quantityUnits };
  const lines = [
    ...(purpose === 'entry' ? [] : [intended(order)]),
    ...firstWaveSent(order),
    ...transitions.map((transition) => ({ atMs: transition.atMs, ...lineOf(transition, order) })),
  ];
  return lines.map(({ step, sentence, atMs, pricePaise = null }) => ({
    step,
    sentence,
    atMs,
    order: { ...about, pricePaise },
  }));
}

function intended(order: TimelineOrder): Line & { atMs: number } {
  const closes = order.purpose === 'unwind' ? 'To undo what was filled' : 'To close the position';
  return { step: 'intended', atMs: order.createdAtMs, sentence: `${closes}: ${whatOf(order)}.` };
}

/** The first wave is not marked before it leaves; when it left is known from its answer. */
function firstWaveSent(order: TimelineOrder): (Line & { atMs: number })[] {
  const { sentAtMs, transitions } = order;
  if (sentAtMs === null || transitions.some(({ to }) => to === 'SENDING')) return [];
  const answered = transitions.some(({ evidence }) => evidence.result !== undefined);
  const sentence = answered
    ? `Sent: ${whatOf(order)} at ${priceText(sentPrice(order))}.`
    : `Was to leave now: ${whatOf(order)}. Its process was lost, so whether it left was read at the broker.`;
  return [{ step: 'sent', atMs: sentAtMs, sentence, pricePaise: sentPrice(order) }];
}

function lineOf(transition: OrderTransition, order: TimelineOrder): Line {
  const { to, evidence } = transition;
  const words = evidence.result?.message ?? order.brokerMessage;
  const said = words === null ? '' : `: ${words}`;
  switch (to) {
    case 'INTENDED':
      return evidence.notSent === undefined
        ? { step: 'refused', sentence: `Refused${said}. Nothing was created; it is tried again.` }
        : { step: 'not_sent', sentence: `Did not leave: ${evidence.notSent}.` };
    case 'SENDING':
      return sentLine(transition, order);
    case 'AMBIGUOUS':
      return evidence.takenOverFrom === undefined
        ? { step: 'ambiguous', sentence: `The answer proved nothing${said}. The broker's book is being read.` }
        : {
            step: 'taken_over',
            sentence: "Another process took over; whether it had left is read in the broker's book.",
          };
    case 'OPEN':
      return openLine(transition, order);
    case 'COMPLETE':
      return filledLine(evidence, order);
    case 'CANCELLED':
      return {
        step: 'cancelled',
        sentence: `Cancelled with ${evidence.book?.filledUnits ?? 0} of ${order.quantityUnits} filled.`,
      };
    case 'REJECTED':
      return { step: 'rejected', sentence: `Rejected by the broker${said}.` };
    case 'NOT_PLACED':
      return { step: 'not_placed', sentence: 'Proven never placed: nothing of it exists at the broker.' };
    case 'DROPPED':
      return { step: 'dropped', sentence: `Given up before it left: ${droppedBecause(evidence)}.` };
    case 'UNKNOWN':
      return { step: 'unknown', sentence: 'No read of the broker could tell what became of it.' };
    default:
      return assertNever(to, 'order state');
  }
}

/** The sagas' words for giving up, in people's; what a gate or the clock said is plain already. */
function droppedBecause({ stopped, dropped }: OrderEvidence): string {
  if (dropped === 'sibling_failed') return 'another order of it had failed';
  if (dropped === 'deadline') return 'the entry deadline had passed';
  return stopped ?? dropped ?? 'it was no longer wanted';
}

/** Marked in the database first, then sent: the last mark's order has the true instant on its row. */
function sentLine(transition: OrderTransition, order: TimelineOrder): Line {
  const isLast = order.transitions.findLast(({ to }) => to === 'SENDING') === transition;
  const pricePaise = sentPrice(order);
  return {
    step: 'sent',
    sentence: `Sent: ${whatOf(order)} at ${priceText(pricePaise)}.`,
    pricePaise,
    ...(isLast && { atMs: Math.max(transition.atMs, order.sentAtMs ?? 0) }),
  };
}

function openLine({ atMs, from, evidence }: OrderTransition, order: TimelineOrder): Line {
  const { repriced, notRepriced, result } = evidence;
  if (repriced)
    return {
      step: 'repriced',
      sentence: `Repriced from ${priceText(repriced.formerPaise)} to ${priceText(repriced.limitPricePaise)}.`,
      pricePaise: repriced.limitPricePaise,
    };
  if (notRepriced !== undefined) return { step: 'not_repriced', sentence: `Kept its price: ${notRepriced}.` };
  if (result)
    return { step: 'acked', sentence: 'Accepted by the broker.', atMs: Math.min(atMs, order.answeredAtMs ?? atMs) };
  return { step: 'found', sentence: `Found open in the broker's book${from === 'UNKNOWN' ? ' after all' : ''}.` };
}

function filledLine({ book }: OrderEvidence, order: TimelineOrder): Line {
  const pricePaise = book?.averagePricePaise ?? null;
  const units = book?.filledUnits ?? order.quantityUnits;
  const sentence = `Filled: ${whatOf({ ...order, quantityUnits: units })} at ${priceText(pricePaise)} on average.`;
  return { step: 'filled', sentence, pricePaise };
}

/** The price it left with: a later one is on record as a reprice. */
function sentPrice(order: TimelineOrder): number | null {
  const repriced = order.transitions.find(({ evidence }) => evidence.repriced)?.evidence.repriced;
  return repriced?.formerPaise ?? order.limitPricePaise;
}

const whatOf = ({
  side,
  quantityUnits,
  tradingsymbol,
  legIndex,
}: Pick<TimelineOrder, 'side' | 'quantityUnits' | 'tradingsymbol' | 'legIndex'>): string =>
  `${side} ${quantityUnits} ${tradingsymbol ?? 'of a contract not fixed'} (leg ${legIndex + 1})`;

const priceText = (paise: number | null): string => (paise === null ? 'no price' : rupeesText(paise));
