// What stands in the way of the entries still to come today, in words, and what is not said of those that are over.
import { expect } from 'chai';
import { accountReadiness, type AccountFacts, type SubscriptionFacts } from '../../../domain/account-readiness.js';
import { istInstant } from '../../../domain/trading-time.js';

const DAY = '2026-11-24';
const OPEN = { open: true, opens: '09:15', closes: '15:40' } as const;
const at = (time: string) => istInstant(DAY, time);

const subscription = (given: Partial<SubscriptionFacts> = {}): SubscriptionFacts => ({
  subscriptionId: 'sub_1',
  templateId: 'condor',
  entryTime: '09:20',
  templateActive: true,
  holdsPosition: false,
  dayLossReached: false,
  ...given,
});
const account = (given: Partial<AccountFacts> = {}): AccountFacts => ({
  accountId: 'acc_1',
  partnerId: 'zebu',
  brokerName: 'zebu',
  brokerAvailable: true,
  hasCredentials: true,
  servesEntriesUntilMs: at('15:30'),
  loginEndedMs: at('15:30'),
  subscriptions: [subscription()],
  ...given,
});
const codes = (facts: AccountFacts, now = '08:45', halts: { scope: string; scopeId: string | null }[] = []) =>
  accountReadiness(facts, halts, OPEN, at(now)).problems.map(({ code, subscriptionId }) => [code, subscriptionId]);

describe('the readiness of an account', () => {
  it('is ready when nothing is known to stand in the way, and names the next entry', () => {
    const facts = account({
      subscriptions: [subscription({ entryTime: '10:00' }), subscription({ subscriptionId: 'sub_2' })],
    });
    expect(accountReadiness(facts, [], OPEN, at('08:45'))).to.deep.equal({
      ready: true,
      nextEntryAtMs: at('09:20'),
      problems: [],
    });
    expect(accountReadiness(facts, [], OPEN, at('09:20')).nextEntryAtMs).to.equal(at('10:00'));
    expect(accountReadiness(facts, [], OPEN, at('10:00')).nextEntryAtMs).to.equal(undefined);
  });

  it('says what holds for the whole account', () => {
    const facts = account({
      brokerAvailable: false,
      hasCredentials: false,
      servesEntriesUntilMs: undefined,
      loginEndedMs: undefined,
    });
    const { problems } = accountReadiness(facts, [], { open: false, reason: 'weekend: Sunday' }, at('08:45'));
    expect(problems.map(({ code, message }) => [code, message])).to.deep.equal([
      ['market_closed', 'Nothing is entered today (weekend: Sunday).'],
      ['broker_not_available', 'zebu cannot be reached by this platform.'],
      ['credentials_missing', 'No api_key and api_secret are kept for this account: send them again.'],
      ['login_required', 'The user has never logged in with the broker: start a login.'],
    ]);
  });

  it('says when a login ended, on the Indian day, also just past midnight', () => {
    const facts = account({ servesEntriesUntilMs: undefined, loginEndedMs: istInstant(DAY, '00:05') });
    const { problems } = accountReadiness(facts, [], OPEN, at('08:45'));
    expect(problems[0]?.message).to.equal("The user's login ended on 2026-11-24 at 12:05 AM IST: start a new one.");
  });

  it('says what holds for one subscription only, with its id', () => {
    const facts = account({
      servesEntriesUntilMs: at('09:20'),
      subscriptions: [
        subscription({ holdsPosition: true, dayLossReached: true }),
        subscription({ subscriptionId: 'sub_2', templateActive: false, entryTime: '09:16' }),
      ],
    });
    expect(codes(facts)).to.deep.equal([
      ['login_ends_before_entry', 'sub_1'],
      ['position_held', 'sub_1'],
      ['day_loss_limit_reached', 'sub_1'],
      ['strategy_not_offered', 'sub_2'],
    ]);
  });

  it('says nothing of an entry that is over', () => {
    expect(codes(account({ subscriptions: [subscription({ holdsPosition: true })] }), '09:20')).to.deep.equal([]);
  });

  for (const [scope, scopeId, subscriptionId] of [
    ['all', null, null],
    ['partner', 'zebu', null],
    ['account', 'acc_1', null],
    ['template', 'condor', 'sub_1'],
    ['subscription', 'sub_1', 'sub_1'],
  ] as const)
    it(`says that an operator has halted it (${scope}), and nothing of others' halts`, () => {
      expect(codes(account(), '08:45', [{ scope, scopeId }])).to.deep.equal([['halted', subscriptionId]]);
      if (scope !== 'all') expect(codes(account(), '08:45', [{ scope, scopeId: 'other' }])).to.deep.equal([]);
    });
});
