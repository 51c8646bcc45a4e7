// Changes of the exchange's facts: all or nothing, never over one another, and each on record whoever makes it.
import { expect } from 'chai';
import { MarketChangeRepository, type MarketChange } from '../../db/repositories/market-changes.js';
import { ReferenceDataRepository } from '../../db/repositories/reference-data.js';
import { seedReferenceData } from '../../db/seeds/reference-data.js';
import { marketDay } from '../../domain/market-calendar.js';
import type { MarketRow } from '../../domain/market-row.js';
import { openTestDatabase, type OpenedDatabase } from './database.js';

describe('market data', () => {
  let database: OpenedDatabase;
  let changes: MarketChangeRepository;
  let reference: ReferenceDataRepository;
  before(async () => {
    database = await openTestDatabase();
    await database.db.transaction((tx) => seedReferenceData(tx));
    changes = new MarketChangeRepository(database.db);
    reference = new ReferenceDataRepository(database.db);
  });
  after(() => database.close());

  const apply = (change: Partial<MarketChange>) =>
    changes.apply({ put: [], remove: [], replace: false, by: 'operator test', ...change });
  const freeze = (from: string, units: number, until?: string): MarketRow => ({
    ...{ kind: 'freeze', underlying: 'NIFTY', from, units, source: 'circular' },
    ...(until !== undefined && { until }),
  });
  const problems = async (change: Partial<MarketChange>) => {
    const result = await apply(change);
    return result.outcome === 'refused' ? result.problems.map(({ index, message }) => `${index}: ${message}`) : [];
  };
  const latest = async () => (await changes.list({ limit: 1 }))[0];

  it('is changed as a whole or not at all', async () => {
    const holiday: MarketRow = { kind: 'holiday', day: '2026-12-08', name: 'State funeral' };
    expect(await problems({ put: [holiday, { kind: 'holiday', day: '2026-12-25', name: 'Other' }] })).to.deep.equal([
      '1: holiday 2026-12-25: is loaded and says otherwise: day 2026-12-25, name Christmas',
    ]);
    expect(marketDay(await reference.loadCalendar(), '2026-12-08').open).to.equal(true);
    expect(await apply({ put: [holiday], dryRun: true })).to.include({ outcome: 'changed', added: 1 });
    expect(marketDay(await reference.loadCalendar(), '2026-12-08').open).to.equal(true);
    expect(await apply({ put: [holiday], reason: 'circular' })).to.include({ added: 1, replaced: 0, unchanged: 0 });
    expect(marketDay(await reference.loadCalendar(), '2026-12-08')).to.include({ open: false });
    expect(await latest()).to.deep.include({
      ...{ changedBy: 'operator test', reason: 'circular', fact: 'market_holiday', before: null },
      after: { day: '2026-12-08', name: 'State funeral' },
    });
  });

  it('that says the same is left alone and leaves no trace', async () => {
    const before = await latest();
    expect(await apply({ put: [{ kind: 'holiday', day: '2026-12-08', name: 'State funeral' }] })).to.include({
      unchanged: 1,
    });
    expect(await latest()).to.deep.equal(before);
  });

  it('is corrected by replacing, and the audit keeps what it was', async () => {
    const row: MarketRow = {
      kind: 'special_session',
      day: '2026-11-08',
      name: 'Muhurat',
      opens: '18:00',
      closes: '19:00',
    };
    await apply({ put: [row] });
    expect(await apply({ put: [{ ...row, closes: '19:15' }], replace: true })).to.include({ replaced: 1 });
    expect(await latest()).to.deep.include({
      before: { day: '2026-11-08', name: 'Muhurat', opens: '18:00', closes: '19:00' },
      after: { day: '2026-11-08', name: 'Muhurat', opens: '18:00', closes: '19:15' },
    });
    expect(marketDay(await reference.loadCalendar(), '2026-11-08')).to.deep.equal({
      ...{ open: true, opens: '18:00', closes: '19:15' },
    });
    expect(await apply({ remove: [{ kind: 'special_session', day: '2026-11-08' }] })).to.include({ removed: 1 });
    expect(await latest()).to.deep.include({ after: null });
    expect(await problems({ remove: [{ kind: 'special_session', day: '2026-11-08' }] })).to.deep.equal([
      '0: special session 2026-11-08: is not loaded',
    ]);
  });

  it('refuses periods that overlap, and takes one that follows', async () => {
    expect(await problems({ put: [freeze('2026-02-28', 1900)] })).to.deep.equal([
      '0: freeze of NIFTY from 2026-02-28: overlaps the one from 2025-07-01',
    ]);
    expect(await problems({ put: [freeze('2025-06-01', 1900, '2025-07-01')] })).to.deep.equal([
      '0: freeze of NIFTY from 2025-06-01: overlaps the one from 2025-07-01',
    ]);
    expect(await reference.sizing('NIFTY', '2026-03-02')).to.equal(undefined);
    expect(await apply({ put: [freeze('2026-03-02', 1950)] })).to.include({ added: 1 });
    expect(await reference.sizing('NIFTY', '2026-03-02')).to.deep.equal({ lotUnits: 65, freezeUnits: 1950 });
    expect(await reference.sizing('NIFTY', '2026-03-01')).to.equal(undefined);
    expect(await reference.sizing('NIFTY', '2025-10-28')).to.deep.equal({ lotUnits: 75, freezeUnits: 1800 });
    expect(await reference.sizing('NIFTY', '2026-01-13')).to.deep.equal({ lotUnits: 65, freezeUnits: 1800 });
  });

  it('lets two who overlap each other load only one of them', async () => {
    const both = await Promise.all([
      apply({ put: [{ ...freeze('2027-01-01', 2000, '2027-03-31'), underlying: 'BANKNIFTY' } as MarketRow] }),
      apply({ put: [{ ...freeze('2027-03-01', 2100, '2027-06-30'), underlying: 'BANKNIFTY' } as MarketRow] }),
    ]);
    expect(both.map(({ outcome }) => outcome).sort()).to.deep.equal(['changed', 'refused']);
  });

  it('does not believe a year without holidays', async () => {
    const year: MarketRow = { kind: 'year', year: 2027, source: 'circular' };
    expect(await problems({ put: [year] })).to.deep.equal([
      '0: year 2027: has no holiday: load them before the year is declared complete, or with it',
    ]);
    await apply({ put: [{ kind: 'holiday', day: '2027-01-26', name: 'Republic Day' }, year] });
    expect(marketDay(await reference.loadCalendar(), '2027-01-25').open).to.equal(true);
  });

  it('follows hours and expiry weekdays by date', async () => {
    await apply({
      put: [
        { kind: 'session_hours', from: '2027-02-01', opens: '09:00', closes: '17:00', source: 'circular' },
        {
          kind: 'expiry_weekday',
          underlying: 'NIFTY',
          cadence: 'weekly',
          from: '2027-02-01',
          weekday: 'none',
          source: 'c',
        },
      ],
    });
    const facts = await reference.loadFacts();
    expect(marketDay(facts.calendar, '2027-01-29')).to.include({ closes: '15:40' });
    expect(marketDay(facts.calendar, '2027-02-01')).to.include({ opens: '09:00', closes: '17:00' });
    expect(facts.expiryWeekdays.at(-1)).to.deep.include({ cadence: 'weekly', weekday: null });
  });

  it('is audited even when somebody writes SQL, and the audit cannot be altered', async () => {
    const { db } = database;
    await db.query(`UPDATE market_holiday SET name = 'Funeral' WHERE day = '2026-12-08'`);
    const change = await latest();
    expect(change?.changedBy).to.match(/^database user /);
    expect(change?.before).to.deep.equal({ day: '2026-12-08', name: 'State funeral' });
    for (const statement of [
      'UPDATE market_change SET reason = NULL',
      'DELETE FROM market_change',
      'TRUNCATE market_change',
    ])
      expect(
        await db.query(statement).then(
          () => 'done',
          (e: Error) => e.message,
        ),
      ).to.equal('market_change is append-only');
    expect(
      await db.query('TRUNCATE lot_size').then(
        () => 'done',
        (e: Error) => e.message,
      ),
    ).to.contain('append-only');
  });

  it('has an audit that is read in pages', async () => {
    const all = await changes.list({ limit: 1_000 });
    const [first, second] = [await changes.list({ limit: 2 }), await changes.list({ limit: 2, before: all[1]?.seq })];
    expect([...first, ...second]).to.deep.equal(all.slice(0, 4));
    expect(all.at(-1)?.changedBy).to.equal('seed');
  });
});
