// readiness: every live subscription is looked at before the open; what could not be read is not ready; partners are told once.
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { BrokerError } from '../../brokers/errors.js';
import { encodeSession } from '../../brokers/session-codec.js';
import { BrokerAccountRepository, type BrokerAccount } from '../../db/repositories/broker-accounts.js';
import { InstrumentRepository } from '../../db/repositories/instruments.js';
import { ReadinessRepository, type ReadinessCheck } from '../../db/repositories/readiness.js';
import { seedSimulatedFreezes } from '../../db/seeds/development-data.js';
import { seedReferenceData } from '../../db/seeds/reference-data.js';
import type { Subscription } from '../../db/repositories/subscriptions.js';
import type { OptionInstrument } from '../../domain/option-contract.js';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import type { readiness } from '../../workflows/readiness.js';
import { historyText } from './rig/history-text.js';
import { readinessClock, startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

const DAY = '2026-11-25';
const AT_0845 = Date.UTC(2026, 10, 25, 3, 15);
const SESSION_ENDS = new Date(Date.UTC(2026, 10, 25, 10));
const LEG = { side: 'BUY', optionType: 'CE', strikeOffset: 0, expiry: 'nearest', lots: 1 };
const LISTED: OptionInstrument = {
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

describe('readiness', () => {
  let rig: PlatformRig;
  let reports: ReadinessRepository;
  let templateId: string;

  before(async () => {
    rig = await startPlatformRig();
    reports = new ReadinessRepository(rig.db);
    await rig.db.transaction(async (tx) => {
      await seedReferenceData(tx);
      await seedSimulatedFreezes(tx);
    });
    templateId = await strategy({ marginPaise: 5_000_000 });
    await listContracts();
  });
  after(() => rig.stop());
  beforeEach(async () => {
    await rig.db.query('DELETE FROM readiness_report');
    await rig.db.query(
      `UPDATE subscription SET status = 'CANCELLED', cancelled_at = now() WHERE status <> 'CANCELLED'`,
    );
    readinessClock.nowMs = AT_0845;
    readinessClock.setUpProblem = undefined;
    rig.broker.onMargin = () => Promise.resolve(10_000_000);
  });

  async function strategy(given: { marginPaise?: number; legs?: unknown[] } = {}): Promise<string> {
    const id = `template-${randomUUID()}`;
    await rig.db.query(`INSERT INTO strategy_template (id, name, current_version) VALUES ($1, 'Test', 1)`, [id]);
    await rig.db.query(
      `INSERT INTO template_version (template_id, version, description, underlying, entry_time, legs, monthly_fee_paise)
       VALUES ($1, 1, 'Test', 'NIFTY', '09:20', $2, 99900)`,
      [id, JSON.stringify(given.legs ?? [LEG])],
    );
    if (given.marginPaise !== undefined)
      await rig.db.query(
        `INSERT INTO template_margin (template_id, effective_from, margin_paise) VALUES ($1, '2020-01-01', $2), ($1, '2999-01-01', 1)`,
        [id, given.marginPaise],
      );
    return id;
  }

  async function listContracts(): Promise<void> {
    const masters = new InstrumentRepository(rig.db);
    await masters.request('zebu', DAY, 'test');
    await masters.store('zebu', DAY, [LISTED], { counts: { NIFTY: 1 }, warnings: [] });
  }

  /** With the day's login. */
  async function loggedIn(given: Parameters<typeof rig.make.linkedAccount>[0] = {}): Promise<BrokerAccount> {
    const account = await rig.make.linkedAccount(given);
    const session = { clientId: account.clientId, apiKey: 'canary_key', accessToken: `canary_${account.clientId}` };
    await rig.db.transaction(async (tx) => {
      const place = { partnerId: account.partnerId, ownerId: account.id, purpose: 'access_token' as const };
      const tokenSecretId = await rig.vault.seal({ ...place, plaintext: encodeSession(session) }, tx);
      await new BrokerAccountRepository(rig.db).setToken(tx, account.id, {
        tokenSecretId,
        lastLogin: new Date(AT_0845),
        tokenExpiresAt: SESSION_ENDS,
        entryValidUntil: SESSION_ENDS,
      });
    });
    return rig.make.reread(account.id);
  }

  const run = (input: { day?: string } = { day: DAY }) =>
    rig.env.client.workflow.execute<typeof readiness>('readiness', {
      workflowId: `readiness-${randomUUID()}`,
      taskQueue: PLATFORM_QUEUE,
      args: [input],
    });
  const checksOf = async ({ partnerId }: { partnerId: string }): Promise<ReadinessCheck[]> =>
    (await reports.list(partnerId, 'live', DAY, { limit: 200 })).rows;
  const eventsOf = ({ partnerId }: { partnerId: string }) =>
    rig.db.query<{ body: Record<string, unknown> }>(
      `SELECT body FROM outbox_event WHERE partner_id = $1 AND type = 'readiness_report'`,
      [partnerId],
    );

  /** @returns what the one subscription of a fresh account was found to be */
  async function found(account: BrokerAccount, of = templateId): Promise<ReadinessCheck & { codes: string[] }> {
    await rig.make.subscription({ account, templateId: of });
    await run();
    const [check] = await checksOf(account);
    if (!check) throw new Error('nothing was checked');
    return { ...check, codes: check.problems.map(({ code }) => code) };
  }

  it('finds ready what is logged in, funded, listed and set up, and tells the partner', async () => {
    const account = await loggedIn();
    const check = await found(account);
    expect(check).to.include({ status: 'ready', marginAvailablePaise: 10_000_000, marginNeededPaise: 5_000_000 });
    expect(check.problems).to.deep.equal([]);
    const [event] = await eventsOf(account);
    expect(event?.body).to.deep.include({
      event: 'readiness_report',
      user_email: null,
      trading_day: DAY,
      subscriptions: { total: 1, ready: 1, not_ready: 0 },
      not_ready: [],
      more: 0,
      report: '/partner/readiness',
    });
  });

  it('asks no broker for a user who is not logged in', async () => {
    let asked = 0;
    rig.broker.onMargin = () => Promise.resolve((asked += 1));
    const account = await rig.make.linkedAccount();
    const check = await found(account);
    expect(check).to.include({ status: 'not_ready', marginAvailablePaise: null });
    expect(check.codes).to.deep.equal(['login_required']);
    expect(asked).to.equal(0);
    const [event] = await eventsOf(account);
    expect(event?.body['not_ready']).to.deep.equal([
      {
        subscription_id: check.subscriptionId,
        user_email: account.userEmail,
        client_id: account.clientId,
        problems: ['login_required'],
      },
    ]);
  });

  for (const [what, error, code] of [
    ['the broker has ended', new BrokerError('auth', 'zebu', 'Session of canary_key expired'), 'broker_session_ended'],
    ['the set-up of which is refused', new BrokerError('configuration', 'zebu', 'IP not allowed'), 'set_up_incomplete'],
    ['whose funds do not come', new BrokerError('unreachable', 'zebu', 'socket hang up'), 'margin_not_known'],
    ['whose funds are refused', new BrokerError('refused', 'zebu', 'No such service'), 'margin_not_known'],
  ] as const)
    it(`does not call ready a session ${what}`, async () => {
      rig.broker.onMargin = () => Promise.reject(error);
      const check = await found(await loggedIn());
      expect(check).to.include({ status: 'not_ready', marginAvailablePaise: null });
      expect(check.codes).to.deep.equal([code]);
      expect(JSON.stringify(check.problems)).not.to.include('canary_key');
    });

  it('asks again when the broker is slow to answer', async () => {
    let asked = 0;
    rig.broker.onMargin = () =>
      (asked += 1) < 3 ? Promise.reject(new BrokerError('throttled', 'zebu', 'later')) : Promise.resolve(10_000_000);
    expect((await found(await loggedIn())).status).to.equal('ready');
  });

  it('adds up what all entries of an account need', async () => {
    const account = await loggedIn();
    await rig.make.subscription({ account, templateId });
    const check = await found(account, await strategy({ marginPaise: 5_000_001 }));
    expect(check.codes).to.deep.equal(['margin_short']);
    expect(check.problems[0]?.message).to.equal(
      "₹100000 is available; the day's entries in this account need about ₹100000.01.",
    );
    expect((await checksOf(account)).map(({ status }) => status)).to.deep.equal(['not_ready', 'not_ready']);
  });

  it('does not call ready what is not on record: a margin, a list, a contract, a set-up', async () => {
    expect((await found(await loggedIn(), await strategy())).codes).to.deep.equal(['margin_not_known']);
    const put = await strategy({ marginPaise: 1, legs: [{ ...LEG, optionType: 'PE' }] });
    expect((await found(await loggedIn(), put)).codes).to.deep.equal(['contracts_not_resolved']);
    await rig.db.query('DELETE FROM readiness_report');
    await rig.db.query('DELETE FROM instrument_master');
    readinessClock.setUpProblem = 'Not configured for zebu: the static address (an operator must).';
    expect((await found(await loggedIn())).codes).to.deep.equal(['set_up_incomplete', 'contracts_not_resolved']);
    await listContracts();
  });

  it('leaves unchecked, and says so, what there was no time for', async () => {
    const first = await loggedIn();
    const second = await loggedIn({ partnerId: first.partnerId });
    for (const account of [first, second]) await rig.make.subscription({ account, templateId });
    rig.broker.onMargin = () => {
      readinessClock.nowMs = Date.UTC(2026, 10, 25, 3, 40);
      return Promise.resolve(10_000_000);
    };
    expect(await run()).to.deep.equal({ outcome: 'completed', day: DAY, subscriptions: 2, ready: 1 });
    const checks = await checksOf(first);
    expect(checks.map(({ status }) => status).sort()).to.deep.equal(['not_checked', 'ready']);
    const unchecked = checks.find(({ status }) => status === 'not_checked');
    expect(unchecked?.problems[0]?.message).to.match(/nothing is known of its readiness/);
    const [event] = await eventsOf(first);
    expect(event?.body['subscriptions']).to.deep.equal({ total: 2, ready: 1, not_ready: 1 });
  });

  it('goes on after a failure with what is not checked yet, tells once, and checks only ACTIVE live subscriptions', async () => {
    const account = await loggedIn();
    const other = await loggedIn({ partnerId: account.partnerId });
    const paused: Subscription = await rig.make.subscription({ account: other, templateId });
    await rig.db.query(`UPDATE subscription SET status = 'PAUSED' WHERE id = $1`, [paused.id]);
    await rig.make.subscription({ account, templateId });
    let asked = 0;
    rig.broker.onMargin = () => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('a fault of ours')) : Promise.resolve(10_000_000);
    };
    expect(await run()).to.include({ outcome: 'completed', subscriptions: 1, ready: 1 });
    expect(await run()).to.include({ outcome: 'completed', subscriptions: 1, ready: 1 });
    expect(asked).to.equal(2);
    expect(await eventsOf(account)).to.have.length(1);
  });

  it('checks nothing on a day without a market, and keeps secrets and e-mails out of its history', async () => {
    expect(await run({ day: '2026-11-24' })).to.deep.equal({
      outcome: 'skipped',
      day: '2026-11-24',
      reason: 'market holiday: Guru Nanak Jayanti',
    });
    await rig.make.subscription({ account: await loggedIn(), templateId });
    const workflowId = `readiness-${randomUUID()}`;
    await rig.env.client.workflow.execute<typeof readiness>('readiness', {
      workflowId,
      taskQueue: PLATFORM_QUEUE,
      args: [{ day: DAY }],
    });
    expect(await historyText(rig.env.client.workflow, workflowId)).not.to.match(/canary/);
  });
});
