// sweeper: what crashes leave behind is finished; what has expired is deleted; what is in order is left alone.
import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { BrokerAccountRepository } from '../../db/repositories/broker-accounts.js';
import { LateWatchRepository } from '../../db/repositories/late-watches.js';
import { OauthStateRepository } from '../../db/repositories/oauth-states.js';
import { SubscriptionRepository } from '../../db/repositories/subscriptions.js';
import { positionExitWorkflowId } from '../../workflows/messages/exit.js';
import { lateOrderWatchWorkflowId } from '../../workflows/messages/late-orders.js';
import { subscriptionWorkflowId } from '../../workflows/messages/subscription.js';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import type { sweeper } from '../../workflows/sweeper.js';
import { startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

describe('sweeper', () => {
  let rig: PlatformRig;
  before(async () => {
    rig = await startPlatformRig();
  });
  after(() => rig.stop());

  const sweep = () =>
    rig.env.client.workflow.execute<typeof sweeper>('sweeper', {
      workflowId: `sweeper-${randomUUID()}`,
      taskQueue: PLATFORM_QUEUE,
    });
  const age = (table: 'subscription' | 'broker_account', id: string, seconds: number) =>
    rig.db.query(`UPDATE ${table} SET created_at = now() - make_interval(secs => $2) WHERE id = $1`, [id, seconds]);

  it('starts the workflow of a subscription that has none, once', async () => {
    const lost = await rig.make.subscription();
    const young = await rig.make.subscription();
    await age('subscription', lost.id, 16);
    expect(await sweep()).to.include({ subscriptionsStarted: 1 });
    const described = await rig.env.client.workflow.getHandle(subscriptionWorkflowId(lost.id)).describe();
    expect(described.type).to.equal('subscription');
    expect(await sweep()).to.include({ subscriptionsStarted: 0 });
    expect((await new SubscriptionRepository(rig.db).findById(young.id))?.workflowStartedAt).to.equal(null);
  });

  it('starts the exit of a position that nobody follows, once', async () => {
    const lost = await rig.make.subscription();
    const { runId, executionId } = await rig.make.position(lost);
    const held = await rig.make.position(await rig.make.subscription());
    await rig.db.query(`UPDATE position SET opened_at = now() - interval '10 minutes'`);
    await rig.db.query(`UPDATE position SET followed_at = now() WHERE execution_id = $1`, [held.executionId]);
    expect(await sweep()).to.include({ exitsStarted: 1 });
    const started = rig.env.client.workflow.getHandle(positionExitWorkflowId(runId, lost.id));
    expect((await started.describe()).type).to.equal('positionExit');
    await rig.db.query(`UPDATE position SET followed_at = now() WHERE execution_id = $1`, [executionId]);
    expect(await sweep()).to.include({ exitsStarted: 0 });
  });

  it('starts the watch on late orders that nobody keeps, once, and none that has ended', async () => {
    const [lost, kept, ended] = await Promise.all(
      [1, 2, 3].map(async () => (await rig.make.position(await rig.make.subscription())).executionId),
    );
    for (const executionId of [lost, kept, ended])
      await rig.db.query(`INSERT INTO late_watch (execution_id, opened_at) VALUES ($1, now() - interval '1 hour')`, [
        executionId,
      ]);
    const watches = new LateWatchRepository(rig.db);
    await watches.noteLook(kept ?? '');
    await watches.end(ended ?? '', 'day_over');
    expect(await sweep()).to.include({ watchesStarted: 1 });
    const started = rig.env.client.workflow.getHandle(lateOrderWatchWorkflowId(lost ?? ''));
    expect((await started.describe()).type).to.equal('lateOrderWatch');
    await watches.noteLook(lost ?? '');
    expect(await sweep()).to.include({ watchesStarted: 0 });
  });

  it('gives up an account whose onboarding never decided, and erases its credentials', async () => {
    const lost = await rig.make.pendingAccount();
    const young = await rig.make.pendingAccount();
    await age('broker_account', lost.id, 61);
    expect(await sweep()).to.include({ accountsSettled: 1 });
    expect((await rig.make.reread(lost.id)).accountStatus).to.equal('rejected');
    expect(await rig.vault.kept(lost.id, 'credentials')).to.deep.equal([]);
    expect((await rig.make.reread(young.id)).accountStatus).to.equal('pending');
  });

  it('ends a session whose token died and whose workflow is lost', async () => {
    const account = await rig.make.linkedAccount();
    const dead = new Date(Date.now() - 180_000);
    const tokenSecretId = await rig.vault.seal({
      partnerId: account.partnerId,
      ownerId: account.id,
      purpose: 'access_token',
      plaintext: 'token',
    });
    const session = { tokenSecretId, lastLogin: dead, tokenExpiresAt: dead, entryValidUntil: dead };
    await new BrokerAccountRepository(rig.db).setToken(rig.db, account.id, session);
    expect(await sweep()).to.include({ sessionsEnded: 1 });
    expect(await rig.make.reread(account.id)).to.include({ sessionStatus: 'login_required', tokenSecretId: null });
    expect(await rig.vault.kept(account.id, 'access_token')).to.deep.equal([]);
  });

  it('deletes expired secrets and states and old idempotency records, and nothing else', async () => {
    const account = await rig.make.linkedAccount();
    const owner = { partnerId: account.partnerId, ownerId: account.id, purpose: 'request_token' } as const;
    await rig.vault.seal({ ...owner, plaintext: 'dead', expiresAt: new Date(Date.now() - 1000) });
    await rig.vault.seal({ ...owner, plaintext: 'alive', expiresAt: new Date(Date.now() + 600_000) });
    const states = new OauthStateRepository(rig.db);
    await states.create(account, hash('old'), new Date(Date.now() - 90_000_000));
    await states.create(account, hash('expired'), new Date(Date.now() - 1000));
    for (const [key, hours] of [['old', 49] as const, ['kept', 47] as const])
      await rig.db.query(
        `INSERT INTO idempotency_record (owner_id, realm, key, request_hash, created_at) VALUES ($1, 'live', $2, '', now() - make_interval(hours => $3))`,
        [account.partnerId, key, hours],
      );
    expect(await sweep()).to.include({ rowsDeleted: 3 });
    expect(await rig.vault.kept(account.id, 'request_token')).to.deep.equal(['alive']);
    expect(await states.consume(account.partnerId, 'live', account.id, hash('old'))).to.deep.equal({
      outcome: 'unknown',
    });
    expect(await states.consume(account.partnerId, 'live', account.id, hash('expired'))).to.deep.equal({
      outcome: 'expired',
    });
    expect(await rig.db.query('SELECT 1 FROM idempotency_record')).to.have.length(1);
  });

  it('gives a state to one of two callbacks, and to no other account', async () => {
    const account = await rig.make.linkedAccount();
    const other = await rig.make.linkedAccount({ partnerId: account.partnerId });
    const states = new OauthStateRepository(rig.db);
    await states.create(account, hash('state'), new Date(Date.now() + 300_000));
    expect(await states.consume(account.partnerId, 'live', other.id, hash('state'))).to.deep.equal({
      outcome: 'unknown',
    });
    expect(await states.consume(account.partnerId, 'test', account.id, hash('state'))).to.deep.equal({
      outcome: 'unknown',
    });
    const outcomes = await Promise.all(
      [1, 2].map(() => states.consume(account.partnerId, 'live', account.id, hash('state'))),
    );
    expect(outcomes.map((result) => result.outcome).sort()).to.deep.equal(['consumed', 'used']);
  });
});

function hash(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}
