// brokerSession when the account itself is changed: credentials proven before they count, and an unlinking that leaves no secret.
import { WithStartWorkflowOperation } from '@temporalio/client';
import { expect } from 'chai';
import { createAccountChangeActivities } from '../../activities/account-changes.js';
import { BrokerError } from '../../brokers/errors.js';
import { AccountUnlinkedError, SubscriptionRepository } from '../../db/repositories/subscriptions.js';
import type { BrokerAccount } from '../../db/repositories/broker-accounts.js';
import { newId } from '../../platform/ids.js';
import type { brokerSession } from '../../workflows/broker-session.js';
import {
  beginLoginUpdate,
  completeLoginUpdate,
  rotateCredentialsUpdate,
  sessionWorkflowId,
  unlinkUpdate,
} from '../../workflows/messages/session.js';
import { sessionStart } from '../../workflows/messages/start-options.js';
import { CREDENTIALS } from './rig/factories.js';
import { historyText } from './rig/history-text.js';
import { startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

const OTHER = { apiKey: 'canary_other_key', apiSecret: 'canary_other_secret' };
const BY = 'partner zebu (req_1)';

describe('brokerSession, when its account is changed', () => {
  let rig: PlatformRig;
  before(async () => {
    rig = await startPlatformRig();
  });
  after(() => rig.stop());
  beforeEach(() => {
    rig.broker.onProbe = () => Promise.resolve();
  });

  const start = (account: BrokerAccount) =>
    new WithStartWorkflowOperation<typeof brokerSession>(
      'brokerSession',
      sessionStart({ ...account, accountId: account.id }),
    );
  const handleOf = (account: BrokerAccount) => rig.env.client.workflow.getHandle(sessionWorkflowId(account.id));

  async function readyAccount(): Promise<BrokerAccount> {
    const account = await rig.make.linkedAccount();
    await rig.env.client.workflow.executeUpdateWithStart(beginLoginUpdate, { startWorkflowOperation: start(account) });
    const expiresAtMs = (await rig.nowMs()) + 8 * 3_600_000;
    rig.broker.onExchange = () =>
      Promise.resolve({ accessToken: 'canary_access_token', expiresAtMs, clientId: account.clientId });
    const secretId = await rig.make.requestToken(account);
    const result = await handleOf(account).executeUpdate(completeLoginUpdate, { args: [{ secretId }] });
    expect(result.outcome).to.equal('ready');
    return rig.make.reread(account.id);
  }

  /** Sealed for long: the server's clock may have skipped ahead of the database's. */
  const candidate = (account: BrokerAccount, credentials = OTHER, expiresAt = new Date('2999-01-01')) =>
    rig.vault.seal({
      partnerId: account.partnerId,
      ownerId: account.id,
      purpose: 'credentials',
      plaintext: JSON.stringify(credentials),
      expiresAt,
    });

  async function rotate(account: BrokerAccount, given: { secretId?: string; force?: boolean } = {}) {
    const secretId = given.secretId ?? (await candidate(account));
    return rig.env.client.workflow.executeUpdateWithStart(rotateCredentialsUpdate, {
      args: [{ secretId, force: given.force ?? false, by: BY }],
      startWorkflowOperation: start(account),
    });
  }

  const unlink = (account: BrokerAccount) =>
    rig.env.client.workflow.executeUpdateWithStart(unlinkUpdate, {
      args: [{ by: BY }],
      startWorkflowOperation: start(account),
    });

  const linked = async (account: BrokerAccount) => {
    const { credentialsSecretId: secretId } = await rig.make.reread(account.id);
    const place = { partnerId: account.partnerId, ownerId: account.id, purpose: 'credentials' as const };
    return JSON.parse(await rig.vault.open({ ...place, secretId: secretId ?? '' })) as unknown;
  };
  const changesOf = (account: BrokerAccount) =>
    rig.db.query<{ change: string; by: string; forced: boolean; ended: boolean }>(
      'SELECT change, changed_by AS by, forced, session_ended AS ended FROM account_change WHERE account_id = $1 ORDER BY seq',
      [account.id],
    );
  const eventsOf = async (account: BrokerAccount) =>
    (
      await rig.db.query<{ type: string }>(
        `SELECT type FROM outbox_event WHERE partner_id = $1 AND type LIKE 'broker_%' ORDER BY seq`,
        [account.partnerId],
      )
    ).map(({ type }) => type);

  describe('rotating credentials', () => {
    it('puts proven ones in place, erases the former and the token, says so, and ends', async () => {
      const account = await readyAccount();
      expect(await rotate(account)).to.deep.equal({ outcome: 'rotated' });
      await handleOf(account).result();
      expect(rig.broker.probes.at(-1)).to.deep.equal(OTHER);
      expect(await linked(account)).to.deep.equal(OTHER);
      expect(await rig.vault.kept(account.id, 'credentials')).to.have.length(1);
      expect(await rig.vault.kept(account.id, 'access_token')).to.deep.equal([]);
      const [secret] = await rig.db.query<{ kept: boolean }>(
        `SELECT expires_at IS NULL AS kept FROM sealed_secret WHERE owner_id = $1`,
        [account.id],
      );
      expect(secret?.kept).to.equal(true);
      expect(await rig.make.reread(account.id)).to.include({
        sessionStatus: 'login_required',
        accountStatus: 'enabled',
      });
      expect(await changesOf(account)).to.deep.equal([
        { change: 'credentials_rotated', by: BY, forced: false, ended: true },
      ]);
      expect(await eventsOf(account)).to.deep.equal(['broker_credentials_rotated']);
      const gates = await rig.db.query(`SELECT 1 FROM gate_change WHERE scope = 'account' AND scope_id = $1`, [
        account.id,
      ]);
      expect(gates).to.have.length(1);
      expect(await historyText(rig.env.client.workflow, sessionWorkflowId(account.id))).not.to.match(/canary/);
    });

    it('works without a session, and the next login uses what is linked then', async () => {
      const account = await rig.make.linkedAccount();
      expect(await rotate(account)).to.deep.equal({ outcome: 'rotated' });
      await handleOf(account).result();
      expect(await linked(account)).to.deep.equal(OTHER);
      expect((await rig.make.reread(account.id)).sessionStatus).to.equal('login_required');
    });

    it('leaves linked credentials and session alone when the broker refuses, or does not answer', async () => {
      const account = await readyAccount();
      rig.broker.onProbe = () => Promise.reject(new BrokerError('refused', 'zebu', 'Invalid canary_other_key'));
      expect(await rotate(account)).to.deep.equal({ outcome: 'refused', brokerResponse: 'Invalid [redacted]' });
      rig.broker.onProbe = () => Promise.reject(new BrokerError('unreachable', 'zebu', 'socket hang up'));
      expect(await rotate(account)).to.deep.equal({ outcome: 'unreachable' });
      expect(await linked(account)).to.deep.equal(CREDENTIALS);
      expect(await rig.vault.kept(account.id, 'credentials')).to.have.length(1);
      expect(await rig.vault.kept(account.id, 'access_token')).to.have.length(1);
      expect((await rig.make.reread(account.id)).sessionStatus).to.equal('ready');
      expect(await changesOf(account)).to.deep.equal([]);
    });

    it('changes nothing, and asks nobody, for the credentials that are linked already', async () => {
      const account = await readyAccount();
      const asked = rig.broker.probes.length;
      const secretId = await candidate(account, CREDENTIALS);
      expect(await rotate(account, { secretId })).to.deep.equal({ outcome: 'unchanged' });
      expect(rig.broker.probes).to.have.length(asked);
      expect((await rig.make.reread(account.id)).sessionStatus).to.equal('ready');
      expect(await rig.vault.kept(account.id, 'credentials')).to.have.length(1);
    });

    it('is refused while an entry is under way, and while a position is open unless it is forced', async () => {
      const account = await readyAccount();
      const subscription = await rig.make.subscription({ account });
      const entry = await rig.make.entryUnderWay(subscription);
      expect(await rotate(account, { force: true })).to.deep.equal({ outcome: 'hindered', by: 'entry_in_progress' });
      await entry.end();
      await rig.make.position(subscription);
      expect(await rotate(account)).to.deep.equal({ outcome: 'hindered', by: 'position_open' });
      expect(await linked(account)).to.deep.equal(CREDENTIALS);
      expect(await rig.vault.kept(account.id, 'credentials')).to.have.length(1);
      expect(await rig.vault.kept(account.id, 'access_token')).to.have.length(1);
      expect(await eventsOf(account)).to.deep.equal([]);
      expect(await rotate(account, { force: true })).to.deep.equal({ outcome: 'rotated' });
      expect(await changesOf(account)).to.deep.equal([
        { change: 'credentials_rotated', by: BY, forced: true, ended: true },
      ]);
    });

    it('never commits a candidate whose time is over', async () => {
      const account = await rig.make.linkedAccount();
      const secretId = await candidate(account, OTHER, new Date('2001-01-01'));
      expect(await rotate(account, { secretId })).to.deep.equal({ outcome: 'unreachable' });
      expect(await linked(account)).to.deep.equal(CREDENTIALS);
    });

    it('closes a login window that was opened with the former key', async () => {
      const account = await readyAccount();
      await rig.env.client.workflow.executeUpdateWithStart(beginLoginUpdate, {
        startWorkflowOperation: start(account),
      });
      await rig.db.query(
        `INSERT INTO oauth_state (state_hash, account_id, partner_id, mode, expires_at) VALUES ($1, $2, $3, 'live', '2999-01-01')`,
        [Buffer.from(account.id), account.id, account.partnerId],
      );
      expect(await rotate(account)).to.deep.equal({ outcome: 'rotated' });
      await handleOf(account).result();
      expect(await rig.db.query('SELECT 1 FROM oauth_state WHERE account_id = $1', [account.id])).to.deep.equal([]);
    });

    it('commits once when the answer to the commit is lost, and a late attempt of a former one changes nothing', async () => {
      const account = await rig.make.linkedAccount();
      const deps = { db: rig.db, vault: rig.vault, adapters: () => rig.broker, clock: Date.now };
      const { commitCandidate, discardCandidate } = createAccountChangeActivities(deps);
      const input = { accountId: account.id, secretId: await candidate(account), force: false, by: BY };
      expect((await commitCandidate(input)).outcome).to.equal('rotated');
      expect((await commitCandidate(input)).outcome).to.equal('rotated');
      await discardCandidate(input);
      expect(await linked(account)).to.deep.equal(OTHER);
      expect(await changesOf(account)).to.have.length(1);
      expect(await eventsOf(account)).to.have.length(1);
      const third = { apiKey: 'canary_third_key', apiSecret: 'canary_third_secret' };
      await commitCandidate({ ...input, secretId: await candidate(account, third) });
      expect(await commitCandidate(input)).to.deep.equal({ outcome: 'expired' });
      expect(await linked(account)).to.deep.equal(third);
    });
  });

  describe('unlinking', () => {
    it('erases every secret, ends the session, says so once, and frees the client_id for another user', async () => {
      const account = await readyAccount();
      await rig.make.requestToken(account);
      expect(await unlink(account)).to.deep.equal({ outcome: 'unlinked' });
      expect(await handleOf(account).result()).to.deep.equal({ outcome: 'login_required' });
      const after = await rig.make.reread(account.id);
      expect(after).to.include({ accountStatus: 'unlinked', credentialsSecretId: null, tokenSecretId: null });
      expect(after.entryValidUntil?.getTime()).to.be.at.most(await rig.nowMs());
      expect(await rig.db.query('SELECT 1 FROM sealed_secret WHERE owner_id = $1', [account.id])).to.deep.equal([]);
      expect(await unlink(account)).to.deep.equal({ outcome: 'unlinked' });
      expect(await changesOf(account)).to.deep.equal([{ change: 'unlinked', by: BY, forced: false, ended: true }]);
      expect(await eventsOf(account)).to.deep.equal(['broker_account_unlinked']);
      const again = await rig.make.linkedAccount({
        partnerId: account.partnerId,
        clientId: account.clientId,
        userEmail: 'another@canary.example',
      });
      expect(again.userPk).not.to.equal(account.userPk);
    });

    it('is refused while a subscription lives, and allowed once it is cancelled; the history stays', async () => {
      const account = await readyAccount();
      const subscription = await rig.make.subscription({ account });
      const { executionId } = await rig.make.position(subscription);
      await rig.db.query(
        `UPDATE position SET status = 'closed', realised_pnl_paise = 0, closed_at = now() WHERE execution_id = $1`,
        [executionId],
      );
      for (const status of ['ACTIVE', 'PAUSED']) {
        await rig.db.query('UPDATE subscription SET status = $2 WHERE id = $1', [subscription.id, status]);
        expect(await unlink(account), status).to.deep.equal({ outcome: 'hindered', by: 'subscribed' });
      }
      expect(await rig.vault.kept(account.id, 'access_token')).to.have.length(1);
      await cancel(subscription.id);
      expect(await unlink(account)).to.deep.equal({ outcome: 'unlinked' });
      expect(await rig.db.query('SELECT 1 FROM execution WHERE account_id = $1', [account.id])).to.have.length(1);
    });

    it('is refused while an entry, a position or an order in doubt needs the login, and changes nothing', async () => {
      const account = await readyAccount();
      const subscription = await rig.make.subscription({ account });
      await cancel(subscription.id);
      const entry = await rig.make.entryUnderWay(subscription);
      expect(await unlink(account)).to.deep.equal({ outcome: 'hindered', by: 'entry_in_progress' });
      await entry.end();
      const { executionId } = await rig.make.position(subscription);
      expect(await unlink(account)).to.deep.equal({ outcome: 'hindered', by: 'position_open' });
      await rig.db.query(
        `UPDATE position SET status = 'closed', realised_pnl_paise = 0, closed_at = now() WHERE execution_id = $1`,
        [executionId],
      );
      await rig.db.query('INSERT INTO late_watch (execution_id) VALUES ($1)', [executionId]);
      expect(await unlink(account)).to.deep.equal({ outcome: 'hindered', by: 'order_unknown' });
      expect(await rig.make.reread(account.id)).to.include({ accountStatus: 'enabled', sessionStatus: 'ready' });
      expect(await rig.vault.kept(account.id, 'access_token')).to.have.length(1);
      expect(await linked(account)).to.deep.equal(CREDENTIALS);
      await rig.db.query(`UPDATE late_watch SET ended_at = now(), outcome = 'day_over' WHERE execution_id = $1`, [
        executionId,
      ]);
      expect(await unlink(account)).to.deep.equal({ outcome: 'unlinked' });
    });

    it('leaves nothing to subscribe with, whichever of the two comes first', async () => {
      const account = await readyAccount();
      const templateId = await rig.make.template();
      const subscriptions = new SubscriptionRepository(rig.db);
      const input = {
        id: newId('sub'),
        allocationId: newId('alloc'),
        partnerId: account.partnerId,
        mode: account.mode,
        userPk: account.userPk,
        templateId,
        accountId: account.id,
        lotMultiplier: 1,
        subscriptionDate: new Date(),
        nextBillingDate: '2999-01-01',
        monthlyFeePaise: 99_900,
        partnerCommissionPaise: 29_970,
        platformFeePaise: 69_930,
      };
      // Undecided when the unlinking looks: it must wait, and then see the subscription.
      let decide = (): void => undefined;
      const decided = new Promise<void>((resolve) => (decide = resolve));
      let begun = (): void => undefined;
      const inserted = new Promise<void>((resolve) => (begun = resolve));
      const subscribing = rig.db.transaction(async (tx) => {
        await subscriptions.create(tx, input);
        begun();
        await decided;
      });
      await inserted;
      const unlinking = unlink(account);
      decide();
      await subscribing;
      expect(await unlinking).to.deep.equal({ outcome: 'hindered', by: 'subscribed' });
      await cancel(input.id);
      expect(await unlink(account)).to.deep.equal({ outcome: 'unlinked' });
      const late = rig.db.transaction((tx) =>
        subscriptions.create(tx, { ...input, id: newId('sub'), allocationId: newId('alloc') }),
      );
      expect(await late.catch((error: unknown) => error)).to.be.instanceOf(AccountUnlinkedError);
    });

    it('takes no login, rotation or token that comes after it', async () => {
      const account = await readyAccount();
      expect(await unlink(account)).to.deep.equal({ outcome: 'unlinked' });
      await handleOf(account).result();
      expect(await rotate(account)).to.deep.equal({ outcome: 'not_linked' });
      await rig.env.client.workflow.executeUpdateWithStart(beginLoginUpdate, {
        startWorkflowOperation: start(account),
      });
      const secretId = await rig.make.requestToken(account);
      const exchanged = rig.broker.exchanges.length;
      const result = await handleOf(account).executeUpdate(completeLoginUpdate, { args: [{ secretId }] });
      expect(result.outcome).to.equal('refused');
      expect(rig.broker.exchanges).to.have.length(exchanged);
      expect(await rig.db.query('SELECT 1 FROM sealed_secret WHERE owner_id = $1', [account.id])).to.deep.equal([]);
    });
  });

  async function cancel(subscriptionId: string): Promise<void> {
    await rig.db.query(`UPDATE subscription SET status = 'CANCELLED', cancelled_at = now() WHERE id = $1`, [
      subscriptionId,
    ]);
  }
});
