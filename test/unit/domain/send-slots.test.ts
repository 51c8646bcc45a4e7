// The allowance of orders per second: no window ever holds more, nothing leaves early, nothing waits for no reason.
import { expect } from 'chai';
import fc from 'fast-check';
import { bookSlots, SLOT_WINDOW_MS } from '../../../domain/send-slots.js';

const most = (instants: readonly number[]): number =>
  Math.max(0, ...instants.map((from) => instants.filter((t) => t >= from && t < from + SLOT_WINDOW_MS).length));

describe('send slots', () => {
  it('fill the instant, then the next window', () => {
    expect(bookSlots([], 5, 1_000, 2)).to.deep.equal([1_000, 1_000, 2_100, 2_100, 3_200]);
  });

  it('see a burst on the other side of a full second', () => {
    const before = Array<number>(8).fill(1_950);
    expect(bookSlots(before, 3, 2_000, 8)).to.deep.equal([3_050, 3_050, 3_050]);
  });

  it('leave room for what is booked ahead', () => {
    expect(bookSlots([2_000, 2_000], 2, 1_500, 3)).to.deep.equal([1_500, 2_600]);
  });

  it('never hold more than the allowance in any window, for any sequence of bookings', () => {
    const booking = fc.record({ count: fc.integer({ min: 1, max: 30 }), fromMs: fc.integer({ min: 0, max: 8_000 }) });
    fc.assert(
      fc.property(fc.array(booking, { maxLength: 8 }), fc.integer({ min: 1, max: 10 }), (bookings, perSecond) => {
        const taken: number[] = [];
        for (const { count, fromMs } of bookings) {
          const slots = bookSlots(taken, count, fromMs, perSecond);
          expect(slots).to.have.length(count);
          expect(Math.min(...slots)).to.be.at.least(fromMs);
          expect(slots).to.deep.equal(slots.toSorted((a, b) => a - b));
          taken.push(...slots);
        }
        expect(most(taken)).to.be.at.most(perSecond);
      }),
      { numRuns: 500 },
    );
  });

  it('waste nothing: without others each window is full but the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 10 }), (count, perSecond) => {
        const last = bookSlots([], count, 0, perSecond).at(-1);
        expect(last).to.equal((Math.ceil(count / perSecond) - 1) * SLOT_WINDOW_MS);
      }),
    );
  });
});
