// Money never loses a paisa and a period never a day, over many random prices, percentages and histories.
import { expect } from 'chai';
import fc from 'fast-check';
import {
  cancellationCredit,
  duePeriods,
  resumeBilling,
  startBilling,
  type BillingState,
} from '../../../domain/billing.js';
import { adjustmentMoves, chargeMoves, creditMoves, entriesOf, paymentMoves } from '../../../domain/ledger.js';
import { decimalRupees, rupeesText, shareOf, splitFee, toRupees } from '../../../domain/money.js';
import { addDays, daysBetween } from '../../../domain/trading-time.js';

const RUNS = 100_000;
const paise = fc.integer({ min: 0, max: 10_000_000_000 });
const bps = fc.integer({ min: 0, max: 10_000 });
const day = fc.integer({ min: 0, max: 3_650 }).map((n) => addDays('2024-01-01', n));

const sum = (entries: ReturnType<typeof entriesOf>, side: 'debit' | 'credit') =>
  entries.filter((entry) => entry.side === side).reduce((total, { amountPaise }) => total + amountPaise, 0);

describe('money', function () {
  this.timeout(60_000);

  it('splits ₹999.00 into 299.70 and 699.30', () => {
    expect(splitFee(99_900)).to.deep.equal({ partnerCommissionPaise: 29_970, platformFeePaise: 69_930 });
  });

  it(`splits any price by any percentage without losing a paisa, and every posting balances (${RUNS} times)`, () => {
    fc.assert(
      fc.property(paise, bps, paise, (fee, commission, received) => {
        const share = splitFee(fee, commission);
        const exact = (BigInt(fee) * BigInt(commission)) / 10_000n;
        if (share.partnerCommissionPaise + share.platformFeePaise !== fee) return false;
        if (BigInt(share.partnerCommissionPaise) !== exact || share.platformFeePaise < 0) return false;
        return [chargeMoves(share), creditMoves(share), adjustmentMoves(received - fee), paymentMoves(received, fee)]
          .map(entriesOf)
          .every((entries) => sum(entries, 'debit') === sum(entries, 'credit'));
      }),
      { numRuns: RUNS },
    );
  });

  it(`gives back at most what was charged, in both shares (${RUNS} times)`, () => {
    fc.assert(
      fc.property(paise, bps, day, fc.integer({ min: 0, max: 40 }), (fee, commission, start, after) => {
        const [period] = duePeriods({ anchor: start, billedTo: start }, start).periods;
        if (!period) return false;
        const credit = cancellationCredit(fee, period, addDays(start, after % daysBetween(start, period.end)));
        const [charged, returned] = [splitFee(fee, commission), splitFee(credit, commission)];
        return (
          credit >= 0 &&
          credit <= fee &&
          returned.partnerCommissionPaise <= charged.partnerCommissionPaise &&
          returned.platformFeePaise <= charged.platformFeePaise
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('refuses a fraction, an unbalanced posting and a share of more than the whole', () => {
    expect(() => splitFee(0.5)).to.throw(RangeError);
    expect(() => shareOf(100, 3, 2)).to.throw(RangeError);
    expect(() => shareOf(-1, 1, 2)).to.throw(RangeError);
    expect(() => entriesOf([['collections', 1]])).to.throw(RangeError);
    expect(() =>
      entriesOf([
        ['collections', 0.5],
        ['payments', -0.5],
      ]),
    ).to.throw(RangeError);
    expect(entriesOf(chargeMoves(splitFee(0)))).to.deep.equal([]);
  });

  it('writes rupees as people and files read them', () => {
    expect([5, -5, 29_970, -69_930].map(decimalRupees)).to.deep.equal(['0.05', '-0.05', '299.70', '-699.30']);
    expect([5, -5, 100].map(rupeesText)).to.deep.equal(['₹0.05', '-₹0.05', '₹1.00']);
    expect([29_970, -1, 0].map(toRupees)).to.deep.equal([299.7, -0.01, 0]);
  });
});

describe('billing', function () {
  this.timeout(60_000);

  it('charges at once, or after the trial, or when what was paid before has run out', () => {
    const start = (trial: number, previous?: BillingState) => startBilling('2026-01-31', trial, previous);
    expect(start(0)).to.deep.equal({ anchor: '2026-01-31', billedTo: '2026-01-31', nextBillingDate: '2026-02-28' });
    expect(start(7)).to.deep.equal({ anchor: '2026-02-07', billedTo: '2026-02-07', nextBillingDate: '2026-02-07' });
    const paid = { anchor: '2025-12-31', billedTo: '2026-02-28' };
    expect(start(7, paid)).to.deep.equal({ ...paid, nextBillingDate: '2026-02-28' });
    expect(start(7, { anchor: '2025-12-31', billedTo: '2026-01-31' })).to.deep.equal({
      ...{ anchor: '2026-01-31', billedTo: '2026-01-31', nextBillingDate: '2026-02-28' },
    });
  });

  it('keeps the 31st, and 29 February', () => {
    const starts = (anchor: string, until: string) =>
      duePeriods({ anchor, billedTo: anchor }, until).periods.map((period) => period.start);
    expect(starts('2024-01-31', '2024-05-31')).to.deep.equal([
      ...['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31'],
    ]);
    expect(starts('2027-12-30', '2028-03-30')).to.deep.equal(['2027-12-30', '2028-01-30', '2028-02-29', '2028-03-30']);
  });

  it('leaves no day out and charges none twice, whatever is paused for however long', () => {
    const pauses = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 90 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(day, pauses, (first, stretches) => {
        let today = first;
        let state: BillingState = { anchor: first, billedTo: first };
        let paidTo = first;
        const charge = () => {
          const due = duePeriods(state, today);
          ({ state } = due);
          for (const period of due.periods) {
            if (period.start < paidTo || period.end <= period.start) return false;
            if (daysBetween(period.start, period.end) > 31) return false;
            paidTo = period.end;
          }
          return paidTo > today && state.billedTo === paidTo;
        };
        for (const [active, paused] of stretches) {
          today = addDays(today, active);
          if (!charge()) return false;
          const before = state;
          today = addDays(today, paused);
          const { restarts, ...resumed } = resumeBilling(state, today);
          // Inside what is paid a pause changes nothing, least of all the end of it.
          if (!restarts && (resumed.anchor !== before.anchor || resumed.billedTo !== before.billedTo)) return false;
          if (restarts && (before.billedTo > today || resumed.anchor !== today)) return false;
          state = resumed;
          if (!charge()) return false;
        }
        return true;
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives back the days after a cancellation', () => {
    const period = { start: '2026-11-05', end: '2026-12-05' };
    expect(cancellationCredit(99_900, period, '2026-11-05')).to.equal(96_570);
    expect(cancellationCredit(99_900, period, '2026-11-19')).to.equal(49_950);
    expect(cancellationCredit(99_900, period, '2026-12-04')).to.equal(0);
  });
});
