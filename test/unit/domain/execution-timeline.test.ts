// An execution's rows as a story: order of lines, sentences, prices, instants.
import { expect } from 'chai';
import { executionTimeline, type ExecutionFacts, type TimelinePosition } from '../../../domain/execution-timeline.js';
import { orderEntries, type OrderTransition, type TimelineOrder } from '../../../domain/order-timeline.js';
import { ORDER_STATES } from '../../../domain/order-state.js';

const T = Date.UTC(2026, 10, 25, 3, 50);

const facts = (given: Partial<ExecutionFacts> = {}): ExecutionFacts => ({
  ...{ armedAtMs: null, endedAtMs: null, outcome: null, reason: null, position: null },
  ...{ orders: [], told: [], findings: [] },
  ...given,
});
const order = (given: Partial<TimelineOrder> = {}): TimelineOrder => ({
  ...{
    id: 'ord_1',
    purpose: 'entry',
    legIndex: 0,
    side: 'BUY',
    tradingsymbol: 'NIFTY26NOV2624500CE',
    quantityUnits: 75,
  },
  ...{ limitPricePaise: 15_050, brokerMessage: null, createdAtMs: T - 60_000, sentAtMs: null, answeredAtMs: null },
  transitions: [],
  ...given,
});
const step = (
  ms: number,
  from: OrderTransition['from'],
  to: OrderTransition['to'],
  evidence: OrderTransition['evidence'] = {},
): OrderTransition => ({ atMs: T + ms, from, to, evidence });
const position = (given: Partial<TimelinePosition> = {}): TimelinePosition => ({
  ...{ status: 'open', openedAtMs: T + 1_000, exitReason: null, closedAtMs: null, realisedPnlPaise: null },
  ...{ flattenRequestedAtMs: null, flattenRequestedBy: null, flattenReason: null },
  ...given,
});
const lines = (entries: ReturnType<typeof executionTimeline>) =>
  entries.map(({ atMs, step, sentence }) => [Math.round(atMs - T), step, sentence]);

describe('execution timeline', () => {
  it('tells an entry from arming to the partner, times as they were', () => {
    const filled = order({
      sentAtMs: T + 4.1,
      answeredAtMs: T + 16,
      transitions: [
        step(30, 'INTENDED', 'OPEN', { result: { outcome: 'accepted' } }),
        step(171, 'OPEN', 'COMPLETE', { book: { filledUnits: 75, averagePricePaise: 15_045 } }),
      ],
    });
    const timeline = executionTimeline(
      facts({
        armedAtMs: T - 57_000,
        orders: [filled],
        endedAtMs: T + 200,
        outcome: 'completed',
        reason: 'Every leg is filled.',
        position: position({ openedAtMs: T + 200 }),
        told: [{ type: 'execution_completed', atMs: T + 200 }],
      }),
    );
    expect(lines(timeline)).to.deep.equal([
      [-57_000, 'armed', 'Armed: 1 order written, nothing sent.'],
      [4, 'sent', 'Sent: BUY 75 NIFTY26NOV2624500CE (leg 1) at ₹150.50.'],
      [16, 'acked', 'Accepted by the broker.'],
      [171, 'filled', 'Filled: BUY 75 NIFTY26NOV2624500CE (leg 1) at ₹150.45 on average.'],
      [200, 'completed', 'Every leg is filled.'],
      [200, 'position_opened', 'A position is held from here on, until it is closed.'],
      [200, 'notified', 'The partner was told: execution_completed.'],
    ]);
    expect(timeline[1]?.atMs).to.equal(T + 4.1);
    expect(timeline.map((line) => line.order?.pricePaise)).to.deep.equal([
      ...[undefined, 15_050, null, 15_045],
      ...[undefined, undefined, undefined],
    ]);
  });

  it('shows the price an order left with, not the one it was repriced to', () => {
    const repriced = order({
      limitPricePaise: 15_500,
      sentAtMs: T + 900,
      transitions: [
        step(890, 'INTENDED', 'SENDING'),
        step(910, 'SENDING', 'OPEN', { result: { outcome: 'accepted' } }),
        step(3_000, 'OPEN', 'OPEN', { repriced: { formerPaise: 15_050, limitPricePaise: 15_300 } }),
        step(5_000, 'OPEN', 'OPEN', { repriced: { formerPaise: 15_300, limitPricePaise: 15_500 } }),
        step(7_000, 'OPEN', 'OPEN', { notRepriced: 'no quote' }),
        step(9_000, 'OPEN', 'CANCELLED', { book: { filledUnits: 25, averagePricePaise: 15_500 } }),
      ],
    });
    expect(lines(executionTimeline(facts({ orders: [repriced] })))).to.deep.equal([
      [900, 'sent', 'Sent: BUY 75 NIFTY26NOV2624500CE (leg 1) at ₹150.50.'],
      [910, 'acked', 'Accepted by the broker.'],
      [3_000, 'repriced', 'Repriced from ₹150.50 to ₹153.00.'],
      [5_000, 'repriced', 'Repriced from ₹153.00 to ₹155.00.'],
      [7_000, 'not_repriced', 'Kept its price: no quote.'],
      [9_000, 'cancelled', 'Cancelled with 25 of 75 filled.'],
    ]);
  });

  it('does not claim that an order left when its process was lost', () => {
    const lost = order({
      sentAtMs: T,
      transitions: [
        step(6_000, 'INTENDED', 'AMBIGUOUS', { takenOverFrom: 'lease' }),
        step(120_000, 'AMBIGUOUS', 'NOT_PLACED'),
      ],
    });
    const told = lines(executionTimeline(facts({ orders: [lost] })));
    expect(told.map(([, name]) => name)).to.deep.equal(['sent', 'taken_over', 'not_placed']);
    expect(told[0]?.[2]).to.match(/^Was to leave now/);
  });

  it('tells every try of an order that was refused and sent again', () => {
    const again = order({
      sentAtMs: T + 251,
      transitions: [
        step(20, 'INTENDED', 'INTENDED', { result: { outcome: 'refused', message: 'Too many requests' } }),
        step(250, 'INTENDED', 'SENDING'),
        step(260, 'SENDING', 'INTENDED', { result: { outcome: 'refused', message: 'Too many requests' } }),
        step(800, 'INTENDED', 'SENDING'),
        step(900, 'SENDING', 'REJECTED', { result: { outcome: 'refused', message: 'Available margin: ₹5000' } }),
      ],
    });
    expect(lines(executionTimeline(facts({ orders: [again] })))).to.deep.equal([
      [20, 'refused', 'Refused: Too many requests. Nothing was created; it is tried again.'],
      [250, 'sent', 'Sent: BUY 75 NIFTY26NOV2624500CE (leg 1) at ₹150.50.'],
      [260, 'refused', 'Refused: Too many requests. Nothing was created; it is tried again.'],
      [800, 'sent', 'Sent: BUY 75 NIFTY26NOV2624500CE (leg 1) at ₹150.50.'],
      [900, 'rejected', 'Rejected by the broker: Available margin: ₹5000.'],
    ]);
  });

  it('tells the exit, its result, and who asked for it', () => {
    const exit = order({
      ...{ id: 'ord_2', purpose: 'exit', side: 'SELL', createdAtMs: T + 10_000, sentAtMs: T + 10_050 },
      transitions: [step(10_040, 'INTENDED', 'SENDING')],
    });
    const closed = position({
      ...{ status: 'closed', exitReason: 'flatten', closedAtMs: T + 11_000, realisedPnlPaise: -12_550 },
      ...{ flattenRequestedAtMs: T + 9_000, flattenRequestedBy: 'partner', flattenReason: 'pause' },
    });
    expect(lines(executionTimeline(facts({ orders: [exit], position: closed })))).to.deep.equal([
      [1_000, 'position_opened', 'A position is held from here on, until it is closed.'],
      [9_000, 'flatten_requested', 'The partner asked to close it: pause.'],
      [10_000, 'intended', 'To close the position: SELL 75 NIFTY26NOV2624500CE (leg 1).'],
      [10_050, 'sent', 'Sent: SELL 75 NIFTY26NOV2624500CE (leg 1) at ₹150.50.'],
      [11_000, 'position_closed', 'The position is closed (flatten): loss of ₹125.50, before charges.'],
    ]);
    const left = position({ status: 'unknown', exitReason: 'left_to_broker', closedAtMs: T + 1 });
    expect(executionTimeline(facts({ position: left })).map((line) => line.step)).to.include('position_left');
  });

  it('tells a dispute and its end', () => {
    const finding = { sentence: 'The book has 75, we have 0.', atMs: T + 20_000, resolvedAtMs: T + 30_000 };
    const timeline = executionTimeline(facts({ findings: [{ ...finding, resolution: 'checked with the broker' }] }));
    expect(lines(timeline)).to.deep.equal([
      [20_000, 'disputed', 'The book has 75, we have 0.'],
      [30_000, 'dispute_resolved', 'Resolved: checked with the broker.'],
    ]);
  });

  it('says in plain words why an order was given up', () => {
    const because = (evidence: OrderTransition['evidence']) =>
      orderEntries(order({ transitions: [step(5, 'INTENDED', 'DROPPED', evidence)] }))[0]?.sentence;
    expect(because({ dropped: 'sibling_failed' })).to.equal('Given up before it left: another order of it had failed.');
    expect(because({ dropped: 'deadline' })).to.equal('Given up before it left: the entry deadline had passed.');
    expect(because({ stopped: 'the subscription was paused' })).to.match(/: the subscription was paused\.$/);
  });

  it('has a line for every step an order can take, whatever is missing from its evidence', () => {
    for (const to of ORDER_STATES) {
      const [line] = orderEntries(
        order({ tradingsymbol: null, limitPricePaise: null, transitions: [step(5, null, to)] }),
      );
      expect(line?.sentence, to).to.match(/\.$/);
    }
  });
});
