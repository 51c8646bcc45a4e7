// A hostile broker for the sagas: the world as it is, whatever we believe, and orders that meet their fates in it.
import { expect } from 'chai';
import type { Exposure } from '../../../domain/close-exposure.js';
import { canMove, type OrderState } from '../../../domain/order-state.js';
import type { OrderPurpose } from '../../../domain/order-tag.js';
import type { LegSpec } from '../../../domain/option-contract.js';
import { planEntry } from '../../../domain/entry-plan.js';
import type { SagaOrder } from '../../../domain/saga-order.js';

/** How the model broker treats one order. */
export type Fate = (typeof LATE_FATES)[number];
export const FATES = [
  'fill',
  'partial',
  'rest',
  'fill_when_repriced',
  'reject',
  'refuse',
  'throttle_once',
  'ambiguous_found',
  'ambiguous_absent',
  'ambiguous_unreadable',
  'cancel_unconfirmed',
] as const;
/** Also those of orders that are really taken, but show in the book only after they were given up as never placed. */
export const LATE_FATES = [...FATES, 'late_filled', 'late_resting', 'late_rejected'] as const;

type Step =
  { do: 'send' | 'settle' | 'cancel' | 'reprice' | 'drop'; orders: string[] } | { do: 'close'; exposures: Exposure[] };

export class ModelBroker {
  orders: SagaOrder[];
  /** really filled units by order id */
  readonly real = new Map<string, number>();
  readonly sends = new Map<string, number>();
  nowMs = 0;
  private next = 0;
  private readonly assigned = new Map<string, Fate>();

  constructor(
    legs: readonly LegSpec[],
    private readonly fates: readonly Fate[],
    public closing: 'unwind' | 'exit' = 'unwind',
    /** What meets an order after the last of the fates: they begin again, or every further order is filled. */
    private readonly afterwards: 'again' | 'fill' = 'again',
  ) {
    this.orders = planEntry(legs, 1, 65, 1_800).map((order, index) =>
      newOrder(`e${index}`, 'entry', order.legIndex, 0, order.side, order.quantityUnits, order.wave),
    );
  }

  perform(step: Step): void {
    this.nowMs += 200;
    if (step.do === 'close') {
      for (const e of step.exposures) {
        const id = `${this.closing}${e.legIndex}.${e.generation}`;
        expect(
          this.orders.some((o) => o.id === id),
          `${id} is written twice`,
        ).to.equal(false);
        this.orders.push(newOrder(id, this.closing, e.legIndex, e.generation, e.side, e.units));
      }
      return;
    }
    for (const order of this.orders.filter((o) => step.orders.includes(o.id))) this[step.do](order);
  }

  /** Puts every leg's order where it is: filled for good, or what the fate of an incomplete entry left. */
  entered(): this {
    for (const order of this.orders) {
      order.sentAtMs = 0;
      this.move(order, 'OPEN');
      this.fill(order, order.quantityUnits, 'COMPLETE');
    }
    return this;
  }

  /** The broker's book can be read again: what is unknown becomes known. */
  reveal(ids: readonly string[]): void {
    for (const order of this.orders.filter((o) => ids.includes(o.id))) {
      const real = this.real.get(order.id) ?? 0;
      if (real > 0) this.fill(order, real, real === order.quantityUnits ? 'COMPLETE' : 'CANCELLED');
      else this.move(order, 'NOT_PLACED');
    }
  }

  /** The book shows what it had hidden. @returns whether there was something */
  appear(): boolean {
    const late = this.orders.filter((o) => o.state === 'NOT_PLACED' && this.fateOf(o).startsWith('late_'));
    for (const order of late) {
      const fate = this.fateOf(order);
      if (fate === 'late_rejected') this.move(order, 'REJECTED');
      else if (fate === 'late_resting') this.move(order, 'OPEN');
      else this.fill(order, order.quantityUnits, 'COMPLETE');
    }
    return late.length > 0;
  }

  /** Really held, signed, by leg. */
  net(): Map<number, number> {
    const net = new Map<number, number>();
    for (const o of this.orders)
      net.set(o.legIndex, (net.get(o.legIndex) ?? 0) + (o.side === 'BUY' ? 1 : -1) * (this.real.get(o.id) ?? 0));
    return net;
  }

  private send(order: SagaOrder): void {
    this.sends.set(order.id, (this.sends.get(order.id) ?? 0) + 1);
    order.sentAtMs = this.nowMs;
    const fate = this.fateOf(order);
    if (fate === 'refuse') return this.move(order, 'REJECTED');
    if (fate === 'throttle_once' && this.sends.get(order.id) === 1) return this.move(order, 'INTENDED');
    this.move(order, 'SENDING');
    const late = fate.startsWith('late_');
    if (!late && !fate.startsWith('ambiguous')) return this.move(order, 'OPEN');
    if (fate === 'late_filled' || (!late && fate !== 'ambiguous_absent')) this.real.set(order.id, order.quantityUnits);
    this.move(order, 'AMBIGUOUS');
  }

  private settle(order: SagaOrder): void {
    const fate = this.fateOf(order);
    if (order.state === 'AMBIGUOUS') {
      this.nowMs += fate === 'ambiguous_found' ? 8_000 : 120_000;
      if (fate === 'ambiguous_found') return this.fill(order, order.quantityUnits, 'COMPLETE');
      return this.move(order, fate === 'ambiguous_unreadable' ? 'UNKNOWN' : 'NOT_PLACED');
    }
    if (fate === 'reject') return this.move(order, 'REJECTED');
    if (fate === 'fill' || fate === 'throttle_once' || (fate === 'fill_when_repriced' && order.reprices > 0))
      return this.fill(order, order.quantityUnits, 'COMPLETE');
    this.nowMs += 1_100;
  }

  private cancel(order: SagaOrder): void {
    const fate = this.fateOf(order);
    if (fate === 'partial' || fate === 'late_resting')
      return this.fill(order, Math.floor(order.quantityUnits / 2), 'CANCELLED');
    if (fate === 'cancel_unconfirmed') {
      this.real.set(order.id, Math.floor(order.quantityUnits / 2));
      return this.move(order, 'UNKNOWN');
    }
    this.move(order, 'CANCELLED');
  }

  private reprice(order: SagaOrder): void {
    this.move(order, 'OPEN');
    order.reprices += 1;
    order.pricedAtMs = this.nowMs;
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

  private fateOf(order: SagaOrder): Fate {
    let fate = this.assigned.get(order.id);
    if (!fate) {
      fate = this.fates[this.afterwards === 'again' ? this.next % this.fates.length : this.next] ?? 'fill';
      this.next += 1;
      this.assigned.set(order.id, fate);
    }
    return fate;
  }
}

function newOrder(
  id: string,
  purpose: OrderPurpose,
  legIndex: number,
  generation: number,
  side: 'BUY' | 'SELL',
  quantityUnits: number,
  wave = 0,
): SagaOrder {
  return {
    ...{ id, purpose, legIndex, generation, wave, side, quantityUnits },
    ...{ filledUnits: 0, state: 'INTENDED', refusalReason: null, sentAtMs: null, reprices: 0, pricedAtMs: null },
  };
}

const leg = (side: 'BUY' | 'SELL', strikeOffset: number): LegSpec => ({
  side,
  optionType: 'CE',
  strikeOffset,
  expiry: 'nearest',
  lots: 1,
});
export const STRATEGIES = [
  [leg('BUY', 6), leg('BUY', -6), leg('SELL', 2), leg('SELL', -2)],
  [leg('BUY', 0)],
  [leg('SELL', 0), leg('SELL', 1)],
];
