// When a broker's list is believed, and what an operator hears of it before the open.
import { expect } from 'chai';
import { countInstruments, masterProblem } from '../../../domain/instrument-check.js';
import { instrumentWarnings } from '../../../domain/instrument-warnings.js';
import type { MarketFacts } from '../../../domain/market-facts.js';
import type { OptionInstrument } from '../../../domain/option-contract.js';
import { SESSION_HOURS } from '../../../domain/reference-data/session-hours.js';
import { listedOptions } from '../../../domain/simulated-listing.js';

const DAY = '2026-01-13';
const list = [...listedOptions('NIFTY', DAY), ...listedOptions('BANKNIFTY', DAY)];
const former = { day: '2026-01-12', counts: countInstruments(list) };

describe('a list of contracts', () => {
  it('is believed when it is as large as the last, or half of it, or the first', () => {
    expect(masterProblem(list, former)).to.equal(undefined);
    expect(masterProblem(list, undefined)).to.equal(undefined);
    const half = list.filter((i, n) => i.underlying === 'BANKNIFTY' || n % 2 === 0);
    expect(masterProblem(half, former)).to.equal(undefined);
  });

  it('is not believed when it is empty, far smaller, or lacks an index', () => {
    expect(masterProblem([], undefined)).to.equal('the broker lists no option');
    const few = list.filter((i, n) => i.underlying === 'BANKNIFTY' || n % 3 === 0);
    expect(masterProblem(few, former)).to.match(/^NIFTY has 216 options, on 2026-01-12 it had 648$/);
    const without = list.filter((i) => i.underlying === 'NIFTY');
    expect(masterProblem(without, former)).to.equal('BANKNIFTY has 0 options, on 2026-01-12 it had 486');
  });

  it('is not believed when a key or a contract is there twice', () => {
    const [first] = list as [OptionInstrument];
    for (const double of [
      { ...first, tradingsymbol: 'OTHER', strikePaise: 1 },
      { ...first, tradingsymbol: 'OTHER', instrumentKey: 'OTHER' },
    ])
      expect(masterProblem([...list, double], undefined)).to.match(/^NIFTY: the broker lists OTHER \(.+\) twice$/);
  });
});

describe('a list and the dated facts', () => {
  const row = { effectiveFrom: '2025-12-31', effectiveTo: null, source: 's' } as const;
  const facts = (niftyLot: number, weekday: number): MarketFacts => ({
    calendar: {
      ...{ loadedYears: [2026], sessionHours: SESSION_HOURS, specialSessions: new Map() },
      holidays: new Map([['2026-03-31', 'Mahavir Jayanti']]),
    },
    lots: [
      { ...row, underlying: 'NIFTY', units: niftyLot },
      { ...row, underlying: 'BANKNIFTY', units: 30 },
    ],
    freezes: [],
    expiryWeekdays: (['NIFTY', 'BANKNIFTY'] as const).flatMap((underlying) =>
      (['weekly', 'monthly'] as const).map((cadence) => ({ ...row, underlying, cadence, weekday })),
    ),
  });

  it('that agree give no warning', () => {
    expect(instrumentWarnings(list, facts(65, 2), DAY)).to.deep.equal([]);
  });

  it('that disagree about a lot or a weekday give one each', () => {
    expect(instrumentWarnings(list, facts(75, 2), DAY)).to.deep.equal([
      'NIFTY: the broker lists a lot of 65, our dated table 75: entries will be refused.',
    ]);
    expect(instrumentWarnings(list, facts(65, 4), DAY)).to.deep.equal([
      'NIFTY: the next expiry, 2026-01-13, is a Tuesday, and Thursday is loaded here.',
      'BANKNIFTY: the next expiry, 2026-01-27, is a Tuesday, and Thursday is loaded here.',
    ]);
    const none = { ...facts(65, 2), lots: [] };
    expect(instrumentWarnings(list, none, DAY)[0]).to.equal(
      'NIFTY: the broker lists a lot of 65, and none is loaded here.',
    );
  });

  it('agree about an expiry that a holiday has moved ahead', () => {
    const moved = list.filter((i) => i.underlying === 'NIFTY').map((i) => ({ ...i, expiry: '2026-03-30' }));
    expect(instrumentWarnings(moved, facts(65, 2), '2026-03-25')).to.deep.equal([]);
    const wrong = moved.map((i) => ({ ...i, expiry: '2026-03-23' }));
    expect(instrumentWarnings(wrong, facts(65, 2), '2026-03-20')).to.have.length(1);
  });
});
