// Orders that show in the book only after they were given up, against a hostile model broker: adopted, closed, flat, nothing twice.
import { expect } from 'chai';
import fc from 'fast-check';
import { exposures } from '../../../domain/close-exposure.js';
import { nextStep, type SagaLimits } from '../../../domain/entry-saga.js';
import { nextExitStep } from '../../../domain/exit-saga.js';
import { lateLookPauseMs, needsClosing, resolutionOf } from '../../../domain/late-orders.js';
import { canMove, lateStep, ORDER_STATES } from '../../../domain/order-state.js';
import type { SagaOrder } from '../../../domain/saga-order.js';
import { LATE_FATES, ModelBroker, STRATEGIES, type Fate } from './model-broker.js';

const ENTRY_LIMITS: SagaLimits = {
  deadlineMs: 60_000,
  entryFillWaitMs: 10_000,
  entryRepriceMs: 2_000,
  maxEntryReprices: 3,
  closeFillWaitMs: 3_000,
  maxCloseReprices: 1,
  maxCloseGenerations: 3,
  exposedRetryMs: Infinity,
};
const EXIT_LIMITS = { ...ENTRY_LIMITS, exposedRetryMs: 30_000 };
const MOST_STEPS = 3_000;

function enter(broker: ModelBroker): void {
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = nextStep(broker.orders, broker.nowMs, ENTRY_LIMITS);
    if (step.do === 'conclude') return;
    broker.perform(step);
  }
  throw new Error('the entry does not end');
}

/**
 * Closes what the entry holds, then watches: whatever appears is closed too, until nothing is hidden any more.
 * @param lookInBetween - whether late orders are also looked for while an exit is stuck, as the engine does
 * @returns how often something appeared after everything had been closed
 */
function exitAndWatch(broker: ModelBroker, lookInBetween: boolean): number {
  broker.closing = 'exit';
  let reopened = 0;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = nextExitStep(broker.orders, broker.nowMs, EXIT_LIMITS);
    if (step.do === 'conclude') {
      if (!broker.appear()) return reopened;
      reopened += 1;
      continue;
    }
    assertShortsFirst(broker, step);
    if (step.do !== 'wait') {
      broker.perform(step);
      continue;
    }
    broker.reveal(step.unknown);
    if (lookInBetween) broker.appear();
    broker.nowMs = Math.max(step.untilMs, broker.nowMs);
  }
  throw new Error('it does not become flat');
}

/** No long is sold in the exit while a known short is open. */
function assertShortsFirst(broker: ModelBroker, step: { do: string; orders?: string[] }): void {
  if (step.do !== 'send') return;
  const sent = broker.orders.filter((o) => step.orders?.includes(o.id));
  if (sent.some((o) => o.side === 'SELL'))
    expect(exposures(broker.orders, 'exit').some((e) => e.side === 'BUY')).to.equal(false);
}

describe('late orders against a hostile broker', () => {
  it('end flat with everything known and nothing sent twice (4,000 histories)', () => {
    const history = fc.record({
      strategy: fc.constantFrom(...STRATEGIES),
      fates: fc.array(fc.constantFrom(...LATE_FATES), { minLength: 1, maxLength: 16 }),
      lookInBetween: fc.boolean(),
    });
    let reopened = 0;
    fc.assert(
      fc.property(history, ({ strategy, fates, lookInBetween }) => {
        const broker = new ModelBroker(strategy, fates, 'unwind', 'fill');
        enter(broker);
        reopened += exitAndWatch(broker, lookInBetween);
        expect([...broker.net().values()].every((units) => units === 0)).to.equal(true);
        for (const [id, sends] of broker.sends) expect(sends, id).to.be.at.most(2);
        for (const o of broker.orders) expect(broker.real.get(o.id) ?? 0, `${o.id} is lost`).to.equal(o.filledUnits);
      }),
      { numRuns: 4_000 },
    );
    expect(reopened, 'histories in which something appeared after the end').to.be.greaterThan(500);
  });

  it('turns a position back that a late closing order has turned round', () => {
    const fates: Fate[] = ['fill', 'late_filled', 'fill'];
    const broker = new ModelBroker(STRATEGIES[1] ?? [], fates, 'exit', 'fill');
    enter(broker);
    expect(exitAndWatch(broker, false)).to.equal(1);
    expect(broker.orders.map((o) => [o.purpose, o.side, o.generation, o.state])).to.deep.equal([
      ['entry', 'BUY', 0, 'COMPLETE'],
      ['exit', 'SELL', 0, 'COMPLETE'],
      ['exit', 'SELL', 1, 'COMPLETE'],
      ['exit', 'BUY', 2, 'COMPLETE'],
    ]);
  });

  it('cancels a late order that rests, and closes what it had filled', () => {
    const broker = new ModelBroker(STRATEGIES[1] ?? [], ['late_resting'], 'exit', 'fill');
    enter(broker);
    expect(needsClosing(broker.orders)).to.equal(false);
    exitAndWatch(broker, false);
    expect(broker.orders.map((o) => [o.purpose, o.state, o.filledUnits])).to.deep.equal([
      ['entry', 'CANCELLED', 32],
      ['exit', 'COMPLETE', 32],
    ]);
  });

  it('drops or cancels closing orders that a late one has made too many', () => {
    const order = (id: string, over: Partial<SagaOrder>): SagaOrder => ({
      ...{ id, purpose: 'exit', legIndex: 0, generation: 0, wave: 0, side: 'SELL', quantityUnits: 65, filledUnits: 0 },
      ...{ state: 'INTENDED', refusalReason: null, sentAtMs: 0, reprices: 0, pricedAtMs: null },
      ...over,
    });
    const held = order('entry', { purpose: 'entry', side: 'BUY', filledUnits: 65, state: 'COMPLETE' });
    const late = order('late', { state: 'COMPLETE', filledUnits: 65 });
    const step = (...orders: SagaOrder[]) => nextExitStep(orders, 0, EXIT_LIMITS);
    expect(step(held, order('next', {}))).to.deep.equal({ do: 'send', orders: ['next'] });
    expect(step(held, late, order('next', {}))).to.deep.equal({ do: 'drop', orders: ['next'], reason: 'not_needed' });
    expect(step(held, late, order('next', { state: 'OPEN' }))).to.deep.equal({ do: 'cancel', orders: ['next'] });
    expect(step(held, { ...late, state: 'OPEN', filledUnits: 0 }, order('next', {}))).to.deep.include({ do: 'drop' });
  });

  it('keeps the longs while a sale that nobody can vouch for may have made a short', () => {
    const [hedge, short] = new ModelBroker(STRATEGIES[0] ?? [], ['fill']).entered().orders;
    const orders: SagaOrder[] = [
      ...[hedge, short].flatMap((o) => (o ? [o] : [])),
      { ...(hedge as SagaOrder), id: 'x', purpose: 'exit', legIndex: 1, side: 'SELL', state: 'COMPLETE' },
      {
        ...(hedge as SagaOrder),
        id: 'y',
        purpose: 'exit',
        legIndex: 1,
        side: 'SELL',
        state: 'UNKNOWN',
        filledUnits: 0,
      },
    ];
    expect(nextExitStep(orders, 0, EXIT_LIMITS)).to.deep.include({ do: 'wait', unknown: ['y'] });
  });
});

describe('late steps', () => {
  it('are the only ways out of being given up, each by its name', () => {
    const named = ORDER_STATES.flatMap((from) =>
      ORDER_STATES.filter((to) => canMove(from, to) && lateStep(from, to) !== undefined).map((to) => [
        from,
        to,
        lateStep(from, to),
      ]),
    );
    expect(named.filter(([from]) => from === 'NOT_PLACED').map(([, to]) => to)).to.have.members(
      ORDER_STATES.filter((to) => canMove('NOT_PLACED', to)),
    );
    expect(named.find(([from, to]) => from === 'UNKNOWN' && to === 'NOT_PLACED')?.[2]).to.equal('proven_absent');
    expect(new Set(named.map(([from]) => from))).to.deep.equal(new Set(['NOT_PLACED', 'UNKNOWN']));
  });

  it('are looked for every 15 s for ten minutes, then every minute', () => {
    const limits = { lateLookMs: 15_000, lateLookFastForMs: 600_000, lateLookSlowMs: 60_000 };
    expect([0, 599_999, 600_000, 20_000_000].map((since) => lateLookPauseMs(since, limits))).to.deep.equal([
      15_000, 15_000, 60_000, 60_000,
    ]);
  });

  it('resolve as what is left: nothing traded, closed again, still exposed', () => {
    const [entry] = new ModelBroker(STRATEGIES[1] ?? [], ['fill']).entered().orders as [SagaOrder];
    const exit: SagaOrder = { ...entry, id: 'x', purpose: 'exit', side: 'SELL' };
    const known = new Set([entry.id]);
    expect(resolutionOf([entry], known)).to.equal('exposed');
    expect(resolutionOf([entry, exit], known)).to.equal('closed');
    expect(resolutionOf([{ ...entry, filledUnits: 0, state: 'REJECTED' }], known)).to.equal('nothing_traded');
  });
});
