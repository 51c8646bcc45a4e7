// brokerSession: the login window, the one-time exchange, re-login, expiry and logout, on skipped time.
import { WithStartWorkflowOperation, WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { expect } from 'chai';
import { BrokerError } from '../../brokers/errors.js';
import { decodeSession } from '../../brokers/session-codec.js';
import { sessionOf, type BrokerAccount } from '../../db/repositories/broker-accounts.js';
import { entryValidUntil } from '../../domain/session-window.js';
import type { brokerSession } from '../../workflows/broker-session.js';
import {
  beginLoginUpdate,
  completeLoginUpdate,
  logoutUpdate,
  sessionPhaseQuery,
} from '../../workflows/messages/session.js';
import { sessionStart } from '../../workflows/messages/start-options.js';
import { waitFor } from '../support/wait.js';
import { CREDENTIALS } from './rig/factories.js';
import { historyText } from './rig/history-text.js';
import { startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

const HOUR_MS = 3_600_000;

describe('brokerSession', () => {
  let rig: PlatformRig;
  before(async () => {
    rig = await startPlatformRig();
  });
  after(() => rig.stop());

  type Session = { account: BrokerAccount; handle: WorkflowHandle<typeof brokerSession>; expiresInS: number };

  async function beginLogin(account: BrokerAccount): Promise<Session> {
    const start = new WithStartWorkflowOperation<typeof brokerSession>(
      'brokerSession',
      sessionStart({ ...account, accountId: account.id }),
    );
    const { expiresInS } = await rig.env.client.workflow.executeUpdateWithStart(beginLoginUpdate, {
      startWorkflowOperation: start,
    });
    return { account, handle: await start.workflowHandle(), expiresInS };
  }

  /** The broker grants this token from now on. */
  async function grants(account: BrokerAccount, accessToken: string, livesMs = 8 * HOUR_MS): Promise<number> {
    const expiresAtMs = (await rig.nowMs()) + livesMs;
    rig.broker.onExchange = () => Promise.resolve({ accessToken, expiresAtMs, clientId: account.clientId });
    return expiresAtMs;
  }

  async function complete({ account, handle }: Session, requestToken = 'canary_request_token') {
    const secretId = await rig.make.requestToken(account, requestToken);
    return handle.executeUpdate(completeLoginUpdate, { args: [{ secretId }] });
  }

  async function tokens(account: BrokerAccount): Promise<string[]> {
    return (await rig.vault.kept(account.id, 'access_token')).map((text) => decodeSession(text).accessToken);
  }

  async function readySession(livesMs?: number): Promise<Session & { expiresAtMs: number }> {
    const session = await beginLogin(await rig.make.linkedAccount());
    const expiresAtMs = await grants(session.account, 'canary_access_token', livesMs);
    expect((await complete(session)).outcome).to.equal('ready');
    return { ...session, expiresAtMs };
  }

  it('makes the account ready: token sealed, request token erased, times kept', async () => {
    const session = await beginLogin(await rig.make.linkedAccount());
    expect(session.expiresInS).to.equal(300);
    expect(await session.handle.query(sessionPhaseQuery)).to.equal('waiting_for_login');
    const tokenExpiresAtMs = await grants(session.account, 'canary_access_token');
    const result = await complete(session);
    const account = await rig.make.reread(session.account.id);
    const entryValidUntilMs = entryValidUntil(account.lastOauthLogin?.getTime() ?? 0, tokenExpiresAtMs, '15:30');
    expect(result).to.deep.equal({ outcome: 'ready', tokenExpiresAtMs, entryValidUntilMs });
    expect(account.sessionStatus).to.equal('ready');
    expect(account.tokenExpiresAt?.getTime()).to.equal(tokenExpiresAtMs);
    expect(account.entryValidUntil?.getTime()).to.equal(entryValidUntilMs);
    expect(sessionOf(account, await rig.nowMs())).to.deep.equal({ servesEntries: true });
    expect(rig.broker.exchanges.at(-1)).to.equal('canary_request_token');
    const kept = (await rig.vault.kept(account.id, 'access_token')).map(decodeSession);
    expect(kept).to.deep.equal([
      { clientId: account.clientId, apiKey: CREDENTIALS.apiKey, accessToken: 'canary_access_token' },
    ]);
    expect(await rig.vault.kept(account.id, 'request_token')).to.deep.equal([]);
    expect(await session.handle.query(sessionPhaseQuery)).to.equal('ready');
    expect(await historyText(rig.env.client.workflow, session.handle.workflowId))
      .to.include(account.id)
      .and.not.to.match(/canary/);
  });

  it("requires a login again at the broker's own expiry, and ends", async () => {
    const { account, handle, expiresAtMs } = await readySession();
    expect(await handle.result()).to.deep.equal({ outcome: 'login_required' });
    expect(await rig.nowMs()).to.be.at.least(expiresAtMs);
    const after = await rig.make.reread(account.id);
    expect(after).to.include({ sessionStatus: 'login_required', tokenSecretId: null });
    expect(after.tokenExpiresAt?.getTime()).to.equal(expiresAtMs);
    expect(await rig.vault.kept(account.id, 'access_token')).to.deep.equal([]);
    expect(sessionOf(after, await rig.nowMs())).to.deep.equal({ servesEntries: false, endedAt: after.entryValidUntil });
  });

  it('closes the window after 300 s and ends when no one logged in', async () => {
    const { account, handle } = await beginLogin(await rig.make.linkedAccount());
    await handle.result();
    // From the workflow's own record: the server may have skipped on by the time its clock is asked.
    const { startTime, closeTime } = await handle.describe();
    expect((closeTime?.getTime() ?? 0) - startTime.getTime()).to.be.within(300_000, 330_000);
    expect((await rig.make.reread(account.id)).sessionStatus).to.equal('none');
  });

  it('opens the window anew with every beginLogin, in the same workflow', async () => {
    const first = await beginLogin(await rig.make.linkedAccount());
    await rig.pass(200_000);
    const second = await beginLogin(first.account);
    await rig.pass(200_000);
    await grants(first.account, 'canary_access_token');
    expect((await complete(second)).outcome).to.equal('ready');
    const runs = await Promise.all([first.handle.describe(), second.handle.describe()]);
    expect(runs[0].runId).to.equal(runs[1].runId);
  });

  it("passes the broker's refusal on and leaves the window open", async () => {
    const session = await beginLogin(await rig.make.linkedAccount());
    rig.broker.onExchange = () => Promise.reject(new BrokerError('refused', 'zebu', 'Invalid canary_request_token'));
    expect(await complete(session)).to.deep.equal({ outcome: 'refused', brokerResponse: 'Invalid [redacted]' });
    expect((await rig.make.reread(session.account.id)).sessionStatus).to.equal('none');
    await grants(session.account, 'canary_access_token');
    expect((await complete(session)).outcome).to.equal('ready');
  });

  it('ends a session at once whose token is dead when it is granted', async () => {
    const session = await beginLogin(await rig.make.linkedAccount());
    const expiresAtMs = await grants(session.account, 'canary_access_token', -1000);
    expect(await complete(session)).to.deep.equal({
      outcome: 'ready',
      tokenExpiresAtMs: expiresAtMs,
      entryValidUntilMs: expiresAtMs,
    });
    await session.handle.result();
    const account = await rig.make.reread(session.account.id);
    expect(sessionOf(account, await rig.nowMs())).to.deep.equal({
      servesEntries: false,
      endedAt: new Date(expiresAtMs),
    });
  });

  it('refuses a login made for another client', async () => {
    const session = await beginLogin(await rig.make.linkedAccount());
    await grants({ ...session.account, clientId: 'SOMEONE_ELSE' }, 'canary_access_token');
    expect((await complete(session)).outcome).to.equal('refused');
    expect(await rig.vault.kept(session.account.id, 'access_token')).to.deep.equal([]);
  });

  it('sends a one-time token once, whatever the broker answers', async () => {
    const session = await beginLogin(await rig.make.linkedAccount());
    const sent = rig.broker.exchanges.length;
    rig.broker.onExchange = () => Promise.reject(new BrokerError('unreachable', 'zebu', 'socket hang up'));
    expect(await complete(session)).to.deep.equal({ outcome: 'unreachable' });
    expect(rig.broker.exchanges.length - sent).to.equal(1);
    expect(await rig.vault.kept(session.account.id, 'request_token')).to.deep.equal([]);
  });

  it('exchanges once when two callbacks come at once', async () => {
    const session = await beginLogin(await rig.make.linkedAccount());
    const sent = rig.broker.exchanges.length;
    await grants(session.account, 'canary_access_token');
    const outcomes = (await Promise.all([complete(session, 'one'), complete(session, 'two')])).map(
      (result) => result.outcome,
    );
    expect(outcomes.sort()).to.deep.equal(['ready', 'window_closed']);
    expect(rig.broker.exchanges.length - sent).to.equal(1);
    expect(await rig.vault.kept(session.account.id, 'request_token')).to.deep.equal([]);
  });

  it('replaces token and expiry on a re-login while ready', async () => {
    const first = await readySession();
    await rig.pass(HOUR_MS);
    const again = await beginLogin(first.account);
    expect(await again.handle.query(sessionPhaseQuery)).to.equal('ready');
    const expiresAtMs = await grants(first.account, 'second_token');
    expect((await complete(again)).outcome).to.equal('ready');
    expect(await tokens(first.account)).to.deep.equal(['second_token']);
    await rig.pass(first.expiresAtMs - (await rig.nowMs()) + 60_000);
    expect((await rig.make.reread(first.account.id)).sessionStatus).to.equal('ready');
    await again.handle.result();
    expect(await rig.nowMs()).to.be.at.least(expiresAtMs);
  });

  it('keeps the session when a re-login is begun and not finished', async () => {
    const { account, handle } = await readySession();
    await beginLogin(account);
    await rig.pass(400_000);
    expect(await handle.query(sessionPhaseQuery)).to.equal('ready');
    const late = await complete({ account, handle, expiresInS: 0 });
    expect(late).to.deep.equal({ outcome: 'window_closed' });
    expect(await tokens(account)).to.deep.equal(['canary_access_token']);
    expect(await rig.vault.kept(account.id, 'request_token')).to.deep.equal([]);
  });

  it('forgets the token on logout, tells the dispatchers and ends', async () => {
    const { account, handle } = await readySession();
    await handle.executeUpdate(logoutUpdate, { args: [{ force: false }] });
    expect(await handle.result()).to.deep.equal({ outcome: 'login_required' });
    const after = await rig.make.reread(account.id);
    expect(after).to.include({ sessionStatus: 'login_required', tokenSecretId: null });
    expect(after.entryValidUntil?.getTime()).to.be.at.most(await rig.nowMs());
    expect(await rig.vault.kept(account.id, 'access_token')).to.deep.equal([]);
    expect(
      await rig.db.query(`SELECT 1 FROM gate_change WHERE scope = 'account' AND scope_id = $1`, [account.id]),
    ).to.have.length(1);
  });

  it('refuses a logout while an entry is under way, and changes nothing', async () => {
    const { account, handle } = await readySession();
    const entry = await rig.make.entryUnderWay(await rig.make.subscription({ account }));
    const caught: unknown = await handle
      .executeUpdate(logoutUpdate, { args: [{ force: false }] })
      .catch((error: unknown) => error);
    expect(caught).to.be.instanceOf(WorkflowUpdateFailedError);
    const cause = caught instanceof WorkflowUpdateFailedError ? caught.cause : undefined;
    expect(cause).to.be.instanceOf(ApplicationFailure).with.property('type', 'entry_in_progress');
    expect((await rig.make.reread(account.id)).sessionStatus).to.equal('ready');
    expect(await rig.vault.kept(account.id, 'access_token')).to.have.length(1);
    await entry.end();
    await handle.executeUpdate(logoutUpdate, { args: [{ force: false }] });
    expect((await rig.make.reread(account.id)).sessionStatus).to.equal('login_required');
  });

  it('refuses a logout while a position is open, unless it is forced', async () => {
    const { account, handle } = await readySession();
    await rig.make.position(await rig.make.subscription({ account }));
    const caught: unknown = await handle
      .executeUpdate(logoutUpdate, { args: [{ force: false }] })
      .catch((error: unknown) => error);
    expect(caught).to.be.instanceOf(WorkflowUpdateFailedError);
    const cause = caught instanceof WorkflowUpdateFailedError ? caught.cause : undefined;
    expect(cause).to.be.instanceOf(ApplicationFailure).with.property('type', 'position_open');
    expect((await rig.make.reread(account.id)).sessionStatus).to.equal('ready');
    expect(await rig.vault.kept(account.id, 'access_token')).to.have.length(1);
    expect(
      await rig.db.query(`SELECT 1 FROM gate_change WHERE scope = 'account' AND scope_id = $1`, [account.id]),
    ).to.have.length(0);
    await handle.executeUpdate(logoutUpdate, { args: [{ force: true }] });
    expect((await rig.make.reread(account.id)).sessionStatus).to.equal('login_required');
  });

  it('answers a logout only after every live dispatcher has noted it', async () => {
    const { account, handle } = await readySession();
    const [lease] = await rig.db.query<{ id: string }>(
      `INSERT INTO dispatcher_lease (id, worker, expires_at) VALUES (gen_random_uuid(), 'test', now() + interval '1 minute') RETURNING id`,
    );
    let answered = false;
    const logout = handle.executeUpdate(logoutUpdate, { args: [{ force: false }] }).then(() => (answered = true));
    const waiting = async () =>
      (await handle.describe()).raw.pendingActivities?.some((a) => a.activityType?.name === 'awaitAcknowledgement');
    await waitFor(waiting, { description: 'waiting for the acknowledgement' });
    expect((await rig.make.reread(account.id)).sessionStatus).to.equal('login_required');
    expect(answered).to.equal(false);
    await rig.db.query('UPDATE dispatcher_lease SET gate_seen = 1000000 WHERE id = $1', [lease?.id]);
    await logout;
    await rig.db.query('DELETE FROM dispatcher_lease');
  });

  it('rejects a callback that names no secret', async () => {
    const { handle } = await beginLogin(await rig.make.linkedAccount());
    const caught: unknown = await handle
      .executeUpdate(completeLoginUpdate, { args: [{ secretId: '' }] })
      .catch((error: unknown) => error);
    expect(caught).to.be.instanceOf(WorkflowUpdateFailedError);
  });
});
