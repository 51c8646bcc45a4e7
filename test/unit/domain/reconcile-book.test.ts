// A broker's book against ours: every kind of difference, and, as properties, that nothing else is one.
import { expect } from 'chai';
import fc from 'fast-check';
import { FOUND_PROBLEMS } from '../../../domain/book-finding.js';
import { ORDER_STATES, type OrderState } from '../../../domain/order-state.js';
import { isOrderTag, orderTag } from '../../../domain/order-tag.js';
import { compareBook, unresolvedOrders, type BookOrder, type HeldOrder } from '../../../domain/reconcile-book.js';

const ASKED = Date.UTC(2026, 10, 25, 10, 15);

const tagOf = (n: number) =>
  orderTag({ runId: 'run_1', subscriptionId: 'sub_1', purpose: 'entry', legIndex: n, sliceIndex: 0, generation: 0 });
const held = (n: number, given: Partial<HeldOrder> = {}): HeldOrder => ({
  ...{ orderId: `ord_${n}`, executionId: 'exe_1', tag: tagOf(n), tradingsymbol: 'NIFTY26NOV2624500CE', side: 'BUY' },
  instrumentKey: 'NSE_FO|1',
  ...{ quantityUnits: 75, filledUnits: 75, averagePricePaise: 15_045, state: 'COMPLETE', brokerOrderId: `b${n}` },
  ...{ sentAtMs: ASKED - 3_600_000, settledAtMs: ASKED - 3_599_000, followed: false, ofDay: true },
  ...given,
});
/** What a book has of an order that went as we hold it. */
const inBook = (order: HeldOrder, given: Partial<BookOrder> = {}): BookOrder => ({
  brokerOrderId: order.brokerOrderId ?? `found_${order.orderId}`,
  tradingsymbol: order.tradingsymbol ?? 'NIFTY26NOV2624500CE',
  instrumentKey: order.instrumentKey ?? 'NSE_FO|1',
  status: statusOf(order.state),
  ...{ tag: order.tag, side: order.side, quantityUnits: order.quantityUnits },
  ...{ filledUnits: order.filledUnits, averagePricePaise: order.averagePricePaise },
  ...given,
});
const statusOf = (state: OrderState): BookOrder['status'] =>
  state === 'COMPLETE' || state === 'CANCELLED' || state === 'OPEN' ? state : 'REJECTED';
const compare = (book: BookOrder[], orders: HeldOrder[], elsewhere: string[] = []) =>
  compareBook({ book, held: orders, elsewhere: new Set(elsewhere), askedAtMs: ASKED });
const found = (book: BookOrder[], orders: HeldOrder[], elsewhere: string[] = []) =>
  compare(book, orders, elsewhere).findings.map(({ kind, problem, orderKey }) => [kind, problem, orderKey]);

describe('reconciling a book', () => {
  it('finds nothing where both say the same, and counts the user’s own orders', () => {
    const orders = [held(1), held(2, { state: 'REJECTED', filledUnits: 0, averagePricePaise: 0 })];
    const book = [...orders.map((order) => inBook(order)), inBook(held(3), { tag: 'mine' })];
    expect(compare(book, orders)).to.deep.equal({ findings: [], ourOrders: 2, ownOrders: 1, movingOrders: 0 });
  });

  it('finds strangers: no order of ours, a second one under its tag, another one than we sent', () => {
    expect(found([inBook(held(1))], [])).to.deep.equal([['stranger', 'no_intent', 'b1']]);
    const twins = [inBook(held(1)), inBook(held(1), { brokerOrderId: 'twin' })];
    expect(found(twins, [held(1)])).to.deep.equal([['stranger', 'second_order', 'twin']]);
    for (const change of [{ side: 'SELL' }, { quantityUnits: 150 }, { instrumentKey: 'NSE_FO|2' }] as const)
      expect(found([inBook(held(1), change)], [held(1)])).to.deep.equal([['stranger', 'altered', 'b1']]);
  });

  it('compares contracts by their keys, and by their symbols only where there is no key', () => {
    const wording = { tradingsymbol: 'NIFTY 24500 CE 26 NOV 26' };
    expect(found([inBook(held(1), wording)], [held(1)])).to.deep.equal([]);
    expect(found([inBook(held(1), wording)], [held(1, { instrumentKey: null })])).to.deep.equal([
      ['stranger', 'altered', 'b1'],
    ]);
    const unpriced = held(1, { tradingsymbol: null, state: 'DROPPED', brokerOrderId: null, filledUnits: 0 });
    expect(found([], [unpriced])).to.deep.equal([]);
  });

  it('does not take a dead twin, or an order of another link of the same account, for a stranger', () => {
    const dead = inBook(held(1), { brokerOrderId: 'dead', status: 'REJECTED', filledUnits: 0 });
    expect(found([dead, inBook(held(1))], [held(1)])).to.deep.equal([]);
    expect(found([inBook(held(1))], [], [tagOf(1)])).to.deep.equal([]);
  });

  it('finds an order that we hold as never created', () => {
    for (const state of ['INTENDED', 'DROPPED', 'NOT_PLACED', 'REJECTED'] as const) {
      const never = held(1, { state, brokerOrderId: null, filledUnits: 0, averagePricePaise: 0 });
      expect(found([inBook(held(1))], [never]), state).to.deep.equal([['stranger', 'thought_absent', 'b1']]);
      expect(found([inBook(never, { status: 'REJECTED' })], [never]), state).to.deep.equal([]);
      expect(found([], [never]), state).to.deep.equal([]);
    }
  });

  it('finds gaps: absent, other fills, another price, another end', () => {
    expect(found([], [held(1)])).to.deep.equal([['gap', 'absent', 'ord_1']]);
    const open = held(1, { state: 'OPEN', filledUnits: 0, averagePricePaise: 0, settledAtMs: null });
    expect(found([], [open])).to.deep.equal([['gap', 'absent', 'ord_1']]);
    for (const [change, problem] of [
      [{ filledUnits: 50 }, 'fills_differ'],
      [{ averagePricePaise: 15_046 }, 'price_differs'],
      [{ status: 'CANCELLED' }, 'status_differs'],
    ] as const)
      expect(found([inBook(held(1), change)], [held(1)])).to.deep.equal([['gap', problem, 'ord_1']]);
    expect(found([inBook(open, { status: 'COMPLETE', filledUnits: 75 })], [open])).to.deep.equal([
      ['gap', 'fills_differ', 'ord_1'],
    ]);
  });

  it('lets the exchange end an order that was left open, when nothing of it was filled since', () => {
    const open = held(1, { state: 'OPEN', filledUnits: 0, averagePricePaise: 0 });
    expect(found([inBook(open, { status: 'CANCELLED' })], [open])).to.deep.equal([]);
  });

  it('finds what became of an order nobody could vouch for, and that it never will be known', () => {
    const unknown = held(1, { state: 'UNKNOWN', brokerOrderId: null, filledUnits: 0, averagePricePaise: 0 });
    expect(found([inBook(held(1))], [unknown])).to.deep.equal([['gap', 'fills_differ', 'ord_1']]);
    expect(found([inBook(unknown, { status: 'CANCELLED' })], [unknown])).to.deep.equal([
      ['gap', 'status_differs', 'ord_1'],
    ]);
    expect(found([], [unknown])).to.deep.equal([['gap', 'unresolved', 'ord_1']]);
    expect(unresolvedOrders([unknown, held(2)]).map(({ orderKey }) => orderKey)).to.deep.equal(['ord_1']);
    expect(unresolvedOrders([{ ...unknown, followed: true }])).to.deep.equal([]);
  });

  it('judges nothing that still moves', () => {
    for (const moving of [
      held(1, { state: 'OPEN', followed: true, settledAtMs: null }),
      held(1, { state: 'SENDING', followed: true, settledAtMs: null, brokerOrderId: null }),
      held(1, { settledAtMs: ASKED }),
      held(1, { sentAtMs: ASKED + 1 }),
    ]) {
      expect(compare([], [moving])).to.deep.include({ findings: [], movingOrders: 1 });
      expect(compare([inBook(moving, { filledUnits: 0 })], [moving])).to.deep.include({
        findings: [],
        movingOrders: 1,
      });
    }
  });

  it('neither judges an order of another day nor takes it for a stranger', () => {
    const yesterdays = held(1, { ofDay: false });
    expect(found([], [yesterdays])).to.deep.equal([]);
    expect(found([inBook(yesterdays, { filledUnits: 0 })], [yesterdays])).to.deep.equal([]);
  });

  it('says every problem in a sentence with both versions', () => {
    const [gap] = compare([inBook(held(1), { filledUnits: 50 })], [held(1)]).findings;
    expect(gap?.sentence).to.equal(
      "We hold BUY 75 NIFTY26NOV2624500CE (COMPLETE, 75 filled at ₹150.45), and the broker's book has BUY 75 NIFTY26NOV2624500CE (COMPLETE, 50 filled at ₹150.45).",
    );
    expect(gap).to.deep.include({ executionId: 'exe_1', orderId: 'ord_1', tag: tagOf(1) });
  });

  describe('as properties', () => {
    const orders = fc
      .array(
        fc.record({
          state: fc.constantFrom(
            ...ORDER_STATES.filter((state) => !['SENDING', 'AMBIGUOUS', 'UNKNOWN'].includes(state)),
          ),
          side: fc.constantFrom('BUY' as const, 'SELL' as const),
          lots: fc.integer({ min: 1, max: 20 }),
          filledLots: fc.integer({ min: 0, max: 20 }),
          price: fc.integer({ min: 5, max: 100_000 }),
        }),
        { maxLength: 12 },
      )
      .map((drawn) =>
        drawn.map(({ state, side, lots, filledLots, price }, n): HeldOrder => {
          const created = state === 'OPEN' || state === 'COMPLETE' || state === 'CANCELLED';
          const filled = state === 'COMPLETE' ? lots : created ? Math.min(filledLots, lots - 1) : 0;
          return held(n, {
            ...{ state, side, quantityUnits: lots * 75, filledUnits: filled * 75 },
            averagePricePaise: filled === 0 ? 0 : price,
            brokerOrderId: created ? `b${n}` : null,
          });
        }),
      );
    const faithful = (all: HeldOrder[]) => all.filter((o) => o.brokerOrderId !== null).map((order) => inBook(order));
    const others = fc.array(
      fc.string({ maxLength: 25 }).filter((tag) => !isOrderTag(tag)),
      { maxLength: 5 },
    );

    it('a book that agrees has no finding, in whatever order it is read, whatever else the user trades', () => {
      fc.assert(
        fc.property(orders, others, fc.infiniteStream(fc.nat()), (all, tags, randoms) => {
          const own = tags.map((tag, n) => inBook(held(100 + n), { tag, brokerOrderId: `own${n}` }));
          const book = shuffled([...faithful(all), ...own], randoms);
          expect(compare(book, all)).to.deep.equal({
            ...{ findings: [], ourOrders: book.length - own.length, ownOrders: own.length, movingOrders: 0 },
          });
        }),
      );
    });

    it('one change makes exactly one finding, about that order', () => {
      const changes: ((order: BookOrder) => BookOrder[])[] = [
        () => [],
        (order) => [order, { ...order, brokerOrderId: 'twin', status: 'OPEN' }],
        (order) => [{ ...order, side: order.side === 'BUY' ? 'SELL' : 'BUY' }],
        (order) => [{ ...order, quantityUnits: order.quantityUnits + 75 }],
        (order) => [{ ...order, filledUnits: order.filledUnits + 1 }],
        (order) => [{ ...order, tag: tagOf(999) }, order],
      ];
      fc.assert(
        fc.property(orders, fc.nat(), fc.constantFrom(...changes), (all, pick, change) => {
          const book = faithful(all);
          const target = book[pick % Math.max(1, book.length)];
          fc.pre(target !== undefined);
          const altered = book.flatMap((order) => (order === target ? change(order) : [order]));
          const { findings } = compare(altered, all);
          expect(findings).to.have.length(1);
          expect([target.tag, tagOf(999)]).to.include(findings[0]?.tag);
          expect(FOUND_PROBLEMS).to.include(findings[0]?.problem);
        }),
      );
    });

    it('findings of one comparison have keys of their own', () => {
      const anything = fc.array(
        fc.record({
          n: fc.nat(6),
          id: fc.nat(9),
          filledUnits: fc.nat(150),
          status: fc.constantFrom('OPEN', 'COMPLETE', 'REJECTED', 'CANCELLED'),
        }),
        { maxLength: 12 },
      );
      fc.assert(
        fc.property(orders, anything, (all, drawn) => {
          const ids = new Map(drawn.map((row) => [row.id, row]));
          const book = [...ids.values()].map(({ n, id, ...rest }) =>
            inBook(held(n), { brokerOrderId: `b${id}`, ...rest }),
          );
          const keys = compare(book, all).findings.map(({ kind, orderKey }) => `${kind}/${orderKey}`);
          expect(new Set(keys).size).to.equal(keys.length);
        }),
      );
    });
  });
});

function shuffled<T>(items: T[], randoms: Iterable<number>): T[] {
  const numbers = randoms[Symbol.iterator]();
  return items
    .map((item) => ({ item, rank: Number(numbers.next().value) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
