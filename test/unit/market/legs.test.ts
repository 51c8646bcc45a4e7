// Which contract a leg becomes: expiries and strikes are picked among the listed ones, and what is not listed is not guessed.
import { expect } from 'chai';
import fc from 'fast-check';
import { expiryBy } from '../../../domain/expiry-rule.js';
import { legProblems, legProblemsText } from '../../../domain/leg-problems.js';
import {
  candidatesOf,
  missingLegText,
  resolveLeg,
  type LegSpec,
  type OptionInstrument,
  type OptionType,
  type StrikeRule,
} from '../../../domain/option-contract.js';
import { searchBounds, nearestPremium, premiumQuestions } from '../../../domain/premium-search.js';

const DAY = '2025-10-10';

function option(expiry: string, strike: number, optionType: OptionType = 'CE'): OptionInstrument {
  const tradingsymbol = `${expiry}-${strike}-${optionType}`;
  return {
    ...{ tradingsymbol, instrumentKey: tradingsymbol, exchange: 'NFO', underlying: 'NIFTY', expiry, optionType },
    ...{ strikePaise: strike * 100, lotUnits: 75, tickPaise: 5 },
  };
}

/** Strikes 24000 to 25000 in steps of 50, and far ones 500 apart, listed in no order. */
const STRIKES = [25500, 26000, 23500, 23000, ...Array.from({ length: 21 }, (_, i) => 25000 - 50 * i)];
const listed = ['2025-10-14', '2025-10-20', '2025-10-28', '2025-11-04', '2025-11-25'].flatMap((expiry) =>
  STRIKES.flatMap((strike) => [option(expiry, strike), option(expiry, strike, 'PE')]),
);
const leg = (strike: StrikeRule, more: Partial<Pick<LegSpec, 'expiry' | 'optionType'>> = {}): LegSpec => ({
  ...{ side: 'BUY', optionType: 'CE', expiry: 'nearest', lots: 1, strike },
  ...more,
});
const pick = (spec: LegSpec, spot = 24_510): string | undefined =>
  resolveLeg(spec, listed, spot * 100, DAY)?.tradingsymbol;

describe('the expiry of a leg', () => {
  const weeklies = ['2025-10-14', '2025-10-20', '2025-10-28', '2025-11-04', '2025-11-11', '2025-11-25', '2025-12-30'];

  it('is the nearest, today included; the one after it; or the last of its month', () => {
    expect(expiryBy('nearest', weeklies.toReversed(), '2025-10-14')).to.equal('2025-10-14');
    expect(expiryBy('nearest', weeklies, '2025-10-15')).to.equal('2025-10-20');
    expect(expiryBy('next_weekly', weeklies, DAY)).to.equal('2025-10-20');
    expect(expiryBy('monthly', weeklies, DAY)).to.equal('2025-10-28');
    expect(expiryBy('monthly', weeklies, '2025-10-28')).to.equal('2025-10-28');
    expect(expiryBy('monthly', weeklies, '2025-10-29')).to.equal('2025-11-25');
  });

  it('is none where the list has none', () => {
    const monthlies = ['2025-10-28', '2025-11-25', '2025-12-30'];
    expect(expiryBy('next_weekly', monthlies, DAY)).to.equal(undefined);
    expect(expiryBy('next_weekly', ['2025-10-14'], DAY)).to.equal(undefined);
    for (const rule of ['nearest', 'next_weekly', 'monthly'] as const)
      expect(expiryBy(rule, ['2025-10-07'], DAY)).to.equal(undefined);
  });

  it('does not take the last weekly of a short list for the monthly one', () => {
    expect(expiryBy('monthly', ['2025-12-02', '2025-12-09', '2025-12-16', '2025-12-23'], '2025-12-01')).to.equal(
      undefined,
    );
  });

  it('knows a monthly expiry that a holiday has moved ahead', () => {
    // Tuesday 31 March 2026 is a holiday: the expiry is on Monday.
    expect(expiryBy('monthly', ['2026-03-17', '2026-03-24', '2026-03-30', '2026-04-07'], '2026-03-16')).to.equal(
      '2026-03-30',
    );
    expect(expiryBy('monthly', ['2026-03-30', '2026-04-28', '2026-05-26'], '2026-03-16')).to.equal('2026-03-30');
  });
});

describe('the strike of a leg', () => {
  it('is so many strikes from at-the-money, in the old form and the newer one', () => {
    expect(pick({ side: 'BUY', optionType: 'CE', strikeOffset: 2, expiry: 'nearest', lots: 1 })).to.equal(
      '2025-10-14-24600-CE',
    );
    expect(pick(leg({ by: 'atm_offset', steps: -2 }, { optionType: 'PE' }))).to.equal('2025-10-14-24400-PE');
    expect(pick(leg({ by: 'atm_offset', steps: 0 }, { expiry: 'monthly' }))).to.equal('2025-10-28-24500-CE');
    expect(pick(leg({ by: 'atm_offset', steps: 0 }, { expiry: 'next_weekly' }))).to.equal('2025-10-20-24500-CE');
    expect(pick(leg({ by: 'atm_offset', steps: 13 }))).to.equal(undefined);
  });

  it('is the one nearest to so many points from the spot, and none beyond the listed ones', () => {
    expect(pick(leg({ by: 'distance', points: 300 }))).to.equal('2025-10-14-24800-CE');
    expect(pick(leg({ by: 'distance', points: -300 }))).to.equal('2025-10-14-24200-CE');
    expect(pick(leg({ by: 'distance', points: 315 }))).to.equal('2025-10-14-24800-CE');
    expect(pick(leg({ by: 'distance', points: 1_490 }))).to.equal('2025-10-14-26000-CE');
    expect(pick(leg({ by: 'distance', points: 1_491 }))).to.equal(undefined);
    expect(pick(leg({ by: 'distance', points: -2_000 }))).to.equal(undefined);
  });

  it('that is missing is called by what was looked for', () => {
    expect(missingLegText(leg({ by: 'atm_offset', steps: 6 }))).to.equal(
      'no CE contract is listed at ATM +6 of the nearest expiry',
    );
    expect(missingLegText(leg({ by: 'distance', points: -500 }, { expiry: 'monthly' }))).to.equal(
      'no CE contract is listed around -500 points from the spot of the monthly expiry',
    );
    expect(missingLegText(leg({ by: 'premium', paise: 12_050 }, { expiry: 'next_weekly' }))).to.equal(
      'no CE contract with a premium around ₹120.50 is quoted of the next weekly expiry',
    );
  });
});

describe('the search for a premium', () => {
  /** Asks as the engine does. @returns the contract and how many rounds and contracts it took */
  function search(
    candidates: readonly { tradingsymbol: string }[],
    paise: number,
    quote: (i: number) => number | null,
  ) {
    const premiums = new Map<string, number | null>();
    let rounds = 0;
    for (; rounds < searchBounds(1, undefined).rounds; rounds += 1) {
      const asked = premiumQuestions(candidates, paise, premiums);
      if (asked.length === 0) break;
      for (const one of asked) premiums.set(one.tradingsymbol, quote(candidates.indexOf(one)));
    }
    return { found: nearestPremium(candidates, paise, premiums), rounds, asked: premiums.size };
  }

  it('finds what asking for all would find, within four rounds, calls and puts alike', () => {
    const premiums = fc.array(fc.integer({ min: 5, max: 200_000 }), { minLength: 2, maxLength: 400 });
    fc.assert(
      fc.property(premiums, fc.integer({ min: 5, max: 200_000 }), fc.boolean(), (values, paise, isCall) => {
        const sorted = [...new Set(values)].sort((a, b) => (isCall ? b - a : a - b));
        const candidates = sorted.map((_, i) => ({ tradingsymbol: `S${i}` }));
        const inside = Math.min(...sorted) <= paise && Math.max(...sorted) >= paise;
        const { found } = search(candidates, paise, (i) => sorted[i] ?? null);
        const distanceOf = (symbol: string) => Math.abs((sorted[Number(symbol.slice(1))] ?? 0) - paise);
        const least = Math.min(...sorted.map((premium) => Math.abs(premium - paise)));
        return inside ? found !== undefined && distanceOf(found.tradingsymbol) === least : found === undefined;
      }),
    );
  });

  it('asks for few strikes, and passes over those nobody quotes', () => {
    const candidates = Array.from({ length: 161 }, (_, i) => ({ tradingsymbol: `S${i}` }));
    const premium = (i: number) => (161 - i) * 100;
    const plain = search(candidates, 4_030, premium);
    expect(plain.found?.tradingsymbol).to.equal('S121');
    expect(plain.asked).to.be.lessThan(30);
    const gappy = search(candidates, 4_030, (i) => (i === 121 || i % 7 === 0 ? null : premium(i)));
    expect(gappy.found?.tradingsymbol).to.equal('S120');
    expect(search(candidates, 4_030, () => null).found).to.equal(undefined);
  });

  it('takes the lower strike on a tie, and only among the leg’s own contracts', () => {
    const premiums = new Map(
      candidatesOf(leg({ by: 'premium', paise: 1 }), listed, DAY).map((c, i) => [c.tradingsymbol, 5_000 - i * 100]),
    );
    expect(resolveLeg(leg({ by: 'premium', paise: 4_750 }), listed, 0, DAY, premiums)?.strikePaise).to.equal(2_400_000);
    expect(resolveLeg(leg({ by: 'premium', paise: 4_750 }, { optionType: 'PE' }), listed, 0, DAY, premiums)).to.equal(
      undefined,
    );
    expect(resolveLeg(leg({ by: 'premium', paise: 5_001 }), listed, 0, DAY, premiums)).to.equal(undefined);
  });
});

describe('the legs of a template', () => {
  const good = { side: 'BUY', optionType: 'CE', strikeOffset: 2, expiry: 'nearest', lots: 1 };
  const { strikeOffset: _, ...bare } = good;
  const ruled = (strike: unknown) => [{ ...bare, strike }];

  it('may be of every rule', () => {
    const rules = [
      { by: 'atm_offset', steps: -3 },
      { by: 'distance', points: 500 },
      { by: 'premium', paise: 12_050 },
    ];
    expect(legProblems([good, ...rules.flatMap(ruled), { ...good, expiry: 'monthly' }])).to.deep.equal([]);
  });

  for (const [what, legs, expected] of [
    ['no list', {}, 'legs must be a list'],
    ['no object', [7], 'legs.0 must be an object'],
    ['an unknown field', [{ ...good, delta: 1 }], 'legs.0.delta is not a known field'],
    ['no lots', [good, { ...good, lots: 0 }], 'legs.1.lots must be a whole number from 1 to 1000'],
    ['an unknown expiry', [{ ...good, expiry: 'next' }], 'legs.0.expiry must be one of nearest, next_weekly, monthly'],
    ['neither strike', [bare], 'legs.0.strikeOffset must be a whole number from -200 to 200'],
    [
      'both strikes',
      [{ ...good, strike: { by: 'atm_offset', steps: 0 } }],
      'legs.0.strikeOffset does not go with strike',
    ],
    ['an unknown rule', ruled({ by: 'moon' }), 'legs.0.strike.by must be one of atm_offset, distance, premium'],
    [
      'by delta',
      ruled({ by: 'delta', delta: 0.3 }),
      'legs.0.strike.by delta is not offered: brokers give none; use one of atm_offset, distance, premium',
    ],
    [
      'half a point',
      ruled({ by: 'distance', points: 0.5 }),
      'legs.0.strike.points must be a whole number from -50000 to 50000',
    ],
    [
      'a field of another rule',
      ruled({ by: 'premium', paise: 500, steps: 1 }),
      'legs.0.strike.steps is not a field of this rule',
    ],
  ] as const)
    it(`with ${what} are refused: ${expected}`, () => {
      expect(legProblemsText(legProblems(legs))).to.equal(expected);
    });
});
