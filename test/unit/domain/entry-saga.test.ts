// Hedged or flat, against a hostile model broker: thousands of random histories, each driven to its end by the saga's own steps.
import { expect } from 'chai';
import fc from 'fast-check';
import { planEntry } from '../../../domain/entry-plan.js';
import { exposures, nextStep, type SagaLimits, type SagaOrder, type SagaStep } from '../../../domain/entry-saga.js';
import { canMove, type OrderState } from '../../../domain/order-state.js';
import type { LegSpec } from '../../../domain/option-contract.js';

/** How the model broker treats one order. */
type Fate =
  | 'fill'
  | 'partial'
  | 'rest'
  | 'reject'
  | 'refuse'
  | 'throttle_once'
  | 'ambiguous_found'
  | 'ambiguous_absent'
  | 'ambiguous_unreadable';
const FATES: Fate[] = [
  'fill',
  'partial',
  'rest',
  'reject',
  'refuse',
  'throttle_once',
  'ambiguous_found',
  'ambiguous_absent',
  'ambiguous_unreadable',
];
const LIMITS: SagaLimits = {
  deadlineMs: 60_000,
  entryFillWaitMs: 10_000,
  unwindFillWaitMs: 3_000,
  maxUnwindGenerations: 8,
};

/** The world as it is: what really exists at the broker, whatever we believe. */
class ModelBroker {
  orders: SagaOrder[];
  /** really filled units by order id */
  readonly real = new Map<string, number>();
  readonly sends = new Map<string, number>();
  nowMs = 0;
  private next = 0;

  constructor(
    legs: readonly LegSpec[],
    private readonly fates: readonly Fate[],
  ) {
    this.orders = planEntry(legs, 1, 65, 1_800).map((order, index) =>
      this.order(`e${index}`, 'entry', order.legIndex, 0, order.wave, order.side, order.quantityUnits),
    );
  }

  perform(step: Exclude<SagaStep, { do: 'conclude' }>): void {
    this.nowMs += 200;
    if (step.do === 'unwind') {
      for (const e of step.exposures)
        this.orders.push(
          this.order(`u${e.legIndex}.${e.generation}`, 'unwind', e.legIndex, e.generation, 0, e.side, e.units),
        );
      return;
    }
    for (const order of this.orders.filter((o) => step.orders.includes(o.id))) this[step.do](order);
  }

  private send(order: SagaOrder): void {
    this.sends.set(order.id, (this.sends.get(order.id) ?? 0) + 1);
    order.sentAtMs = this.nowMs;
    const fate = this.fateOf(order);
    if (fate === 'refuse') return this.move(order, 'REJECTED');
    if (fate === 'throttle_once' && this.sends.get(order.id) === 1) return this.move(order, 'INTENDED');
    this.move(order, 'SENDING');
    if (!fate.startsWith('ambiguous')) return this.move(order, 'OPEN');
    if (fate !== 'ambiguous_absent') this.real.set(order.id, order.quantityUnits);
    this.move(order, 'AMBIGUOUS');
  }

  private settle(order: SagaOrder): void {
    const fate = this.fateOf(order);
    if (order.state === 'AMBIGUOUS') {
      this.nowMs += fate === 'ambiguous_found' ? 8_000 : 120_000;
      if (fate === 'ambiguous_found') return this.fill(order, order.quantityUnits, 'COMPLETE');
      return this.move(order, fate === 'ambiguous_absent' ? 'NOT_PLACED' : 'UNKNOWN');
    }
    if (fate === 'reject') return this.move(order, 'REJECTED');
    if (fate === 'partial' || fate === 'rest') {
      this.nowMs += 11_000;
      return;
    }
    this.fill(order, order.quantityUnits, 'COMPLETE');
  }

  private cancel(order: SagaOrder): void {
    if (this.fateOf(order) === 'partial') return this.fill(order, Math.floor(order.quantityUnits / 2), 'CANCELLED');
    this.move(order, 'CANCELLED');
  }

  private drop(order: SagaOrder): void {
    this.move(order, 'DROPPED');
  }

  private fill(order: SagaOrder, units: number, state: OrderState): void {
    this.real.set(order.id, units);
    order.filledUnits = units;
    this.move(order, state);
  }

  private move(order: SagaOrder, to: OrderState): void {
    expect(canMove(order.state, to), `${order.state} → ${to}`).to.equal(true);
    order.state = to;
  }

  private readonly assigned = new Map<string, Fate>();
  private fateOf(order: SagaOrder): Fate {
    let fate = this.assigned.get(order.id);
    if (!fate) {
      fate = this.fates[this.next % this.fates.length] ?? 'fill';
      this.next += 1;
      this.assigned.set(order.id, fate);
    }
    return fate;
  }

  private order(
    id: string,
    purpose: SagaOrder['purpose'],
    legIndex: number,
    generation: number,
    wave: number,
    side: 'BUY' | 'SELL',
    quantityUnits: number,
  ): SagaOrder {
    return {
      id,
      purpose,
      legIndex,
      generation,
      wave,
      side,
      quantityUnits,
      filledUnits: 0,
      state: 'INTENDED',
      refusalReason: null,
      sentAtMs: null,
    };
  }
}

const leg = (side: 'BUY' | 'SELL', strikeOffset: number): LegSpec => ({
  side,
  optionType: 'CE',
  strikeOffset,
  expiry: 'nearest',
  lots: 1,
});
const STRATEGIES = [
  [leg('BUY', 6), leg('BUY', -6), leg('SELL', 2), leg('SELL', -2)],
  [leg('BUY', 0)],
  [leg('SELL', 0), leg('SELL', 1)],
];

function drive(broker: ModelBroker): SagaStep & { do: 'conclude' } {
  for (let steps = 0; steps < 500; steps += 1) {
    const step = nextStep(broker.orders, broker.nowMs, LIMITS);
    if (step.do === 'conclude') return step;
    assertHedgeFirst(broker, step);
    broker.perform(step);
  }
  throw new Error('the saga does not end');
}

/** No SELL of the entry leaves before every BUY is filled; no long is sold while a known short is open. */
function assertHedgeFirst(broker: ModelBroker, step: SagaStep): void {
  if (step.do !== 'send') return;
  const sent = broker.orders.filter((o) => step.orders.includes(o.id));
  const buys = broker.orders.filter((o) => o.purpose === 'entry' && o.side === 'BUY');
  if (buys.length > 0 && sent.some((o) => o.purpose === 'entry' && o.side === 'SELL'))
    expect(buys.every((o) => o.state === 'COMPLETE')).to.equal(true);
  if (sent.some((o) => o.purpose === 'unwind' && o.side === 'SELL'))
    expect(exposures(broker.orders).some((e) => e.side === 'BUY')).to.equal(false);
}

const netByLeg = (broker: ModelBroker): number[] => {
  const net = new Map<number, number>();
  for (const o of broker.orders)
    net.set(o.legIndex, (net.get(o.legIndex) ?? 0) + (o.side === 'BUY' ? 1 : -1) * (broker.real.get(o.id) ?? 0));
  return [...net.values()];
};

describe('entry saga against a hostile broker', () => {
  it('never duplicates, never loses, never is silent about what it does not know (3,000 histories)', () => {
    const history = fc.record({
      strategy: fc.constantFrom(...STRATEGIES),
      fates: fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 12 }),
    });
    fc.assert(
      fc.property(history, ({ strategy, fates }) => {
        const broker = new ModelBroker(strategy, fates);
        const end = drive(broker);
        for (const [id, sends] of broker.sends) expect(sends, id).to.be.at.most(2);
        const flat = netByLeg(broker).every((units) => units === 0);
        const doubtful = broker.orders.some((o) => o.state === 'UNKNOWN');
        if (end.outcome === 'completed') expect(broker.orders.every((o) => o.state === 'COMPLETE')).to.equal(true);
        else if (end.outcome === 'unknown') expect(doubtful).to.equal(true);
        else if (end.exposed.length === 0) expect(flat).to.equal(true);
        if (doubtful) expect(end.outcome).to.equal('unknown');
      }),
      { numRuns: 3_000 },
    );
  });

  it('drops what has not left by the deadline, and calls it missed', () => {
    const broker = new ModelBroker(STRATEGIES[1] ?? [], ['fill']);
    broker.nowMs = LIMITS.deadlineMs + 1;
    expect(drive(broker).outcome).to.equal('missed');
    expect(broker.sends.size).to.equal(0);
  });

  it('gives the same step for the same orders and time', () => {
    const broker = new ModelBroker(STRATEGIES[0] ?? [], ['fill']);
    expect(nextStep(broker.orders, 0, LIMITS)).to.deep.equal(nextStep(structuredClone(broker.orders), 0, LIMITS));
  });
});
