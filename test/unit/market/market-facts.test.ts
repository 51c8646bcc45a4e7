// Sizes of past and coming days, what is missing, and the orders an entry of a day is planned to.
import { expect } from 'chai';
import { MARKET_ROWS } from '../../../db/seeds/reference/market-rows.js';
import { SIMULATED_FREEZES } from '../../../db/seeds/development/freeze-quantities.js';
import { CALENDAR_2025 } from '../../../db/seeds/reference/calendar-2025.js';
import { CALENDAR_2026 } from '../../../db/seeds/reference/calendar-2026.js';
import { planEntry } from '../../../domain/entry-plan.js';
import { entryProblem, marketDay, type MarketCalendar } from '../../../domain/market-calendar.js';
import { entrySize, expiryWeekdayOn, sizingOn, type MarketFacts, type UnitsRow } from '../../../domain/market-facts.js';
import { yearGaps } from '../../../domain/market-gaps.js';
import { WEEKDAYS, type MarketRow } from '../../../domain/market-row.js';
import { SESSION_HOURS } from '../../../domain/reference-data/session-hours.js';
import { istInstant } from '../../../domain/trading-time.js';

const years = [CALENDAR_2025, CALENDAR_2026];
const calendar: MarketCalendar = {
  loadedYears: years.map(({ year }) => year),
  holidays: new Map(years.flatMap(({ holidays }) => holidays)),
  specialSessions: new Map(years.flatMap(({ specialSessions }) => specialSessions.map((s) => [s.day, s]))),
  sessionHours: SESSION_HOURS,
};

function factsOf(rows: readonly MarketRow[]): MarketFacts {
  const unitsRows = (kind: 'lot' | 'freeze'): UnitsRow[] =>
    rows
      .flatMap((row) =>
        row.kind === kind ? [{ ...row, effectiveFrom: row.from, effectiveTo: row.until ?? null }] : [],
      )
      .sort((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom));
  const expiryWeekdays = rows.flatMap((row) =>
    row.kind === 'expiry_weekday'
      ? [{ ...row, effectiveFrom: row.from, weekday: row.weekday === 'none' ? null : WEEKDAYS.indexOf(row.weekday) }]
      : [],
  );
  return { calendar, lots: unitsRows('lot'), freezes: unitsRows('freeze'), expiryWeekdays };
}

describe('the facts of a day', () => {
  const facts = factsOf(MARKET_ROWS);
  const condor = [
    { side: 'BUY', optionType: 'CE', strikeOffset: 6, expiry: 'nearest', lots: 1 },
    { side: 'SELL', optionType: 'CE', strikeOffset: 2, expiry: 'nearest', lots: 1 },
  ] as const;

  it('plan the entries of 28 October 2025 and 13 January 2026 with the lots of those days', () => {
    for (const [day, lotUnits, first] of [
      ['2025-10-28', 75, 1800],
      ['2026-01-13', 65, 1755],
    ] as const) {
      const sizing = sizingOn(facts, 'NIFTY', day);
      if ('problem' in sizing) throw new Error(sizing.problem);
      expect(sizing, day).to.deep.equal({ lotUnits, freezeUnits: 1800 });
      const single = planEntry(condor, 1, sizing.lotUnits, sizing.freezeUnits);
      expect(single.map(({ side, quantityUnits }) => [side, quantityUnits])).to.deep.equal([
        ['BUY', lotUnits],
        ['SELL', lotUnits],
      ]);
      const large = planEntry(condor, 50, sizing.lotUnits, sizing.freezeUnits).filter(({ side }) => side === 'BUY');
      expect(large[0]?.quantityUnits).to.equal(first);
      expect(large.reduce((sum, { quantityUnits }) => sum + quantityUnits, 0)).to.equal(50 * lotUnits);
    }
  });

  it('size a leg, with a second order from 1756 units on', () => {
    expect(entrySize(facts, 'NIFTY', '2026-01-13', 27)).to.deep.include({ quantityUnits: 1755, orders: [1755] });
    expect(entrySize(facts, 'NIFTY', '2026-01-13', 28)).to.deep.include({ quantityUnits: 1820, orders: [1755, 65] });
    expect(entrySize(facts, 'NIFTY', '2025-10-28', 1)).to.deep.include({ quantityUnits: 75, sliceUnits: 1800 });
  });

  it('say what is not loaded rather than guess it', () => {
    expect(sizingOn(facts, 'NIFTY', '2026-02-28')).to.deep.include({ freezeUnits: 1800 });
    expect(entrySize(facts, 'NIFTY', '2026-03-01', 1)).to.deep.equal({
      problem: 'no freeze quantity of NIFTY is loaded for 2026-03-01',
    });
    expect(sizingOn(facts, 'NIFTY', '2024-11-19')).to.deep.equal({
      problem: 'no lot size and no freeze quantity of NIFTY is loaded for 2024-11-19',
    });
    const tiny = [
      { underlying: 'NIFTY', effectiveFrom: '2025-01-01', effectiveTo: null, units: 50, source: 's' },
    ] as const;
    expect(entrySize({ ...facts, freezes: tiny }, 'NIFTY', '2025-10-28', 1)).to.deep.equal({
      problem: 'the freeze quantity 50 of NIFTY on 2025-10-28 is below one lot of 75',
    });
  });

  it('know the weekday of expiries, that there are none, and that it is not known', () => {
    const weekday = (u: 'NIFTY' | 'BANKNIFTY', c: 'weekly' | 'monthly', day: string) =>
      expiryWeekdayOn(facts.expiryWeekdays, u, c, day);
    expect(weekday('NIFTY', 'weekly', '2025-09-01')).to.equal(2);
    expect(weekday('BANKNIFTY', 'weekly', '2026-01-13')).to.equal(null);
    expect(weekday('BANKNIFTY', 'monthly', '2026-01-13')).to.equal(2);
    expect(weekday('NIFTY', 'weekly', '2025-08-31')).to.equal(undefined);
  });

  it('close at 15:40 from 3 August 2026, and not at all without hours', () => {
    expect(marketDay(calendar, '2026-07-31')).to.deep.equal({ open: true, opens: '09:15', closes: '15:30' });
    expect(marketDay(calendar, '2026-08-03')).to.deep.equal({ open: true, opens: '09:15', closes: '15:40' });
    expect(entryProblem(calendar, '2026-07-31', istInstant('2026-07-31', '15:35'))).to.equal(
      'entry time is outside the session 09:15–15:30',
    );
    expect(entryProblem(calendar, '2026-08-03', istInstant('2026-08-03', '15:35'))).to.equal(undefined);
    const hourless = { ...calendar, sessionHours: calendar.sessionHours.slice(1) };
    expect(marketDay(hourless, '2026-07-31')).to.deep.equal({
      open: false,
      reason: 'session hours of 2026-07-31 are not loaded',
    });
  });
});

describe('the gaps of a year', () => {
  it('are all of it while the year is not declared', () => {
    expect(yearGaps(factsOf(MARKET_ROWS), 2027)).to.deep.equal([
      'The calendar of 2027 is not loaded: no day of it trades.',
    ]);
  });

  it('of 2026 are the freeze quantities after February', () => {
    const gaps = yearGaps(factsOf(MARKET_ROWS), 2026);
    expect(gaps).to.have.length(5);
    expect(gaps[0]).to.match(
      /^No freeze quantity of NIFTY is loaded for \d+ days from 2026-03-02 to 2026-12-31: it does not trade\.$/,
    );
    expect(yearGaps(factsOf([...MARKET_ROWS, ...SIMULATED_FREEZES]), 2026)).to.deep.equal([]);
  });
});
