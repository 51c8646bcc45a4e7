// instrumentMaster: every wire's list of the day, tried until it is there, judged, and kept; one wire's trouble is its own.
import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { expect } from 'chai';
import { BrokerError } from '../../brokers/errors.js';
import type { BrokerSession } from '../../brokers/port.js';
import { encodeSession } from '../../brokers/session-codec.js';
import { BrokerAccountRepository } from '../../db/repositories/broker-accounts.js';
import { InstrumentRepository } from '../../db/repositories/instruments.js';
import type { OptionInstrument, Underlying } from '../../domain/option-contract.js';
import { listedOptions } from '../../domain/simulated-listing.js';
import { addDays, nextIstTime, tradingDayOf, weekdayOf } from '../../domain/trading-time.js';
import type { instrumentMaster } from '../../workflows/instrument-master.js';
import {
  instrumentsWorkflowId,
  readNowSignal,
  type InstrumentMasterInput,
} from '../../workflows/messages/instruments.js';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import { waitFor } from '../support/wait.js';
import { historyText } from './rig/history-text.js';
import { startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

const TOKEN = 'canary_access_token';
type List = (session: BrokerSession, underlying: Underlying) => Promise<OptionInstrument[]>;

describe('instrumentMaster', () => {
  let rig: PlatformRig;
  let masters: InstrumentRepository;
  /** Awaits results without skipping time. */
  let client: Client;
  let day: string;
  const reads: string[] = [];
  const whole: List = (_session, underlying) => Promise.resolve(listedOptions(underlying, day));
  const some: List = async (session, underlying) => (await whole(session, underlying)).filter((_, n) => n % 4 === 0);
  const answer = (list: List) => {
    reads.length = 0;
    rig.broker.onInstruments = (session, underlying) => {
      if (underlying === 'NIFTY') reads.push(session.clientId);
      return list(session, underlying);
    };
  };

  before(async () => {
    rig = await startPlatformRig();
    masters = new InstrumentRepository(rig.db);
    client = new Client({ connection: rig.env.connection });
    // A weekday's morning, whenever the suite runs: lists are tried until 15:30.
    const nowMs = await rig.nowMs();
    let morning = nextIstTime(nowMs, '08:35');
    while ([0, 6].includes(weekdayOf(tradingDayOf(morning)))) morning += 24 * 3_600_000;
    await rig.pass(morning - nowMs);
  });
  after(() => rig.stop());
  beforeEach(async () => {
    day = tradingDayOf(await rig.nowMs());
    await rig.db.query('DELETE FROM instrument_master');
    await rig.db.query(`UPDATE broker_account SET account_status = 'unlinked'`);
  });

  const start = (input: InstrumentMasterInput, workflowId = `test/${randomUUID()}`) =>
    client.workflow.start<typeof instrumentMaster>('instrumentMaster', {
      workflowId,
      taskQueue: PLATFORM_QUEUE,
      args: [input],
    });
  const readOne = async (wire = 'zebu') => (await start({ wire, day, by: 'operator test' })).result();

  async function loggedIn(clientId: string, minutesAgo: number): Promise<void> {
    const account = await rig.make.linkedAccount({ clientId });
    const tokenSecretId = await rig.vault.seal({
      ...{ partnerId: account.partnerId, ownerId: account.id, purpose: 'access_token' },
      plaintext: encodeSession({ clientId, apiKey: 'key', accessToken: TOKEN }),
    });
    const nowMs = await rig.nowMs();
    const until = new Date(nowMs + 90 * 3_600_000);
    const lastLogin = new Date(nowMs - minutesAgo * 60_000);
    const session = { tokenSecretId, lastLogin, tokenExpiresAt: until, entryValidUntil: until };
    await new BrokerAccountRepository(rig.db).setToken(rig.db, account.id, session);
  }

  it('stores the list read through the freshest session, and says where it disagrees with our facts', async () => {
    await loggedIn('OLD', 60);
    await loggedIn('FRESH', 5);
    answer(whole);
    expect(await readOne()).to.deep.include({ outcome: 'loaded', day, wire: 'zebu', warnings: 5 });
    expect(reads).to.deep.equal(['FRESH']);
    expect(await masters.find('zebu', day)).to.deep.include({
      ...{ status: 'loaded', reason: null, requestedBy: 'operator test' },
      counts: { NIFTY: 648, BANKNIFTY: 486, FINNIFTY: 486, MIDCPNIFTY: 486, NIFTYNXT50: 486 },
    });
    const stored = await masters.listed('zebu', day, 'NIFTY');
    expect(stored).to.have.deep.members(listedOptions('NIFTY', day));
  });

  it('tries the next session when one is over, and keeps its token out of everything', async () => {
    await loggedIn('GOOD', 60);
    await loggedIn('OVER', 5);
    answer((session, underlying) =>
      session.clientId === 'OVER'
        ? Promise.reject(new BrokerError('auth', 'zebu', `token ${TOKEN} is over`))
        : whole(session, underlying),
    );
    expect(await readOne()).to.include({ outcome: 'loaded' });
    expect(reads).to.deep.equal(['OVER', 'GOOD']);
  });

  it('waits until somebody has logged in, and tells why meanwhile without the token', async () => {
    answer(() => Promise.reject(new BrokerError('unreachable', 'zebu', `no answer for ${TOKEN}`)));
    const { workflowId } = await start({ wire: 'zebu', day, by: 'schedule' });
    const reason = async () => (await masters.find('zebu', day))?.reason ?? undefined;
    const noSession = 'no user of this wire has a broker session yet';
    await waitFor(async () => (await reason()) === noSession, { description: 'the reason' });
    await loggedIn('FIRST', 0);
    const handle = client.workflow.getHandle<typeof instrumentMaster>(workflowId);
    await handle.signal(readNowSignal, { by: 'operator test', acceptShrunk: false });
    const unread = 'the broker did not give its list: no answer for [redacted]';
    await waitFor(async () => (await reason()) === unread, { description: 'the other reason' });
    answer(whole);
    await handle.signal(readNowSignal, { by: 'operator test', acceptShrunk: false });
    expect(await handle.result()).to.include({ outcome: 'loaded' });
    expect(await historyText(client.workflow, workflowId)).not.to.contain(TOKEN);
  });

  it('refuses a list far smaller than the last, keeps none of it, and believes it when an operator says so', async () => {
    await loggedIn('USER', 5);
    answer(whole);
    await masters.request('zebu', addDays(day, -1), 'test');
    const counts = { NIFTY: 648, BANKNIFTY: 486 };
    await masters.store('zebu', addDays(day, -1), listedOptions('NIFTY', day), { counts, warnings: [] });
    answer(some);
    const { workflowId } = await start({ wire: 'zebu', day, by: 'schedule' });
    const refused = async () => (await masters.find('zebu', day))?.status === 'refused';
    await waitFor(refused, { description: 'the refusal' });
    expect((await masters.find('zebu', day))?.reason).to.contain('NIFTY has 162 options');
    expect(await masters.listed('zebu', day, 'NIFTY')).to.deep.equal([]);
    await client.workflow.signalWithStart<typeof instrumentMaster, [{ by: string; acceptShrunk: boolean }]>(
      'instrumentMaster',
      {
        ...{ workflowId, taskQueue: PLATFORM_QUEUE, args: [{ wire: 'zebu', day, by: 'operator test' }] },
        ...{ signal: readNowSignal, signalArgs: [{ by: 'operator test', acceptShrunk: true }] },
      },
    );
    await waitFor(async () => (await masters.find('zebu', day))?.status === 'loaded', { description: 'the list' });
    expect(await masters.listed('zebu', day, 'NIFTY')).to.have.length(162);
  });

  it('keeps a list that is there when a later one cannot be read or believed', async () => {
    await loggedIn('USER', 5);
    answer(whole);
    await readOne();
    answer((session, underlying) => (underlying === 'NIFTY' ? Promise.resolve([]) : whole(session, underlying)));
    const before = addDays(day, -1);
    await masters.request('zebu', before, 'test');
    await masters.store('zebu', before, [], { counts: { NIFTY: 648 }, warnings: [] });
    const { workflowId } = await start({ wire: 'zebu', day, by: 'operator test' });
    await waitFor(() => Promise.resolve(reads.length > 0), { description: 'the second reading' });
    await client.workflow.getHandle(workflowId).terminate();
    expect(await masters.find('zebu', day)).to.include({ status: 'loaded' });
    expect(await masters.listed('zebu', day, 'NIFTY')).to.have.length(648);
  });

  it('asks no session where the list is public', async () => {
    answer(whole);
    const { capabilities } = rig.broker;
    Object.assign(rig.broker, { capabilities: { ...capabilities, publicInstruments: true } });
    expect(await readOne()).to.include({ outcome: 'loaded' });
    Object.assign(rig.broker, { capabilities });
    expect(reads).to.deep.equal(['']);
  });

  it('gives up at once on another day, and on a wire that is none', async () => {
    answer(whole);
    const past = await start({ wire: 'zebu', day: addDays(day, -1), by: 'operator test' });
    expect(await past.result()).to.deep.include({
      ...{ outcome: 'not_loaded', reason: 'brokers list the contracts of the running day only' },
    });
    expect(await readOne('groww')).to.deep.include({ outcome: 'not_loaded', reason: 'the wire groww has no adapter' });
    expect(reads).to.deep.equal([]);
  });

  it('is fired for every wire in use, forgets what is older than 90 days, and does nothing without a market', async () => {
    await loggedIn('USER', 5);
    answer(whole);
    for (const days of [-90, -91]) {
      await masters.request('zebu', addDays(day, days), 'test');
      await masters.store('zebu', addDays(day, days), listedOptions('NIFTY', day), { counts: {}, warnings: [] });
    }
    const fired = await (await start({ day })).result();
    expect(fired).to.deep.equal({ outcome: 'completed', day, wires: { zebu: 'loaded' } });
    expect(await client.workflow.getHandle(instrumentsWorkflowId('zebu', day)).describe()).to.have.property(
      'type',
      'instrumentMaster',
    );
    expect(await masters.find('zebu', addDays(day, -91))).to.equal(undefined);
    expect(await masters.listed('zebu', addDays(day, -91), 'NIFTY')).to.deep.equal([]);
    expect(await masters.listed('zebu', addDays(day, -90), 'NIFTY')).to.have.length(648);
    for (const [closed, reason] of [
      ['2026-01-26', 'market holiday: Republic Day'],
      ['2031-01-06', 'calendar of 2031 is not loaded'],
    ] as const)
      expect(await (await start({ day: closed })).result()).to.deep.equal({ outcome: 'skipped', day: closed, reason });
  });

  // The last one: awaited by the client that skips time, and nobody knows where that ends.
  it('tries every five minutes until entries are over, and then leaves it to the runs', async () => {
    answer(() => Promise.reject(new BrokerError('unreachable', 'zebu', 'no answer')));
    await loggedIn('USER', 5);
    const { workflowId } = await start({ wire: 'zebu', day, by: 'schedule' });
    const result = await rig.env.client.workflow.getHandle<typeof instrumentMaster>(workflowId).result();
    expect(result).to.deep.include({
      ...{ outcome: 'not_loaded', reason: 'the broker did not give its list: no answer' },
    });
    // From about 08:35 to 15:30 every five minutes.
    expect(reads.length).to.be.within(78, 90);
  });
});
