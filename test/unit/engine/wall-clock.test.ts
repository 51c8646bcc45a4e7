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

  it('does not wait for an instant that has passed', async () => {
    await sleepUntil(1_000, () => 1_001);
  });

  it('waits until an instant on the clock it is given', async () => {
    const begun = performance.now();
    await sleepUntil(1_020, () => 1_000);
    expect(performance.now() - begun).to.be.at.least(19);
  });
});
