// onboardBrokerAccount: enabled, refused with the broker's words, unreachable, given up meanwhile; and the race for one client_id.
import { expect } from 'chai';
import { BrokerError } from '../../brokers/errors.js';
import { BrokerAccountRepository, type BrokerAccount } from '../../db/repositories/broker-accounts.js';
import { newId } from '../../platform/ids.js';
import { onboardStart } from '../../workflows/messages/start-options.js';
import type { onboardBrokerAccount } from '../../workflows/onboard-broker-account.js';
import { CREDENTIALS } from './rig/factories.js';
import { historyText } from './rig/history-text.js';
import { startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

describe('onboardBrokerAccount', () => {
  let rig: PlatformRig;
  before(async () => {
    rig = await startPlatformRig();
  });
  after(() => rig.stop());
  beforeEach(() => {
    rig.broker.onProbe = () => Promise.resolve();
  });

  const onboard = (account: BrokerAccount) =>
    rig.env.client.workflow.execute<typeof onboardBrokerAccount>(
      'onboardBrokerAccount',
      onboardStart({ ...account, accountId: account.id }),
    );

  it('enables the account when the broker knows the key pair', async () => {
    const account = await rig.make.pendingAccount();
    expect(await onboard(account)).to.deep.equal({ outcome: 'enabled' });
    expect(rig.broker.probes.at(-1)).to.deep.equal(CREDENTIALS);
    expect(await rig.make.reread(account.id)).to.include({ accountStatus: 'enabled', sessionStatus: 'none' });
    expect(await rig.vault.kept(account.id, 'credentials')).to.have.length(1);
  });

  it('erases the credentials when the broker refuses them, and frees the client_id', async () => {
    rig.broker.onProbe = () => Promise.reject(new BrokerError('refused', 'zebu', 'Invalid api_key'));
    const account = await rig.make.pendingAccount();
    expect(await onboard(account)).to.deep.equal({ outcome: 'rejected', brokerResponse: 'Invalid api_key' });
    expect(await rig.make.reread(account.id)).to.include({
      accountStatus: 'rejected',
      statusReason: 'Invalid api_key',
      credentialsSecretId: null,
    });
    expect(await rig.vault.kept(account.id, 'credentials')).to.deep.equal([]);
    const again = await rig.make.pendingAccount({
      partnerId: account.partnerId,
      clientId: account.clientId,
      userEmail: account.userEmail,
    });
    expect(again.userPk).to.equal(account.userPk);
  });

  it('asks an unreachable broker again, then keeps nothing', async () => {
    const asked = rig.broker.probes.length;
    rig.broker.onProbe = () => Promise.reject(new BrokerError('unreachable', 'zebu', 'connect ETIMEDOUT'));
    const account = await rig.make.pendingAccount();
    expect(await onboard(account)).to.deep.equal({ outcome: 'unreachable' });
    expect(rig.broker.probes.length - asked).to.be.greaterThan(1);
    expect(await rig.vault.kept(account.id, 'credentials')).to.deep.equal([]);
    expect((await rig.make.reread(account.id)).accountStatus).to.equal('rejected');
  });

  it('succeeds when the broker answers at the second attempt', async () => {
    let asked = 0;
    rig.broker.onProbe = () =>
      (asked += 1) === 1 ? Promise.reject(new BrokerError('throttled', 'zebu', 'slow down')) : Promise.resolve();
    expect(await onboard(await rig.make.pendingAccount())).to.deep.equal({ outcome: 'enabled' });
  });

  it('does not enable an account that was given up while the broker was asked', async () => {
    const account = await rig.make.pendingAccount();
    rig.broker.onProbe = async () => {
      await new BrokerAccountRepository(rig.db).markRejected(account.id, 'the request timed out');
    };
    expect(await onboard(account)).to.deep.equal({ outcome: 'unreachable' });
    expect((await rig.make.reread(account.id)).accountStatus).to.equal('rejected');
  });

  it('leaves no credential and no e-mail in the history', async () => {
    const account = await rig.make.pendingAccount();
    await onboard(account);
    const text = await historyText(rig.env.client.workflow, `onboard/${account.id}`);
    expect(text).to.include(account.id);
    expect(text).not.to.match(/canary/);
  });

  it('lets exactly one of two simultaneous links of a client_id through', async () => {
    const accounts = new BrokerAccountRepository(rig.db);
    const partnerId = await rig.make.partner();
    const link = () =>
      rig.db.transaction((tx) =>
        accounts.createPending(tx, {
          id: newId('acc'),
          partnerId,
          mode: 'live',
          userEmail: 'Race@Canary.example',
          clientId: 'RACE1',
          brokerName: 'zebu',
        }),
      );
    const results = await Promise.all([link(), link(), link()]);
    expect(results.filter((result) => 'conflict' in result)).to.have.length(2);
  });

  it('tells two e-mails apart that would share a user id', async () => {
    const partnerId = await rig.make.partner();
    const first = await rig.make.pendingAccount({ partnerId, userEmail: 'a.b@x.in' });
    const second = await rig.make.pendingAccount({ partnerId, userEmail: 'a-b@x.in' });
    expect(first.userId).to.equal('partner-user-a-b-at-x-in');
    expect(second.userId).to.match(/^partner-user-a-b-at-x-in-[0-9a-f]{6}$/);
  });
});
