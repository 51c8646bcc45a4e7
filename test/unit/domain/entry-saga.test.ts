// Hedged or flat, against a hostile model broker: thousands of random histories, each driven to its end by the saga's own steps.
import { expect } from 'chai';
import fc from 'fast-check';
import { exposures } from '../../../domain/close-exposure.js';
import { nextStep, type SagaLimits, type SagaStep } from '../../../domain/entry-saga.js';
import { FATES, ModelBroker, STRATEGIES } from './model-broker.js';

const LIMITS: SagaLimits = {
  deadlineMs: 60_000,
  entryFillWaitMs: 10_000,
  entryRepriceMs: 2_000,
  maxEntryReprices: 3,
  closeFillWaitMs: 3_000,
  maxCloseReprices: 1,
  maxCloseGenerations: 6,
  exposedRetryMs: Infinity,
};

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
    expect(exposures(broker.orders, 'unwind').some((e) => e.side === 'BUY')).to.equal(false);
}

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
        const flat = [...broker.net().values()].every((units) => units === 0);
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
