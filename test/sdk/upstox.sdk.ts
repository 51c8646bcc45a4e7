// Upstox' own Node and Python clients against our simulator: what they cannot send or read, the simulator has wrong.
import { expect } from 'chai';
import type { OptionInstrument } from '../../domain/option-contract.js';
import { crossingOrder, atTheMoneyCall, startSimulator, type SimHarness } from '../brokers/harness.js';
import { loginAt } from '../brokers/subjects/live.js';
import { CREDENTIALS, REDIRECT_URI } from '../brokers/subjects/subject.js';
import { tokenOf } from '../../brokers/simulator/tokens.js';
import { runClient, type Language } from './clients.js';

type Row = {
  orderId: string;
  tag: string;
  status: string;
  side: string;
  price: number;
  quantity: number;
  filled: number;
  instrumentKey: string;
};
type Failure = { status: number; codes: string[] };
type Report = {
  userId: string;
  resting: string[];
  modified: string;
  repriced: Row;
  cancelled: string;
  crossing: string[];
  filled: Row;
  stages: [string, string][];
  book: Row[];
  positions: [string, number][];
  quotes: { instrumentKey: string; bid: number; ask: number; upper: number }[];
  levels: [string, number][];
  margin: number;
  refusals: Record<'again' | 'cancelledTwice' | 'refused' | 'dead', Failure>;
};

const SCRIPTS = { node: 'upstox.mjs', python: 'upstox.py' } as const;
const INDEX_KEY = 'NSE_INDEX|Nifty 50';

for (const language of ['node', 'python'] as const satisfies Language[])
  describe(`sdk: upstox, ${language}`, function () {
    // The first run on a machine installs the clients.
    this.timeout(300_000);
    const clientId = `SDK${language.toUpperCase()}`;
    let on: SimHarness;
    let option: OptionInstrument;
    let key: string;
    let report: Report;

    before(async () => {
      on = await startSimulator();
      option = atTheMoneyCall();
      key = `NSE_FO|${tokenOf(option)}`;
      const baseUrl = `${on.simulator.url}/upstox`;
      report = await runClient<Report>(language, SCRIPTS[language], {
        baseUrl,
        ...CREDENTIALS,
        code: await loginAt('upstox', 'upstox', baseUrl, clientId, 'code'),
        redirectUri: REDIRECT_URI,
        instrumentKey: key,
        indexKey: INDEX_KEY,
        quantity: option.lotUnits,
        restingPrice: 0.05,
        crossingPrice: crossingOrder('BUY', {}, option).limitPricePaise / 100,
        tags: ['SDKREST', 'SDKCROSS'],
        algoName: 'quantleap',
      });
    });
    after(() => on.simulator.close());

    it('exchanges a code once', () => {
      expect(report.userId).to.equal(clientId);
      expect(report.refusals.again).to.deep.equal({ status: 401, codes: ['UDAPI100057'] });
    });

    it('places, reprices and cancels', () => {
      expect(report.resting).to.have.length(1);
      const [orderId] = report.resting;
      expect([report.modified, report.cancelled]).to.deep.equal([orderId, orderId]);
      expect(report.repriced).to.deep.include({ orderId, tag: 'SDKREST', status: 'open', side: 'BUY', price: 0.1 });
      expect(report.refusals.cancelledTwice).to.deep.equal({ status: 400, codes: ['UDAPI100040'] });
    });

    it('sees an order filled: by id, by tag stage by stage, and in the book', () => {
      const [orderId] = report.crossing;
      const units = option.lotUnits;
      const row = { orderId, status: 'complete', quantity: units, filled: units, instrumentKey: key };
      expect(report.filled).to.deep.include({ ...row, tag: 'SDKCROSS' });
      expect(report.stages.map(([id]) => id)).to.deep.equal(Array(report.stages.length).fill(orderId));
      expect([report.stages[0]?.[1], report.stages.at(-1)?.[1]]).to.deep.equal(['put order req received', 'complete']);
      expect(report.book.map((o) => [o.tag, o.status])).to.deep.equal([
        ['SDKREST', 'cancelled'],
        ['SDKCROSS', 'complete'],
      ]);
      expect(report.positions).to.deep.equal([[key, units]]);
    });

    it('reads quotes, an index level and funds', () => {
      expect(report.quotes).to.have.length(1);
      const [quote] = report.quotes;
      expect(quote).to.include({ instrumentKey: key });
      expect(quote!.bid).to.be.within(0.05, quote!.ask);
      expect(quote!.ask).to.be.at.most(quote!.upper);
      expect(report.levels.map(([index]) => index)).to.deep.equal([INDEX_KEY]);
      expect(report.levels[0]![1]).to.be.within(20_000, 30_000);
      expect(report.margin).to.be.greaterThan(0);
    });

    it('is told why not, in codes', () => {
      expect(report.refusals.refused).to.deep.equal({ status: 400, codes: ['UDAPI1052'] });
      expect(report.refusals.dead).to.deep.equal({ status: 401, codes: ['UDAPI100050'] });
    });
  });
