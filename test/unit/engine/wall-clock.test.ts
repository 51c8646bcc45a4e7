// The wall clock: right to a fraction of a millisecond, and again after the system's time has been corrected.
import { expect } from 'chai';
import { alignWallClock, sleepUntil, wallClockMs } from '../../../engine/wall-clock.js';

describe('wall clock', () => {
  const realNow = Date.now;
  afterEach(() => {
    Date.now = realNow;
    alignWallClock();
  });

  it('is the system’s time with finer digits', () => {
    alignWallClock();
    const before = Date.now();
    const read = wallClockMs();
    // Date.now is cut to whole milliseconds, so it lies up to one below.
    expect(read)
      .to.be.at.least(before)
      .and.below(Date.now() + 1.5);
  });

  it('follows a correction of the system’s time, either way, once aligned', () => {
    for (const stepMs of [2_500, -2_500]) {
      Date.now = () => realNow() + stepMs;
      alignWallClock();
      expect(wallClockMs() - realNow()).to.be.closeTo(stepMs, 50);
    }
  });

  it('is never ahead, though the process loses the processor between two readings', () => {
    const loseProcessor = () => {
      for (const until = performance.now() + 4; performance.now() < until;);
    };
    let readings = 0;
    Date.now = () => {
      const lost = (readings += 1) % 3;
      if (lost === 0) loseProcessor();
      const read = realNow();
      if (lost === 1) loseProcessor();
      return read;
    };
    for (let turn = 0; turn < 5; turn += 1) {
      alignWallClock();
      // The next whole millisecond bounds the true time from above.
      expect(wallClockMs()).to.be.below(realNow() + 1);
    }
  });

  it('does not wait for an instant that has passed', async () => {
    await sleepUntil(1_000, () => 1_001);
  });

  it('waits until an instant on the clock it is given', async () => {
    const begun = performance.now();
    await sleepUntil(1_020, () => 1_000);
    expect(performance.now() - begun).to.be.at.least(19);
  });
});
