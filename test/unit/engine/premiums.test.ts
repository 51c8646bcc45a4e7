// The premium search keeps to what a wire's quotes allow, and never passes off an unfinished search as a find.
import { expect } from 'chai';
import type { BrokerAdapter, BrokerSession } from '../../../brokers/port.js';
import type { LegSpec, OptionInstrument, Quote, StrikeRule } from '../../../domain/option-contract.js';
import { nearestPremium, searchBounds } from '../../../domain/premium-search.js';
import { premiumsFor } from '../../../engine/premiums.js';

const DAY = '2026-11-24';
const session: BrokerSession = { clientId: 'C', apiKey: 'k', accessToken: 't' };

const listed = Array.from({ length: 161 }, (_, i): OptionInstrument => ({
  ...{ tradingsymbol: `S${i}`, instrumentKey: `${i}`, exchange: 'NFO', underlying: 'NIFTY', optionType: 'CE' },
  ...{ expiry: '2026-12-01', strikePaise: (20_000 + 50 * i) * 100, lotUnits: 65, tickPaise: 5 },
}));
const premiumOf = (i: number): number => (161 - i) * 1_000;

const legBy = (strike: StrikeRule): LegSpec => ({ side: 'SELL', optionType: 'CE', expiry: 'nearest', lots: 1, strike });
const leg = (paise: number): LegSpec => legBy({ by: 'premium', paise });

/** A wire that quotes everything listed, and counts. */
function wire(quotesPerSecond?: number) {
  const asked: number[] = [];
  const quotes: BrokerAdapter['quotes'] = (_, contracts) => {
    asked.push(contracts.length);
    const rows = contracts.map(({ tradingsymbol }): [string, Quote] => {
      const paise = premiumOf(Number(tradingsymbol.slice(1)));
      const bands = { lastPaise: paise, lowerBandPaise: 5, upperBandPaise: paise * 2 };
      return [tradingsymbol, { bidPaise: paise - 5, askPaise: paise + 5, ...bands }];
    });
    return Promise.resolve(new Map(rows));
  };
  const capabilities = { modifyOrder: true, ordersPerSecond: 10, ...(quotesPerSecond && { quotesPerSecond }) };
  return { asked, source: { adapter: { capabilities, quotes } as unknown as BrokerAdapter, session } };
}

const sum = (counts: readonly number[]): number => counts.reduce((all, n) => all + n, 0);
const WANTED = [12_300, 40_400, 77_700, 120_100];

describe('the premium search at a wire', () => {
  it('asks no more of four legs than ten seconds of single quotes, and finds the nearest strikes all the same', async () => {
    const { asked, source } = wire(8);
    const premiums = await premiumsFor(source, WANTED.map(leg), listed, DAY);
    expect(sum(asked)).to.be.at.most(80);
    if (!premiums) throw new Error('nothing was found');
    for (const paise of WANTED) {
      const found = nearestPremium(listed, paise, premiums);
      expect(Math.abs(premiumOf(Number(found?.tradingsymbol.slice(1))) - paise)).to.be.at.most(500);
    }
  });

  it('asks nine a leg and round where hundreds come in one call', async () => {
    const { asked, source } = wire();
    expect(await premiumsFor(source, WANTED.map(leg), listed, DAY)).to.not.equal(undefined);
    expect(asked[0]).to.be.within(9, 36);
    expect(asked.length).to.be.at.most(4);
  });

  it('gives up when there are more legs than the pace has quotes for', async () => {
    const { asked, source } = wire(8);
    const many = Array.from({ length: 20 }, (_, i) => leg(5_300 + i * 7_100));
    expect(await premiumsFor(source, many, listed, DAY)).to.equal(undefined);
    expect(sum(asked)).to.be.at.most(80);
  });

  it('asks nothing for legs without a premium', async () => {
    const { asked, source } = wire(8);
    await premiumsFor(source, [legBy({ by: 'distance', points: 100 })], listed, DAY);
    expect(asked).to.deep.equal([]);
  });

  it('has bounds that grow with the pace, up to those of one call', () => {
    expect(searchBounds(4, 8)).to.deep.equal({ perRound: 5, rounds: 4 });
    expect(searchBounds(1, 8).perRound).to.equal(9);
    expect(searchBounds(4, undefined)).to.deep.equal({ perRound: 9, rounds: 4 });
  });
});
