// The go-live checklist: all of it passes for a partner that has done everything, and each check can fail, alone.
import { expect } from 'chai';
import { goLiveChecklist } from '../../../domain/go-live.js';
import {
  GO_LIVE_CHECKS,
  type EndpointFacts,
  type GoLiveCheckName,
  type GoLiveFacts,
  type SetUp,
} from '../../../domain/go-live-check.js';
import type { MarketFacts } from '../../../domain/market-facts.js';
import { DISABLE_REASONS } from '../../../domain/webhook-event.js';
import { wireSettings } from '../../../platform/broker-wires.js';

/** A Tuesday, 17:00 IST. */
const NOW_MS = Date.UTC(2026, 10, 24, 11, 30);
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW_MS - days * DAY_MS);

const endpoint: EndpointFacts = {
  ...{ id: 'whe_1', url: 'https://portal.example/hook?key=1', status: 'enabled', statusReason: null },
  ...{ failingSince: null, secretSince: daysAgo(10) },
  lastTest: { atMs: NOW_MS - DAY_MS, url: 'https://portal.example/hook', statusCode: 204, error: null },
};
const facts: GoLiveFacts = {
  ...{ brokerName: 'zebu', brokerWire: null, callbackUrl: 'https://portal.example/callback' },
  contractFrom: '2026-11-01',
  strategies: [{ templateId: 't', underlying: 'NIFTY', monthlyFeePaise: 99_900 }],
  halts: [],
  liveKeys: [{ publicKey: 'pk_zebu_live_1', lastUsedAt: daysAgo(1) }],
  endpoints: [endpoint],
  eventsWaiting: 0,
  sandbox: {
    ...{ linked: 1, loggedIn: 1, subscribed: 1, completed: 1, failuresDelivered: 1 },
    ...{ paused: 1, resumed: 1, cancelled: 1 },
  },
  ...{ idempotencyKeys: 3, made: 2, usersInBothModes: 0 },
};
const market: MarketFacts = {
  calendar: {
    loadedYears: [2026],
    holidays: new Map([['2026-11-25', 'A holiday']]),
    specialSessions: new Map(),
    sessionHours: [{ effectiveFrom: '2020-01-01', opens: '09:15', closes: '15:30' }],
  },
  lots: [{ underlying: 'NIFTY', units: 65, source: 's', effectiveFrom: '2026-01-01', effectiveTo: null }],
  freezes: [{ underlying: 'NIFTY', units: 1800, source: 's', effectiveFrom: '2026-01-01', effectiveTo: null }],
  expiryWeekdays: (['weekly', 'monthly'] as const).map((cadence) => ({
    ...{ underlying: 'NIFTY', cadence, effectiveFrom: '2026-01-01', weekday: 2, source: 's' },
  })),
};
const setUp: SetUp = wireSettings(undefined);

type Changed = { facts?: Partial<GoLiveFacts>; market?: Partial<MarketFacts>; setUp?: Partial<SetUp>; nowMs?: number };
const listed = (changed: Changed = {}) =>
  goLiveChecklist(
    { ...facts, ...changed.facts },
    { ...market, ...changed.market },
    { ...setUp, ...changed.setUp },
    changed.nowMs ?? NOW_MS,
  );
const failing = (changed: Changed): GoLiveCheckName[] =>
  listed(changed).checks.flatMap(({ check, result }) => (result === 'fail' ? [check] : []));

describe('go-live checklist', () => {
  it('has every check once, in order, and all pass for a partner that has done everything', () => {
    const { ready, checks } = listed();
    expect(checks.map(({ check }) => check)).to.deep.equal([...GO_LIVE_CHECKS]);
    expect(checks.filter(({ result }) => result === 'fail')).to.deep.equal([]);
    expect(ready).to.equal(true);
    expect(checks.filter(({ todo }) => todo !== null)).to.deep.equal([]);
    expect(checks.find(({ check }) => check === 'market_data')?.finding, 'not the holiday').to.include('2026-11-26');
  });

  const withEndpoint = (change: Partial<EndpointFacts>, ...more: EndpointFacts[]): Changed => ({
    facts: { endpoints: [{ ...endpoint, ...change }, ...more] },
  });
  const withTest = (change: Partial<NonNullable<EndpointFacts['lastTest']>>): Changed =>
    withEndpoint({ lastTest: { ...(endpoint.lastTest as NonNullable<EndpointFacts['lastTest']>), ...change } });
  const sandbox = (change: Partial<GoLiveFacts['sandbox']>): Changed => ({
    facts: { sandbox: { ...facts.sandbox, ...change } },
  });
  const calendar = (change: Partial<MarketFacts['calendar']>): Changed => ({
    market: { calendar: { ...market.calendar, ...change } },
  });

  for (const [why, changed, expected] of [
    ['a wire of another broker', { facts: { brokerWire: 'angel' } }, ['broker_wire']],
    ['a broker nobody knows', { facts: { brokerName: 'x' } }, ['broker_wire']],
    ['Upstox without the name of the algorithm', { facts: { brokerName: 'upstox' } }, ['broker_set_up']],
    ['Noren without the id', { facts: { brokerWire: 'zebu-noren' } }, ['broker_set_up']],
    ['Angel without the address', { facts: { brokerName: 'angel' } }, ['broker_set_up']],
    ['a callback without https', { facts: { callbackUrl: 'http://portal.example/cb' } }, ['callback_url']],
    ['a callback on this machine', { facts: { callbackUrl: 'https://127.0.0.1/cb' } }, ['callback_url']],
    ['a callback that is no address', { facts: { callbackUrl: 'portal' } }, ['callback_url']],
    ['no contract', { facts: { contractFrom: null } }, ['contract']],
    ['no strategy', { facts: { strategies: [] } }, ['strategies']],
    [
      'a strategy without a price',
      { facts: { strategies: [...facts.strategies, { templateId: 'u', underlying: 'NIFTY', monthlyFeePaise: 0 }] } },
      ['strategies'],
    ],
    ['no calendar', calendar({ loadedYears: [] }), ['market_data']],
    [
      'the next year not loaded',
      { nowMs: Date.UTC(2026, 11, 31, 6), facts: recent(Date.UTC(2026, 11, 31, 6)) },
      ['market_data'],
    ],
    ['no freeze quantity', { market: { freezes: [] } }, ['market_data']],
    [
      'a freeze quantity that ends before the day',
      {
        market: { freezes: [{ ...(market.freezes[0] as MarketFacts['freezes'][number]), effectiveTo: '2026-11-25' }] },
      },
      ['market_data'],
    ],
    ['no lot size', { market: { lots: [] } }, ['market_data']],
    ['no monthly expiry weekday', { market: { expiryWeekdays: market.expiryWeekdays.slice(0, 1) } }, ['market_data']],
    ['a kill switch', { facts: { halts: ['partner: asked for'] } }, ['not_halted']],
    ['no live key', { facts: { liveKeys: [] } }, ['live_key', 'live_key_used']],
    ['a live key never used', { facts: { liveKeys: [{ publicKey: 'k', lastUsedAt: null }] } }, ['live_key_used']],
    ['one used long ago', { facts: { liveKeys: [{ publicKey: 'k', lastUsedAt: daysAgo(30) }] } }, ['live_key_used']],
    ['no endpoint', { facts: { endpoints: [] } }, ['webhook_endpoint', 'webhook_test']],
    [
      'an endpoint that the partner switched off',
      withEndpoint({ status: 'disabled', statusReason: 'switched off by the partner' }),
      ['webhook_endpoint', 'webhook_test'],
    ],
    [
      'a second one without https',
      withEndpoint({}, { ...endpoint, url: 'http://portal.example/' }),
      ['webhook_endpoint'],
    ],
    ['no test', withEndpoint({ lastTest: null }), ['webhook_test']],
    ['a test that was refused', withTest({ statusCode: 401 }), ['webhook_test']],
    ['a test without an answer', withTest({ statusCode: null, error: 'timed out' }), ['webhook_test']],
    ['a test of another address', withTest({ url: 'https://old.example/hook' }), ['webhook_test']],
    ['a test of long ago', withTest({ atMs: NOW_MS - 30 * DAY_MS }), ['webhook_test']],
    ['an endpoint that fails', withEndpoint({ failingSince: daysAgo(1) }), ['webhook_health']],
    [
      'one that we switched off',
      withEndpoint({}, { ...endpoint, status: 'disabled', statusReason: DISABLE_REASONS.failing }),
      ['webhook_health'],
    ],
    ['events that wait', { facts: { eventsWaiting: 2 } }, ['webhook_health']],
    ['no account in the sandbox', sandbox({ linked: 0 }), ['sandbox_day']],
    ['no login', sandbox({ loggedIn: 0 }), ['sandbox_day']],
    ['no subscription', sandbox({ subscribed: 0 }), ['sandbox_day']],
    ['no execution', sandbox({ completed: 0 }), ['sandbox_day']],
    ['no failure handled', sandbox({ failuresDelivered: 0 }), ['sandbox_failure']],
    ['never paused', sandbox({ paused: 0 }), ['sandbox_changes']],
    ['never resumed', sandbox({ resumed: 0 }), ['sandbox_changes']],
    ['never cancelled', sandbox({ cancelled: 0 }), ['sandbox_changes']],
    ['an old secret', withEndpoint({ secretSince: daysAgo(181) }), ['webhook_secret']],
    ['no idempotency key', { facts: { idempotencyKeys: 0 } }, ['idempotency']],
    ['users in both modes', { facts: { usersInBothModes: 1 } }, ['modes_apart']],
  ] satisfies [string, Changed, GoLiveCheckName[]][])
    it(`${why}: ${expected.join(', ')}`, () => {
      expect(failing(changed)).to.deep.equal(expected);
      const advice: GoLiveCheckName[] = ['webhook_secret', 'idempotency', 'modes_apart'];
      const { ready, checks } = listed(changed);
      expect(ready).to.equal(expected.every((check) => advice.includes(check)));
      for (const { result, todo, finding } of checks) {
        expect(todo === null).to.equal(result !== 'fail');
        expect(finding).not.to.include('undefined');
      }
    });

  it('passes with what the brokers ask for', () => {
    const given = {
      'zebu-noren': { algoId: 'A' },
      upstox: { algoId: 'B' },
      angel: { client: { publicIp: '203.0.113.7' } },
    };
    const complete = wireSettings(undefined, given);
    for (const change of [{ brokerWire: 'zebu-noren' }, { brokerName: 'upstox' }, { brokerName: 'angel' }])
      expect(failing({ facts: change, setUp: complete })).to.deep.equal([]);
    expect(listed().checks.find(({ check }) => check === 'broker_set_up')?.result).to.equal('not_applicable');
  });

  it('says nothing where nothing can be known', () => {
    const result = (changed: Changed, name: GoLiveCheckName) =>
      listed(changed).checks.find(({ check }) => check === name)?.result;
    expect(result({ facts: { idempotencyKeys: 0, made: 0 } }, 'idempotency')).to.equal('not_applicable');
    expect(result({ facts: { endpoints: [] } }, 'webhook_secret')).to.equal('not_applicable');
  });
});

/** What depends on the time, at another one. */
function recent(nowMs: number): Partial<GoLiveFacts> {
  const at = new Date(nowMs - DAY_MS);
  const lastTest = { atMs: at.getTime(), url: null, statusCode: 200, error: null };
  return {
    liveKeys: [{ publicKey: 'k', lastUsedAt: at }],
    endpoints: [{ ...endpoint, secretSince: at, lastTest }],
  };
}
