// The pure parts of the report before the open: margins, contracts, set-up, and an event that stays small.
import { expect } from 'chai';
import { contractProblem } from '../../../domain/contract-readiness.js';
import { marginVerdict } from '../../../domain/margin-readiness.js';
import type { LegSpec, OptionInstrument } from '../../../domain/option-contract.js';
import { MOST_NAMED, readinessReport } from '../../../domain/readiness-event.js';
import { setUpProblem, wireSettings } from '../../../platform/broker-wires.js';

const entry = (given: Partial<Parameters<typeof marginVerdict>[1][number]> = {}) => ({
  checkId: 'rdy_1',
  templateId: 'condor',
  lotMultiplier: 2,
  marginPaise: 100_000,
  ...given,
});

describe('the margin of a day', () => {
  it('is enough to the paisa, multiplied by the lots', () => {
    expect(marginVerdict(200_000, [entry()]).problems).to.deep.equal([]);
    expect(marginVerdict(199_999, [entry()]).problems.map(({ code }) => code)).to.deep.equal(['margin_short']);
    expect(marginVerdict(200_000, [entry()]).neededPaise.get('rdy_1')).to.equal(200_000);
  });

  it('is never known where a need is not on record, and short where nothing is there', () => {
    const { problems } = marginVerdict(0, [
      entry({ marginPaise: null }),
      entry({ checkId: 'rdy_2', marginPaise: null }),
    ]);
    expect(problems.map(({ code }) => code)).to.deep.equal(['margin_not_known', 'margin_short']);
    expect(problems[0]?.message).to.equal('How much margin condor needs is not on record.');
  });
});

describe('contracts before the open', () => {
  const leg: LegSpec = { side: 'BUY', optionType: 'CE', expiry: 'nearest', lots: 1, strikeOffset: 0 };
  const listed: OptionInstrument = {
    tradingsymbol: 'NIFTY26DEC0124500CE',
    exchange: 'NFO',
    instrumentKey: 'key',
    underlying: 'NIFTY',
    expiry: '2026-12-01',
    strikePaise: 2_450_000,
    optionType: 'CE',
    lotUnits: 65,
    tickPaise: 5,
  };

  it('are there for every leg, or it is said which is missing', () => {
    expect(contractProblem([leg], [listed], '2026-11-25')).to.equal(undefined);
    expect(contractProblem([leg, { ...leg, optionType: 'PE' }], [listed], '2026-11-25')).to.match(/lists no PE/);
    expect(contractProblem([leg], undefined, '2026-11-25')).to.match(/has not been read/);
    expect(contractProblem([], [listed], '2026-11-25')).to.match(/no legs/);
    expect(contractProblem([{ ...leg, lots: 0 }], [listed], '2026-11-25')).to.match(/legs\.0\.lots/);
  });
});

describe('the set-up of a wire', () => {
  it('names what an operator has not configured, where the wire has a place for it', () => {
    const bare = wireSettings(undefined);
    expect(setUpProblem('zebu', bare)).to.equal(undefined);
    expect(setUpProblem('upstox', bare)).to.match(/upstox: the algorithm's id/);
    expect(setUpProblem('angel', bare)).to.match(/angel: the static address/);
    expect(setUpProblem('nothing', bare)).to.match(/not known/);
    const whole = wireSettings(undefined, { upstox: { algoId: 'A' }, angel: { client: { publicIp: '203.0.113.7' } } });
    for (const wire of ['upstox', 'angel']) expect(setUpProblem(wire, whole), wire).to.equal(undefined);
  });
});

describe('readiness_report', () => {
  it('names fifty at most, says how many more there are, and is told once a day and partner', () => {
    const one = { subscriptionId: 'sub_1', userEmail: 'u@example.com', clientId: 'C1' };
    const notReady = Array.from({ length: 60 }, () => ({
      ...one,
      codes: ['login_required', 'login_required'] as const,
    }));
    const event = readinessReport({ partnerId: 'zebu', day: '2026-11-25', total: 100, ready: 30, notReady, atMs: 0 });
    expect(event.cause).to.equal('readiness_report/zebu/2026-11-25');
    expect(event.body['not_ready']).to.have.length(MOST_NAMED);
    expect((event.body['not_ready'] as Record<string, unknown>[])[0]?.['problems']).to.deep.equal(['login_required']);
    expect(event.body).to.deep.include({ more: 20, subscriptions: { total: 100, ready: 30, not_ready: 70 } });
  });
});
