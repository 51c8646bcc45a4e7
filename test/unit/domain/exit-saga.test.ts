// The way out, against a hostile model broker: flat, or said so; never more closed than was opened, never a long before its short.
import { expect } from 'chai';
import fc from 'fast-check';
import type { CloseLimits } from '../../../domain/close-exposure.js';
import { isPastFastTries, nextExitStep, type ExitStep } from '../../../domain/exit-saga.js';
import { FATES, ModelBroker, STRATEGIES, type Fate } from './model-broker.js';

const LIMITS: CloseLimits = {
  closeFillWaitMs: 3_000,
  maxCloseReprices: 1,
  maxCloseGenerations: 3,
  exposedRetryMs: 30_000,
};
const DAY_OVER_MS = 15 * 60_000;

type End = { flat: boolean; told: Set<'exposed' | 'unknown'> };

/** @param revealAfter - how many looks at an unknown order stay without an answer */
function drive(broker: ModelBroker, revealAfter: number): End {
  const told: End['told'] = new Set();
  for (let looks = 0; broker.nowMs < DAY_OVER_MS;) {
    const step = nextExitStep(broker.orders, broker.nowMs, LIMITS);
    if (step.do === 'conclude') return { flat: true, told };
    assertSafe(broker, step);
    if (isPastFastTries(step, LIMITS)) told.add('exposed');
    if (step.do !== 'wait') {
      broker.perform(step);
      continue;
    }
    expect(step.untilMs, 'waiting ends').to.be.greaterThan(broker.nowMs);
    told.add(step.unknown.length > 0 ? 'unknown' : 'exposed');
    if (step.unknown.length > 0 && looks++ >= revealAfter) broker.reveal(step.unknown);
    broker.nowMs = step.untilMs;
  }
  return { flat: false, told };
}

/** No long is sold while a short is really open; nothing is sent that could close more than is open. */
function assertSafe(broker: ModelBroker, step: ExitStep): void {
  if (step.do !== 'send') return;
  const sent = broker.orders.filter((o) => step.orders.includes(o.id));
  if (sent.some((o) => o.side === 'SELL'))
    expect(
      [...broker.net().values()].every((units) => units >= 0),
      'a short is open',
    ).to.equal(true);
  for (const order of sent) expect(order.quantityUnits).to.be.at.most(Math.abs(broker.net().get(order.legIndex) ?? 0));
}

const overClosed = (broker: ModelBroker): boolean =>
  [...broker.net()].some(([legIndex, units]) => {
    const opening = broker.orders.find((o) => o.legIndex === legIndex && o.purpose === 'entry');
    return opening?.side === 'BUY' ? units < 0 : units > 0;
  });

const history = fc.record({
  strategy: fc.constantFrom(...STRATEGIES),
  fates: fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 12 }),
  revealAfter: fc.constantFrom(0, 2, Infinity),
});

describe('exit saga against a hostile broker', () => {
  it('ends flat, or says exposed or unknown; never closes twice (3,000 histories)', () => {
    fc.assert(
      fc.property(history, ({ strategy, fates, revealAfter }) => {
        const broker = new ModelBroker(strategy, fates, 'exit').entered();
        const end = drive(broker, revealAfter);
        expect(overClosed(broker), 'more closed than was open').to.equal(false);
        for (const [id, sends] of broker.sends) expect(sends, id).to.be.at.most(2);
        const flat = [...broker.net().values()].every((units) => units === 0);
        if (end.flat) expect(flat).to.equal(true);
        else expect(end.told.size, 'silent').to.be.greaterThan(0);
      }),
      { numRuns: 3_000 },
    );
  });

  it('closes what an entry left that nobody could vouch for, once that is known (2,000 histories)', () => {
    fc.assert(
      fc.property(history, fc.nat(3), ({ strategy, fates, revealAfter }, unseen) => {
        const broker = new ModelBroker(strategy, fates, 'exit').entered();
        const lost = broker.orders[unseen % broker.orders.length];
        if (lost) Object.assign(lost, { state: 'UNKNOWN', filledUnits: 0 });
        const end = drive(broker, revealAfter);
        expect(overClosed(broker)).to.equal(false);
        if (end.flat) expect([...broker.net().values()].every((units) => units === 0)).to.equal(true);
        else expect(end.told.size).to.be.greaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('goes on slowly after its fast tries, and is flat once the broker fills again', () => {
    const fates: Fate[] = ['rest', 'rest', 'rest', 'fill'];
    const broker = new ModelBroker(STRATEGIES[1] ?? [], fates, 'exit').entered();
    const end = drive(broker, Infinity);
    expect(end).to.deep.equal({ flat: true, told: new Set(['exposed']) });
    expect(broker.nowMs).to.be.greaterThan(LIMITS.exposedRetryMs);
  });

  it('replaces an order only after its price was moved in place', () => {
    const broker = new ModelBroker(STRATEGIES[1] ?? [], ['fill_when_repriced'], 'exit').entered();
    expect(drive(broker, 0).told.size).to.equal(0);
    expect(broker.orders.filter((o) => o.purpose === 'exit').map((o) => o.reprices)).to.deep.equal([1]);
  });

  it('gives the same step for the same orders and time', () => {
    const broker = new ModelBroker(STRATEGIES[0] ?? [], ['fill'], 'exit').entered();
    expect(nextExitStep(broker.orders, 0, LIMITS)).to.deep.equal(
      nextExitStep(structuredClone(broker.orders), 0, LIMITS),
    );
  });
});
