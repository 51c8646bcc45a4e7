// Compares a broker's order book with what we hold of an account's orders on a day: strangers, gaps, and what says nothing.
import { findingSentence, type FoundOrder, type FoundProblem } from './book-finding.js';
import { isSettled, type OrderState } from './order-state.js';
import { isOrderTag } from './order-tag.js';
import type { Side } from './option-contract.js';

/** An order of the book; quantities in units, the price in paise, 0 while nothing is filled. */
export type BookOrder = {
  brokerOrderId: string;
  tag: string;
  tradingsymbol: string;
  /** The wire's own key of the contract: exact, where its symbol is a matter of wording. */
  instrumentKey: string;
  side: Side;
  quantityUnits: number;
  filledUnits: number;
  averagePricePaise: number;
  status: 'OPEN' | 'COMPLETE' | 'REJECTED' | 'CANCELLED';
};

/** An order of ours, read after the book was. */
export type HeldOrder = {
  orderId: string;
  executionId: string;
  tag: string;
  /** null until its contract is fixed */
  tradingsymbol: string | null;
  /** null: not known on the wire that was read */
  instrumentKey: string | null;
  side: Side;
  quantityUnits: number;
  filledUnits: number;
  averagePricePaise: number;
  state: OrderState;
  brokerOrderId: string | null;
  /** epoch ms */
  sentAtMs: number | null;
  settledAtMs: number | null;
  /** Its execution, or the position left by it, has not ended: a process follows its orders. */
  followed: boolean;
  /** It left, or was to leave, on the day; otherwise it is only known not to be a stranger. */
  ofDay: boolean;
};

export type Finding = {
  /** `stranger`: the book has what we did not send so. `gap`: the book lacks, or tells otherwise, what we hold. */
  kind: 'stranger' | 'gap';
  problem: FoundProblem;
  /** Unique within account, day and kind: the broker's order id of a stranger, our order id of a gap. */
  orderKey: string;
  tag: string;
  /** null: we have no such order */
  orderId: string | null;
  executionId: string | null;
  ours: FoundOrder | null;
  brokers: FoundOrder | null;
  sentence: string;
};

export type Comparison = {
  findings: Finding[];
  /** Orders of the book with a tag of ours. */
  ourOrders: number;
  /** Orders of the book with other tags: the user's own. */
  ownOrders: number;
  /** Orders of ours that were still moving when the book was read: not judged. */
  movingOrders: number;
};

export type Question = {
  book: readonly BookOrder[];
  held: readonly HeldOrder[];
  /** Tags of orders placed through another link of the same account at the broker. */
  elsewhere: ReadonlySet<string>;
  /** epoch ms at which the book was asked for; what happened since cannot be in it for sure */
  askedAtMs: number;
};

export function compareBook({ book, held, elsewhere, askedAtMs }: Question): Comparison {
  const ours = book.filter(({ tag }) => isOrderTag(tag));
  const byTag = groupedByTag(ours);
  const known = new Set(held.map(({ tag }) => tag));
  const findings: Finding[] = [];
  let movingOrders = 0;
  for (const order of held.filter(({ ofDay }) => ofDay)) {
    if (isMoving(order, askedAtMs)) movingOrders += 1;
    else findings.push(...judge(order, byTag.get(order.tag) ?? []));
  }
  for (const order of ours)
    if (!known.has(order.tag) && !elsewhere.has(order.tag)) findings.push(stranger('no_intent', order, null));
  return { findings, ourOrders: ours.length, ownOrders: book.length - ours.length, movingOrders };
}

/** When no book could be read: only the orders that nobody could vouch for before are worth a finding. */
export function unresolvedOrders(held: readonly HeldOrder[]): Finding[] {
  return held
    .filter(({ ofDay, followed, state }) => ofDay && !followed && state === 'UNKNOWN')
    .map((order) => gap('unread', order, null));
}

function groupedByTag(book: readonly BookOrder[]): Map<string, BookOrder[]> {
  const groups = new Map<string, BookOrder[]>();
  for (const order of book) groups.set(order.tag, [...(groups.get(order.tag) ?? []), order]);
  return groups;
}

function isMoving({ followed, state, settledAtMs, sentAtMs }: HeldOrder, askedAtMs: number): boolean {
  if (followed && !isSettled(state)) return true;
  return (settledAtMs !== null && settledAtMs >= askedAtMs) || (sentAtMs !== null && sentAtMs >= askedAtMs);
}

/** @param twins - the book's orders with its tag */
function judge(order: HeldOrder, twins: readonly BookOrder[]): Finding[] {
  const match = matching(order, twins);
  const others = twins.filter((twin) => twin !== match && !isDead(twin));
  const seconds = others.map((twin) => stranger('second_order', twin, order));
  const problem = match ? problemOf(order, match) : absence(order);
  if (!problem) return seconds;
  const isStrange = match && (problem === 'altered' || problem === 'thought_absent');
  return [isStrange ? stranger(problem, match, order) : gap(problem, order, match ?? null), ...seconds];
}

function matching({ brokerOrderId }: HeldOrder, twins: readonly BookOrder[]): BookOrder | undefined {
  if (brokerOrderId !== null) return twins.find((twin) => twin.brokerOrderId === brokerOrderId);
  return twins.find((twin) => !isDead(twin)) ?? twins[0];
}

/** Nothing came, and nothing can come, of it. */
const isDead = ({ status, filledUnits }: BookOrder): boolean => status === 'REJECTED' && filledUnits === 0;

function absence({ state, brokerOrderId, filledUnits }: HeldOrder): FoundProblem | undefined {
  if (brokerOrderId !== null || filledUnits > 0 || state === 'OPEN' || state === 'COMPLETE') return 'absent';
  return state === 'UNKNOWN' || state === 'AMBIGUOUS' || state === 'SENDING' ? 'unresolved' : undefined;
}

function problemOf(held: HeldOrder, found: BookOrder): FoundProblem | undefined {
  if (isOtherContract(held, found) || held.side !== found.side || held.quantityUnits !== found.quantityUnits)
    return 'altered';
  if (thoughtAbsent(held)) return isDead(found) ? undefined : 'thought_absent';
  if (held.filledUnits !== found.filledUnits) return 'fills_differ';
  if (found.filledUnits > 0 && held.averagePricePaise !== found.averagePricePaise) return 'price_differs';
  // The exchange ends what rests at the close: of an order we left open, its end without a fill says nothing new.
  return held.state === 'OPEN' || held.state === found.status ? undefined : 'status_differs';
}

function isOtherContract(held: HeldOrder, found: BookOrder): boolean {
  // Until it is priced an order has no contract; from then on the run's, which has the key.
  if (held.tradingsymbol === null) return false;
  return held.instrumentKey === null
    ? held.tradingsymbol !== found.tradingsymbol
    : held.instrumentKey !== found.instrumentKey;
}

/** We hold that nothing of it exists at the broker. */
function thoughtAbsent({ state, brokerOrderId }: HeldOrder): boolean {
  const never = state === 'INTENDED' || state === 'DROPPED' || state === 'NOT_PLACED';
  return never || (state === 'REJECTED' && brokerOrderId === null);
}

function stranger(problem: FoundProblem, found: BookOrder, held: HeldOrder | null): Finding {
  return finding('stranger', problem, found.brokerOrderId, held, found);
}

function gap(problem: FoundProblem, held: HeldOrder, found: BookOrder | null): Finding {
  return finding('gap', problem, held.orderId, held, found);
}

function finding(
  kind: Finding['kind'],
  problem: FoundProblem,
  orderKey: string,
  held: HeldOrder | null,
  found: BookOrder | null,
): Finding {
  const ours = held && factsOf(held, held.state);
  const brokers = found && factsOf(found, found.status);
  return {
    kind,
    problem,
    orderKey,
    tag: found?.tag ?? held?.tag ?? '',
    orderId: held?.orderId ?? null,
    executionId: held?.executionId ?? null,
    ours,
    brokers,
    sentence: findingSentence(problem, ours, brokers),
  };
}

function factsOf(order: HeldOrder | BookOrder, status: string): FoundOrder {
  const { brokerOrderId, tradingsymbol, side, quantityUnits, filledUnits, averagePricePaise } = order;
  return { brokerOrderId, tradingsymbol, side, quantityUnits, filledUnits, averagePricePaise, status };
}
