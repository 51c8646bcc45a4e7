// Sizes and prices of orders stay inside the exchange's bounds, whatever the quote, the lot and the multiplier.
import { expect } from 'chai';
import fc from 'fast-check';
import { planEntry } from '../../../domain/entry-plan.js';
import { closingLimit, marketableLimit, repricedLimit } from '../../../domain/limit-price.js';
import type { LegSpec, Quote, Side } from '../../../domain/option-contract.js';
import { unitsOn } from '../../../domain/reference-data/dated-units.js';
import { FREEZE_QUANTITIES } from '../../../domain/reference-data/freeze-quantities.js';
import { LOT_SIZES } from '../../../domain/reference-data/lot-sizes.js';
import { slice, sliceUnits } from '../../../domain/sizing.js';

const side = fc.constantFrom<Side>('BUY', 'SELL');
const tick = fc.constantFrom(1, 5, 10, 20);
const quote = fc
  .record({ lower: fc.integer({ min: 1, max: 50_000 }), width: fc.integer({ min: 100, max: 100_000 }) })
  .chain(({ lower, width }) =>
    fc.record({
      bidPaise: fc.integer({ min: lower, max: lower + width }),
      askPaise: fc.integer({ min: lower, max: lower + width }),
      lastPaise: fc.integer({ min: lower, max: lower + width }),
      lowerBandPaise: fc.constant(lower),
      upperBandPaise: fc.constant(lower + width),
    }),
  );

describe('bounds of a price', () => {
  const within = (price: number, { lowerBandPaise, upperBandPaise }: Quote, tickPaise: number) => {
    expect(Number.isSafeInteger(price)).to.equal(true);
    expect(price % tickPaise).to.equal(0);
    expect(price).to.be.within(Math.max(tickPaise, lowerBandPaise), upperBandPaise);
  };

  it('opening and closing limits are on the tick and inside the band, at every try', () => {
    fc.assert(
      fc.property(side, quote, tick, fc.integer({ min: 0, max: 20 }), (of, q, tickPaise, tries) => {
        within(marketableLimit(of, q, tickPaise), q, tickPaise);
        within(closingLimit(of, q, tickPaise, tries), q, tickPaise);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a repriced limit is on the tick, never beyond the band nor 5 % of its first price', () => {
    fc.assert(
      fc.property(side, quote, tick, fc.integer({ min: 1, max: 5_000 }), (of, q, tickPaise, ticks) => {
        const first = ticks * tickPaise;
        const price = repricedLimit(of, q, tickPaise, first);
        expect(price % tickPaise).to.equal(0);
        if (of === 'BUY') expect(price).to.be.at.most(Math.min(q.upperBandPaise, first * 1.05));
        else expect(price).to.be.at.least(Math.max(q.lowerBandPaise, first * 0.95));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('bounds of a size', () => {
  it('slices are whole lots, at most the freeze quantity, and add up', () => {
    const sizes = fc.record({ lot: fc.integer({ min: 1, max: 200 }), lots: fc.integer({ min: 1, max: 500 }) });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 5_000 }), ({ lot, lots }, above) => {
        const freeze = lot + above;
        const most = sliceUnits(freeze, lot);
        expect(most).to.equal(Math.floor(freeze / lot) * lot);
        const slices = slice(lots * lot, most);
        expect(slices.reduce((sum, units) => sum + units, 0)).to.equal(lots * lot);
        for (const units of slices) {
          expect(units).to.be.within(1, freeze);
          expect(units % lot).to.equal(0);
        }
        expect(slices).to.have.length(Math.ceil((lots * lot) / most));
      }),
    );
  });

  it('no slice is made where not even one lot fits', () => {
    expect(() => sliceUnits(64, 65)).to.throw(RangeError, 'below one lot');
  });

  it('hold on every day from which a lot or a freeze quantity is in force', () => {
    const leg: LegSpec = { side: 'SELL', optionType: 'CE', strikeOffset: 0, expiry: 'nearest', lots: 1 };
    const days = new Set([...LOT_SIZES, ...FREEZE_QUANTITIES].map(({ effectiveFrom }) => effectiveFrom));
    let seen = 0;
    for (const day of days)
      for (const underlying of ['NIFTY', 'BANKNIFTY', 'FINNIFTY', 'MIDCPNIFTY', 'NIFTYNXT50'] as const) {
        const [lot, freeze] = [unitsOn(LOT_SIZES, underlying, day), unitsOn(FREEZE_QUANTITIES, underlying, day)];
        if (lot === undefined || freeze === undefined) continue;
        seen += 1;
        for (const multiplier of [1, 7, 100])
          for (const { quantityUnits } of planEntry([leg], multiplier, lot, freeze)) {
            expect(quantityUnits % lot, `${underlying} ${day}`).to.equal(0);
            expect(quantityUnits).to.be.at.most(freeze);
          }
      }
    expect(seen).to.be.greaterThan(20);
  });
});
