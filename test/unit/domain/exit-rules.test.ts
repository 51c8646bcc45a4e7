// Profit and loss to the paisa, and every reason to close a position.
import { expect } from 'chai';
import fc from 'fast-check';
import { exitReason, needsQuotes, type ExitQuestion, type HeldLeg } from '../../../domain/exit-rules.js';
import type { Quote } from '../../../domain/option-contract.js';
import { followUntilMs, plannedExitMs, type RunTimes } from '../../../domain/position-window.js';
import { averagePaise, cashPaise, liquidationPaise, type Fill } from '../../../domain/profit-and-loss.js';
import { istInstant } from '../../../domain/trading-time.js';

const quote = (bidPaise: number, askPaise: number): Quote => ({
  ...{ bidPaise, askPaise, lastPaise: bidPaise },
  ...{ lowerBandPaise: 5, upperBandPaise: 1_000_000 },
});
const bought = (units: number, paise: number): Fill => ({ side: 'BUY', filledUnits: units, averagePricePaise: paise });
const sold = (units: number, paise: number): Fill => ({ side: 'SELL', filledUnits: units, averagePricePaise: paise });

/** A long of 75 at 100.00 and a short of 75 at 200.00. */
const LEGS: HeldLeg[] = [
  { legIndex: 0, tradingsymbol: 'LONG', side: 'SELL', units: 75, entryFills: [bought(75, 10_000)] },
  { legIndex: 1, tradingsymbol: 'SHORT', side: 'BUY', units: 75, entryFills: [sold(75, 20_000)] },
];
const question = (change: Partial<ExitQuestion> = {}): ExitQuestion => ({
  nowMs: 1_000,
  exitAtMs: null,
  requested: undefined,
  rules: {},
  lotMultiplier: 1,
  fills: [bought(75, 10_000), sold(75, 20_000)],
  legs: LEGS,
  quotes: new Map([
    ['LONG', quote(9_000, 9_100)],
    ['SHORT', quote(21_900, 22_000)],
  ]),
  dayLossLimitPaise: null,
  restOfDay: { fills: [], legs: [] },
  ...change,
});
/** The long lost 10.00, the short 20.00, of 75 each. */
const LOSS_PAISE = 75 * 3_000;

describe('exit rules', () => {
  it('hold a position that no rule closes', () => {
    expect(exitReason(question())).to.equal(undefined);
    expect(exitReason(question({ exitAtMs: 1_001 }))).to.equal(undefined);
  });

  it('close at the exit time, and before anything else on request', () => {
    expect(exitReason(question({ exitAtMs: 1_000 }))).to.equal('exit_time');
    expect(exitReason(question({ exitAtMs: 1_000, requested: 'kill_switch' }))).to.equal('kill_switch');
  });

  it('close at a combined loss or profit, which grow with the multiplier', () => {
    const stop = (stopLossPaise: number, lotMultiplier = 1) =>
      exitReason(question({ rules: { combined: { stopLossPaise } }, lotMultiplier }));
    expect(stop(LOSS_PAISE)).to.equal('combined_stop_loss');
    expect(stop(LOSS_PAISE + 1)).to.equal(undefined);
    expect(stop(LOSS_PAISE, 2)).to.equal(undefined);
    const quotes = new Map([
      ['LONG', quote(11_000, 11_100)],
      ['SHORT', quote(18_900, 19_000)],
    ]);
    const target = (targetPaise: number) => exitReason(question({ quotes, rules: { combined: { targetPaise } } }));
    expect(target(75 * 2_000)).to.equal('combined_target');
    expect(target(75 * 2_000 + 1)).to.equal(undefined);
  });

  it('close when one leg has moved too far, or far enough', () => {
    expect(exitReason(question({ rules: { legs: [{ stopLossBps: 1_000 }] } }))).to.equal('leg_stop_loss');
    expect(exitReason(question({ rules: { legs: [{ stopLossBps: 1_001 }] } }))).to.equal(undefined);
    expect(exitReason(question({ rules: { legs: [null, { stopLossBps: 1_000 }] } }))).to.equal('leg_stop_loss');
    const quotes = new Map([['SHORT', quote(17_900, 18_000)]]);
    expect(exitReason(question({ quotes, rules: { legs: [null, { targetBps: 1_000 }] } }))).to.equal('leg_target');
  });

  it('close at the loss of the day over all executions', () => {
    const restOfDay = { fills: [bought(75, 500), sold(75, 400)], legs: [] };
    const limit = (dayLossLimitPaise: number) => exitReason(question({ dayLossLimitPaise, restOfDay }));
    expect(limit(LOSS_PAISE + 7_500)).to.equal('day_loss_limit');
    expect(limit(LOSS_PAISE + 7_501)).to.equal(undefined);
    const open = { fills: [bought(75, 500)], legs: [{ tradingsymbol: 'GONE', side: 'SELL' as const, units: 75 }] };
    expect(exitReason(question({ dayLossLimitPaise: 0, restOfDay: open })), 'a missing quote judges nothing').to.equal(
      undefined,
    );
  });

  it('judge nothing without quotes, and say when they need them', () => {
    const rules = { combined: { stopLossPaise: 1 }, legs: [{ stopLossBps: 1 }] };
    expect(exitReason(question({ rules, dayLossLimitPaise: 0, quotes: new Map() }))).to.equal(undefined);
    expect([needsQuotes({}, null), needsQuotes({}, 0), needsQuotes(rules, null)]).to.deep.equal([false, true, true]);
  });
});

describe('profit and loss', () => {
  const fill = fc.record({
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    filledUnits: fc.nat(10_000),
    averagePricePaise: fc.nat(1_000_000),
  });

  it('is whole paise, adds up over any split, and is the opposite of the other side’s', () => {
    fc.assert(
      fc.property(fc.array(fill), fc.nat(50), (fills, at) => {
        const sum = cashPaise(fills);
        expect(Number.isSafeInteger(sum)).to.equal(true);
        expect(cashPaise(fills.slice(0, at)) + cashPaise(fills.slice(at))).to.equal(sum);
        const mirrored = fills.map((f) => ({ ...f, side: f.side === 'BUY' ? ('SELL' as const) : ('BUY' as const) }));
        expect(cashPaise(mirrored) + sum).to.equal(0);
      }),
    );
  });

  it('of a position is what closing it at the touch makes of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(100_000), fc.nat(100_000), (units, entry, bid) => {
        const quotes = new Map([['X', quote(bid, bid + 5)]]);
        const long = liquidationPaise([{ tradingsymbol: 'X', side: 'SELL', units }], quotes) ?? 0;
        expect(cashPaise([bought(units, entry)]) + long).to.equal(cashPaise([bought(units, entry), sold(units, bid)]));
        const short = liquidationPaise([{ tradingsymbol: 'X', side: 'BUY', units }], quotes) ?? 0;
        expect(cashPaise([sold(units, entry)]) + short).to.equal(
          cashPaise([sold(units, entry), bought(units, bid + 5)]),
        );
      }),
    );
  });

  it('averages by units', () => {
    expect(averagePaise([bought(75, 100), bought(25, 200)])).to.equal(125);
    expect(averagePaise([])).to.equal(0);
  });
});

describe('position window', () => {
  const day = '2026-11-25';
  const run: RunTimes = {
    tradingDay: day,
    entryAtMs: istInstant(day, '09:20'),
    exitAtMs: null,
    exitTime: '15:15',
    ignoreCalendar: false,
  };

  it('plans the operator’s exit, else the template’s, else none', () => {
    expect(plannedExitMs(run)).to.equal(istInstant(day, '15:15'));
    expect(plannedExitMs({ ...run, exitAtMs: 5 })).to.equal(5);
    expect(plannedExitMs({ ...run, ignoreCalendar: true })).to.equal(null);
    expect(plannedExitMs({ ...run, exitTime: null })).to.equal(null);
  });

  it('follows to the close of the day, or past a later exit', () => {
    expect(followUntilMs(run, '15:40')).to.equal(istInstant(day, '15:40'));
    expect(followUntilMs({ ...run, ignoreCalendar: true }, '15:40')).to.equal(istInstant(day, '15:40'));
    const late = istInstant(day, '22:00');
    expect(followUntilMs({ ...run, exitAtMs: late }, '15:40')).to.equal(late + 15 * 60_000);
    expect(followUntilMs({ ...run, ignoreCalendar: true, entryAtMs: late }, undefined)).to.equal(
      istInstant('2026-11-26', '15:40'),
    );
  });
});
