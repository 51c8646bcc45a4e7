// The simulated market must be sane at any instant: on the tick, inside the band, monotone in the strike, the same for every reader.
import { expect } from 'chai';
import fc from 'fast-check';
import { freezeUnitsOf, lotUnitsOf } from '../../../domain/contract-sizes.js';
import { resolveLeg } from '../../../domain/option-contract.js';
import { normalCdf } from '../../../domain/option-pricing.js';
import { findFill } from '../../../domain/simulated-fill.js';
import {
  baseSpotPaise,
  expiriesFrom,
  listedOption,
  listedOptions,
  optionSymbol,
  UNDERLYINGS,
} from '../../../domain/simulated-listing.js';
import { quoteOf, spotPaise } from '../../../domain/simulated-market.js';
import { brokenRule, marginShortfallText, openingMarginPaise } from '../../../domain/simulated-rules.js';
import { tradingDayOf, weekdayOf } from '../../../domain/trading-time.js';

const from = Date.parse('2025-07-02T00:00:00Z');
const to = Date.parse('2027-12-31T00:00:00Z');
const instant = fc.integer({ min: from, max: to });
const underlying = fc.constantFrom(...UNDERLYINGS);

describe('domain: simulated market', () => {
  it('keeps every quote positive, on the tick, bid below ask, last between them, inside the band', () => {
    fc.assert(
      fc.property(underlying, instant, fc.nat(), (u, atMs, pick) => {
        const listed = listedOptions(u, tradingDayOf(atMs));
        const option = listed[pick % listed.length]!;
        const q = quoteOf(option, atMs);
        for (const price of [q.bidPaise, q.askPaise, q.lastPaise, q.lowerBandPaise, q.upperBandPaise]) {
          expect(price).to.be.greaterThan(0);
          expect(price % option.tickPaise).to.equal(0);
        }
        expect(q.bidPaise).to.be.lessThan(q.askPaise);
        expect(q.lastPaise).to.be.within(q.bidPaise, q.askPaise);
        expect(q.bidPaise).to.be.at.least(q.lowerBandPaise);
        expect(q.askPaise).to.be.at.most(q.upperBandPaise);
      }),
      { numRuns: 500 },
    );
  });

  it('never raises a call or lowers a put as the strike rises', () => {
    fc.assert(
      fc.property(underlying, instant, fc.constantFrom('CE' as const, 'PE' as const), (u, atMs, type) => {
        const day = tradingDayOf(atMs);
        const [expiry] = expiriesFrom(u, day);
        const asks = listedOptions(u, day)
          .filter((o) => o.expiry === expiry && o.optionType === type)
          .map((o) => quoteOf(o, atMs).askPaise);
        const ordered = [...asks].sort((a, b) => (type === 'CE' ? b - a : a - b));
        expect(asks).to.deep.equal(ordered);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps call minus put at spot minus strike, within the spreads', () => {
    fc.assert(
      fc.property(underlying, instant, fc.nat(80), (u, atMs, strikeIndex) => {
        const pair = listedOptions(u, tradingDayOf(atMs)).slice(2 * strikeIndex, 2 * strikeIndex + 2);
        const [call, put] = pair.map((o) => quoteOf(o, atMs));
        const parity = spotPaise(u, atMs) - pair[0]!.strikePaise;
        const slack = call!.askPaise - call!.bidPaise + put!.askPaise - put!.bidPaise;
        expect(Math.abs(call!.lastPaise - put!.lastPaise - parity)).to.be.at.most(slack);
      }),
    );
  });

  it('moves the index smoothly and stays near its base', () => {
    fc.assert(
      fc.property(underlying, instant, (u, atMs) => {
        const base = baseSpotPaise(u);
        expect(Math.abs(spotPaise(u, atMs) - base)).to.be.at.most(base * 0.01);
        expect(Math.abs(spotPaise(u, atMs + 1000) - spotPaise(u, atMs))).to.be.at.most(base * 0.00004);
      }),
    );
  });

  it('gives a limit 2 % through the touch a fill two seconds later on the at-the-money strike', () => {
    fc.assert(
      fc.property(underlying, instant, (u, atMs) => {
        const listed = listedOptions(u, tradingDayOf(atMs));
        const leg = { side: 'BUY', optionType: 'CE', strikeOffset: 0, expiry: 'nearest', lots: 1 } as const;
        const option = resolveLeg(leg, listed, spotPaise(u, atMs), tradingDayOf(atMs))!;
        const limitPricePaise = Math.ceil((quoteOf(option, atMs).askPaise * 1.02) / 5) * 5;
        const fill = findFill({ option, side: 'BUY', limitPricePaise, fromMs: atMs + 2_100 }, atMs + 3_000);
        expect(fill.filled).to.equal(true);
      }),
    );
  });

  it('lists at least two expiries on or after the day, Tuesdays, the last of the month but for NIFTY', () => {
    fc.assert(
      fc.property(underlying, instant, (u, atMs) => {
        const day = tradingDayOf(atMs);
        const expiries = expiriesFrom(u, day);
        expect(expiries.length).to.be.at.least(2);
        for (const expiry of expiries) {
          expect(expiry >= day).to.equal(true);
          expect(weekdayOf(expiry)).to.equal(2);
        }
        expect(new Set(listedOptions(u, day).map((o) => o.tradingsymbol)).size).to.equal(expiries.length * 162);
      }),
    );
  });

  it('writes symbols as the guide does and finds them again on the days they are listed', () => {
    expect(optionSymbol('NIFTY', '2024-10-25', 24_500_00, 'CE')).to.equal('NIFTY25OCT2424500CE');
    expect(expiriesFrom('NIFTY', '2026-11-24').slice(0, 2)).to.deep.equal(['2026-11-24', '2026-12-01']);
    expect(expiriesFrom('BANKNIFTY', '2026-11-25').slice(0, 2)).to.deep.equal(['2026-12-29', '2027-01-26']);
    expect(listedOption('NIFTY01DEC2624500PE', '2026-11-24')).to.include({
      strikePaise: 24_500_00,
      optionType: 'PE',
      lotUnits: 65,
    });
    expect(listedOption('NIFTY24NOV2624500PE', '2026-11-25')).to.equal(undefined);
  });

  it('knows the lot by expiry and the freeze quantity by day, and refuses to guess before its tables', () => {
    expect([lotUnitsOf('NIFTY', '2025-12-30'), lotUnitsOf('NIFTY', '2026-01-06')]).to.deep.equal([75, 65]);
    expect([lotUnitsOf('BANKNIFTY', '2025-12-30'), lotUnitsOf('BANKNIFTY', '2026-01-27')]).to.deep.equal([35, 30]);
    expect([freezeUnitsOf('BANKNIFTY', '2025-10-31'), freezeUnitsOf('BANKNIFTY', '2025-11-03')]).to.deep.equal([
      900, 600,
    ]);
    expect(() => lotUnitsOf('NIFTY', '2024-01-01')).to.throw(RangeError, 'no lot size of NIFTY');
    expect(() => freezeUnitsOf('NIFTY', '2025-01-01')).to.throw(RangeError, 'no freeze quantity of NIFTY');
  });

  it('finds the same fill whether it looks once or many times', () => {
    const option = listedOption('NIFTY01DEC2624500CE', '2026-11-24')!;
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 10 }), fc.integer({ min: 1, max: 300_000 }), (ticks, stepMs) => {
        const fromMs = Date.parse('2026-11-24T04:00:00Z');
        const limitPricePaise = quoteOf(option, fromMs).askPaise + ticks * 5;
        const order = { option, side: 'BUY', limitPricePaise, fromMs } as const;
        const untilMs = fromMs + 1_800_000;
        const once = findFill(order, untilMs);
        let look = findFill(order, fromMs);
        for (let now = fromMs; now <= untilMs && !look.filled; now += stepMs)
          look = findFill(order, now, look.nextCheckMs);
        if (!look.filled) look = findFill(order, untilMs, look.nextCheckMs);
        expect(look).to.deep.equal(once);
        if (once.filled) expect(once.pricePaise).to.be.at.most(limitPricePaise);
      }),
    );
  });

  it('refuses what an exchange refuses, naming the rule', () => {
    const day = '2026-11-24';
    const option = listedOption('NIFTY01DEC2624500CE', day)!;
    const good = { tag: 'QAZ09', option, quantityUnits: 65, limitPricePaise: 250_00 };
    const ruleOf = (change: Partial<typeof good>) => brokenRule({ ...good, ...change }, day)?.rule;
    expect(ruleOf({})).to.equal(undefined);
    expect(['', 'A'.repeat(21), 'A-1'].map((tag) => ruleOf({ tag }))).to.deep.equal(['tag', 'tag', 'tag']);
    expect([0, 64, 66, 1.5].map((quantityUnits) => ruleOf({ quantityUnits }))).to.deep.equal([
      'lot',
      'lot',
      'lot',
      'lot',
    ]);
    expect([1755, 1820].map((quantityUnits) => ruleOf({ quantityUnits }))).to.deep.equal([undefined, 'freeze']);
    expect([250_01, 0, -5].map((limitPricePaise) => ruleOf({ limitPricePaise }))).to.deep.equal([
      'tick',
      'tick',
      'tick',
    ]);
    expect([5_000_00].map((limitPricePaise) => ruleOf({ limitPricePaise }))).to.deep.equal(['band']);
  });

  it('asks the premium of a buyer, 12 % of the index value of a seller, and says so like the broker', () => {
    const option = listedOption('NIFTY01DEC2624500CE', '2026-11-24')!;
    expect(openingMarginPaise('BUY', option, 65, 200_00)).to.equal(13_000_00);
    expect(openingMarginPaise('SELL', option, 65, 200_00)).to.equal(191_100_00);
    expect(marginShortfallText(5_000_00, 15_000_00)).to.equal('Available margin: ₹5000, Required: ₹15000');
    expect(marginShortfallText(5_000_50, 15_000_05)).to.equal('Available margin: ₹5000.50, Required: ₹15000.05');
  });

  it('has a distribution function accurate in the tails', () => {
    expect(normalCdf(0)).to.be.closeTo(0.5, 1e-14);
    expect(normalCdf(1.959963984540054)).to.be.closeTo(0.975, 1e-13);
    expect(normalCdf(-8)).to.be.closeTo(6.220960574271786e-16, 1e-22);
    expect([normalCdf(-50), normalCdf(50)]).to.deep.equal([0, 1]);
  });
});
