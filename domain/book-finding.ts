// What can be wrong between a broker's book and ours about one order, and how that is said to people.
import { assertNever } from './assert-never.js';
import { rupeesText } from './money.js';
import type { Side } from './option-contract.js';

export const FOUND_PROBLEMS = [
  /** A tag of ours that we have no order for. */
  'no_intent',
  /** A further order under the tag of one of ours. */
  'second_order',
  /** Another contract, side or quantity than we sent. */
  'altered',
  /** We hold that it was never created. */
  'thought_absent',
  /** We hold it as accepted or filled, and the book does not have it. */
  'absent',
  'fills_differ',
  'price_differs',
  'status_differs',
  /** Nobody could say what became of it, and the book has no order under its tag. */
  'unresolved',
  /** Nobody could say what became of it, and the book could not be read. */
  'unread',
] as const;
export type FoundProblem = (typeof FOUND_PROBLEMS)[number];

/** One side's version of an order. Quantities in units, the price in paise. */
export type FoundOrder = {
  brokerOrderId: string | null;
  tradingsymbol: string | null;
  side: Side;
  quantityUnits: number;
  filledUnits: number;
  averagePricePaise: number;
  status: string;
};

/** One sentence for partners and operators. */
export function findingSentence(problem: FoundProblem, ours: FoundOrder | null, brokers: FoundOrder | null): string {
  const [we, book] = [said(ours), said(brokers)];
  switch (problem) {
    case 'no_intent':
      return `The broker's book has ${book} under a tag of ours, and we have no record of it.`;
    case 'second_order':
      return `The broker's book has a second order under one tag: ${book}.`;
    case 'altered':
      return `The broker's book has ${book}, and we sent ${we}.`;
    case 'thought_absent':
      return `The broker's book has ${book}, and we hold that it was never created.`;
    case 'absent':
      return `We hold ${we}, and the broker's book does not have it.`;
    case 'fills_differ':
    case 'price_differs':
    case 'status_differs':
      return `We hold ${we}, and the broker's book has ${book}.`;
    case 'unresolved':
      return `Nobody could say what became of ${we}, and the broker's book has no order under its tag.`;
    case 'unread':
      return `Nobody could say what became of ${we}, and the broker's book could not be read.`;
    default:
      return assertNever(problem, 'problem');
  }
}

function said(order: FoundOrder | null): string {
  if (!order) return 'nothing';
  const { side, quantityUnits, tradingsymbol, status, filledUnits, averagePricePaise } = order;
  const fills = filledUnits > 0 ? `, ${filledUnits} filled at ${rupeesText(averagePricePaise)}` : ', nothing filled';
  return `${side} ${quantityUnits} ${tradingsymbol ?? 'of a contract not fixed'} (${status}${fills})`;
}
