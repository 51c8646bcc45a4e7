// The dated market data says what the exchange published, and the calendar reads it as it should.
import { expect } from 'chai';
import { CALENDAR_2025 } from '../../../db/seeds/reference/calendar-2025.js';
import { CALENDAR_2026 } from '../../../db/seeds/reference/calendar-2026.js';
import { FREEZE_QUANTITIES } from '../../../domain/reference-data/freeze-quantities.js';
import { LOT_SIZES } from '../../../domain/reference-data/lot-sizes.js';
import { SESSION_HOURS } from '../../../domain/reference-data/session-hours.js';
import type { DatedUnits } from '../../../domain/reference-data/dated-units.js';
import { marketDay, type MarketCalendar } from '../../../domain/market-calendar.js';
import type { Underlying } from '../../../domain/option-contract.js';
import { addDays, weekdayOf } from '../../../domain/trading-time.js';

const years = [CALENDAR_2025, CALENDAR_2026];
const calendar: MarketCalendar = {
  loadedYears: years.map((y) => y.year),
  holidays: new Map(years.flatMap((y) => y.holidays)),
  specialSessions: new Map(years.flatMap((y) => y.specialSessions).map((s) => [s.day, s])),
  sessionHours: SESSION_HOURS,
};

describe('reference data', () => {
  it('lists every holiday once, in order, in its own year', () => {
    for (const { year, holidays } of years) {
      const days = holidays.map(([day]) => day);
      expect(days).to.deep.equal([...new Set(days)].sort());
      for (const day of days) expect(day).to.match(new RegExp(`^${year}-\\d\\d-\\d\\d$`));
    }
  });

  it('has as many trading days as the year had', () => {
    const open = (year: number) => daysOf(year).filter((day) => marketDay(calendar, day).open);
    // 261 weekdays less 13 whole weekday holidays (21 October trades for an hour), and 261 less 16.
    expect(open(2025)).to.have.length(261 - 13);
    expect(open(2026)).to.have.length(261 - 16);
  });

  it('is closed on the day added at short notice and on both uncertain Sundays', () => {
    expect(marketDay(calendar, '2026-01-15')).to.include({ open: false });
    expect(marketDay(calendar, '2026-02-01')).to.deep.equal({ open: false, reason: 'weekend: Sunday' });
    expect(marketDay(calendar, '2026-11-08')).to.deep.equal({
      open: false,
      reason: 'market holiday: Diwali Laxmi Pujan (muhurat time not loaded)',
    });
    expect(marketDay(calendar, '2026-11-24')).to.deep.equal({
      open: false,
      reason: 'market holiday: Guru Nanak Jayanti',
    });
  });

  it('opens for the muhurat hour of 2025 and not at all in a year that is not loaded', () => {
    expect(marketDay(calendar, '2025-10-21')).to.deep.equal({ open: true, opens: '13:45', closes: '14:45' });
    expect(marketDay(calendar, '2027-01-04')).to.deep.equal({ open: false, reason: 'calendar of 2027 is not loaded' });
  });

  const cases: [DatedUnits[], Underlying, string, number | undefined][] = [
    [[...LOT_SIZES], 'NIFTY', '2025-10-10', 75],
    [[...LOT_SIZES], 'NIFTY', '2025-12-30', 75],
    [[...LOT_SIZES], 'NIFTY', '2025-12-31', 65],
    [[...LOT_SIZES], 'BANKNIFTY', '2025-06-26', 30],
    [[...LOT_SIZES], 'BANKNIFTY', '2025-06-27', 35],
    [[...LOT_SIZES], 'NIFTYNXT50', '2026-11-24', 25],
    [[...FREEZE_QUANTITIES], 'NIFTY', '2026-11-24', 1800],
    [[...FREEZE_QUANTITIES], 'BANKNIFTY', '2025-08-31', 600],
    [[...FREEZE_QUANTITIES], 'BANKNIFTY', '2025-09-01', 900],
    [[...FREEZE_QUANTITIES], 'BANKNIFTY', '2025-11-03', 600],
    [[...FREEZE_QUANTITIES], 'FINNIFTY', '2025-12-15', 1200],
    [[...FREEZE_QUANTITIES], 'FINNIFTY', '2026-02-02', 1800],
    [[...FREEZE_QUANTITIES], 'NIFTYNXT50', '2025-06-30', undefined],
  ];
  for (const [dated, underlying, day, units] of cases)
    it(`${underlying} on ${day}: ${units ?? 'not loaded'} units`, () => {
      const rows = dated.filter((row) => row.effectiveFrom <= day && row.units[underlying] !== undefined);
      expect(rows.at(-1)?.units[underlying]).to.equal(units);
    });
});

function daysOf(year: number): string[] {
  const days: string[] = [];
  for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) days.push(day);
  expect(days.filter((day) => ![0, 6].includes(weekdayOf(day)))).to.have.length(261);
  return days;
}
