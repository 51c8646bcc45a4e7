// The lead of a run: twice what arming its subscribers takes, never less than asked for, in steps.
import { expect } from 'chai';
import fc from 'fast-check';
import { armingLeadS, LONGEST_LEAD_S } from '../../../domain/arming-lead.js';

describe('arming lead', () => {
  it('is twice what the subscribers need at the measured rate, and the time to prepare, in steps of 15 s', () => {
    expect(armingLeadS(1_000, 50, 60)).to.equal(60);
    expect(armingLeadS(2_000, 50, 60)).to.equal(90);
    expect(armingLeadS(2_000, 20, 60)).to.equal(210);
  });

  it('is never shorter than the least', () => {
    expect(armingLeadS(0, 50, 60)).to.equal(60);
    expect(armingLeadS(0, 50, 300)).to.equal(300);
  });

  it('assumes a slow machine until one was measured', () => {
    expect(armingLeadS(1_000, undefined, 60)).to.equal(120);
  });

  it('leaves every run twice its time, up to half an hour', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.double({ min: 0.5, max: 500, noNaN: true }), (subscribers, rate) => {
        const leadS = armingLeadS(subscribers, rate, 60);
        expect(leadS).to.be.within(60, LONGEST_LEAD_S);
        if (leadS < LONGEST_LEAD_S) expect(leadS).to.be.at.least((2 * subscribers) / rate);
      }),
    );
  });
});
