// Zerodha's own Node client against our simulator: what it cannot send or read, the simulator has wrong.
import { expect } from 'chai';
import type { OptionInstrument } from '../../domain/option-contract.js';
import { kiteNaming } from '../../brokers/simulator/wires/kite-contracts.js';
import { atTheMoneyCall, crossingOrder, startSimulator, type SimHarness } from '../brokers/harness.js';
import { loginAt } from '../brokers/subjects/live.js';
import { CREDENTIALS } from '../brokers/subjects/subject.js';
import { runClient } from './clients.js';

type Row = {
  orderId: string;
  tag: string;
  status: string;
  side: string;
  price: number;
  quantity: number;
  filled: number;
  tradingsymbol: string;
  dated: boolean;
};
type Report = {
  userId: string;
  loginDated: boolean;
  resting: string;
  modified: string;
  repriced: Row;
  cancelled: string;
  crossing: string;
  filled: Row;
  stages: [string, string][];
  positions: [string, number][];
  quote: { bid: number; ask: number; upper: number };
  level: number;
  listed: [string, number, number, string, string][];
  margin: number;
  refusals: Record<'again' | 'cancelledTwice' | 'quotedTwice' | 'refused' | 'dead', string>;
};

describe('sdk: kiteconnect, node', function () {
  // The first run on a machine installs the clients.
  this.timeout(300_000);
  const clientId = 'SDKKITE';
  let on: SimHarness;
  let option: OptionInstrument;
  let tradingsymbol: string;
  let report: Report;

  before(async () => {
    on = await startSimulator();
    option = atTheMoneyCall();
    tradingsymbol = kiteNaming.symbolOf(option);
    const baseUrl = `${on.simulator.url}/kite`;
    report = await runClient<Report>('node', 'kite.mjs', {
      ...{ baseUrl, ...CREDENTIALS, tradingsymbol },
      requestToken: await loginAt('kite', 'kite', baseUrl, clientId, 'request_token'),
      indexKey: 'NSE:NIFTY 50',
      quantity: option.lotUnits,
      restingPrice: 0.05,
      crossingPrice: crossingOrder('BUY', {}, option).limitPricePaise / 100,
      tags: ['SDKREST', 'SDKCROSS'],
    });
  });
  after(() => on.simulator.close());

  it('exchanges a request token once, by its own checksum', () => {
    expect([report.userId, report.loginDated, report.refusals.again]).to.deep.equal([clientId, true, 'TokenException']);
  });

  it('places, reprices and cancels', () => {
    const { resting: orderId } = report;
    expect([report.modified, report.cancelled]).to.deep.equal([orderId, orderId]);
    expect(report.repriced).to.include({
      orderId,
      tag: 'SDKREST',
      status: 'OPEN',
      side: 'BUY',
      price: 0.1,
      dated: true,
    });
    expect(report.refusals.cancelledTwice).to.equal('OrderException');
  });

  it('sees an order filled: in the book, stage by stage, and as a position', () => {
    const { crossing: orderId } = report;
    const units = option.lotUnits;
    expect(report.filled).to.include({ orderId, tag: 'SDKCROSS', status: 'COMPLETE', quantity: units, filled: units });
    expect(report.stages).to.deep.equal([
      [orderId, 'PUT ORDER REQ RECEIVED'],
      [orderId, 'COMPLETE'],
    ]);
    expect(report.positions).to.deep.equal([[tradingsymbol, units]]);
  });

  it('reads quotes, an index level, the gzipped instrument list and margins', () => {
    expect(report.quote.bid).to.be.within(0.05, report.quote.ask);
    expect(report.quote.ask).to.be.at.most(report.quote.upper);
    expect(report.level).to.be.within(20_000, 30_000);
    expect(report.listed).to.deep.equal([['NIFTY', option.strikePaise / 100, option.lotUnits, 'CE', option.expiry]]);
    expect(report.margin).to.be.greaterThan(0);
  });

  it('is told why not, by type', () => {
    const { refused, dead, quotedTwice } = report.refusals;
    expect({ refused, dead, quotedTwice }).to.deep.equal({
      ...{ refused: 'InputException', dead: 'TokenException', quotedTwice: 'NetworkException' },
    });
  });
});
