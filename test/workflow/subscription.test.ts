// subscription: the transition table, its events, and stops that wait for the dispatchers.
import type { WorkflowHandle } from '@temporalio/client';
import { expect } from 'chai';
import { createSubscriptionActivities } from '../../activities/subscription.js';
import { PositionRepository } from '../../db/repositories/positions.js';
import { SubscriptionRepository, type Subscription } from '../../db/repositories/subscriptions.js';
import { newId } from '../../platform/ids.js';
import { subscriptionStart } from '../../workflows/messages/start-options.js';
import {
  cancelUpdate,
  changeLotMultiplierUpdate,
  pauseUpdate,
  resumeUpdate,
  type StopOptions,
} from '../../workflows/messages/subscription.js';
import type { subscription as subscriptionWorkflow } from '../../workflows/subscription.js';
import { historyText } from './rig/history-text.js';
import { startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

const AS_PLANNED: { args: [StopOptions] } = { args: [{ flatten: false }] };

describe('subscription', () => {
  let rig: PlatformRig;
  let subscriptions: SubscriptionRepository;
  before(async () => {
    rig = await startPlatformRig();
    subscriptions = new SubscriptionRepository(rig.db);
  });
  after(() => rig.stop());

  type Handle = WorkflowHandle<typeof subscriptionWorkflow>;

  async function start(s: Subscription): Promise<Handle> {
    const options = subscriptionStart({ ...s, subscriptionId: s.id, accountId: s.allocation.accountId });
    return rig.env.client.workflow.start<typeof subscriptionWorkflow>('subscription', options);
  }

  async function running(): Promise<{ row: Subscription; handle: Handle }> {
    const row = await rig.make.subscription();
    return { row, handle: await start(row) };
  }

  async function reread(s: Subscription): Promise<Subscription> {
    const found = await subscriptions.find(s.partnerId, s.mode, s.id);
    if (!found) throw new Error('gone');
    return found;
  }

  async function eventTypes(s: Subscription): Promise<string[]> {
    const rows = await rig.db.query<{ type: string }>(
      `SELECT type FROM outbox_event WHERE body->>'subscription_id' = $1 ORDER BY seq`,
      [s.id],
    );
    return rows.map((row) => row.type);
  }

  it('goes ACTIVE → PAUSED → ACTIVE → CANCELLED, each with its event, the allocation with it', async () => {
    const { row, handle } = await running();
    expect(await handle.executeUpdate(pauseUpdate, AS_PLANNED)).to.deep.equal({ outcome: 'changed', status: 'PAUSED' });
    const paused = await reread(row);
    expect([paused.status, paused.allocation.status]).to.deep.equal(['PAUSED', 'PAUSED']);
    expect(paused.pausedAt).to.be.instanceOf(Date);
    expect(await handle.executeUpdate(resumeUpdate)).to.deep.equal({ outcome: 'changed', status: 'ACTIVE' });
    expect((await reread(row)).pausedAt).to.equal(null);
    expect(await handle.executeUpdate(pauseUpdate, AS_PLANNED)).to.deep.equal({ outcome: 'changed', status: 'PAUSED' });
    expect(await handle.executeUpdate(cancelUpdate, AS_PLANNED)).to.deep.equal({
      outcome: 'changed',
      status: 'CANCELLED',
    });
    expect(await handle.result()).to.deep.equal({ status: 'CANCELLED' });
    const cancelled = await reread(row);
    expect([cancelled.status, cancelled.allocation.status]).to.deep.equal(['CANCELLED', 'CANCELLED']);
    expect(cancelled.cancelledAt).to.be.instanceOf(Date);
    expect(cancelled.workflowStartedAt).to.be.instanceOf(Date);
    expect(await eventTypes(row)).to.deep.equal([
      'subscription_paused',
      'subscription_resumed',
      'subscription_paused',
      'subscription_cancelled',
    ]);
    expect(
      await rig.db.query(`SELECT 1 FROM gate_change WHERE scope = 'subscription' AND scope_id = $1`, [row.id]),
    ).to.have.length(3);
    expect(await historyText(rig.env.client.workflow, handle.workflowId))
      .to.include(row.id)
      .and.not.to.match(/canary/);
  });

  it('refuses what the table forbids, naming the status, and tells no one', async () => {
    const { row, handle } = await running();
    expect(await handle.executeUpdate(resumeUpdate)).to.deep.equal({ outcome: 'refused', status: 'ACTIVE' });
    await handle.executeUpdate(pauseUpdate, AS_PLANNED);
    expect(await handle.executeUpdate(pauseUpdate, AS_PLANNED)).to.deep.equal({ outcome: 'refused', status: 'PAUSED' });
    await handle.executeUpdate(cancelUpdate, AS_PLANNED);
    expect(await eventTypes(row)).to.deep.equal(['subscription_paused', 'subscription_cancelled']);
  });

  it('answers a change of a cancelled subscription truthfully even when its workflow is started again', async () => {
    const { row, handle } = await running();
    await handle.executeUpdate(cancelUpdate, AS_PLANNED);
    await handle.result();
    const again = await start(row);
    for (const update of ['pause', 'resume', 'cancel'])
      // The workflow ends by itself, so a later update may find it gone: both say that nothing was changed.
      expect(await again.executeUpdate(update).catch((error: Error) => error.name)).to.satisfy(
        (said: unknown) =>
          said === 'WorkflowNotFoundError' || JSON.stringify(said) === '{"outcome":"refused","status":"CANCELLED"}',
      );
    expect(await eventTypes(row)).to.deep.equal(['subscription_cancelled']);
  });

  it('lets one of two simultaneous pauses through', async () => {
    const { row, handle } = await running();
    const results = await Promise.all([
      handle.executeUpdate(pauseUpdate, AS_PLANNED),
      handle.executeUpdate(pauseUpdate, AS_PLANNED),
    ]);
    expect(results.map((result) => result.outcome).sort()).to.deep.equal(['changed', 'refused']);
    expect(await eventTypes(row)).to.deep.equal(['subscription_paused']);
  });

  it('answers entry_in_progress at and after the instant, and leaves everything as it was', async () => {
    const { row, handle } = await running();
    const entry = await rig.make.entryUnderWay(row);
    expect(await handle.executeUpdate(pauseUpdate, AS_PLANNED)).to.deep.equal({ outcome: 'entry_in_progress' });
    expect(await handle.executeUpdate(cancelUpdate, AS_PLANNED)).to.deep.equal({ outcome: 'entry_in_progress' });
    expect((await reread(row)).status).to.equal('ACTIVE');
    expect(await eventTypes(row)).to.deep.equal([]);
    await entry.end();
    expect(await handle.executeUpdate(pauseUpdate, AS_PLANNED)).to.deep.equal({ outcome: 'changed', status: 'PAUSED' });
  });

  it('leaves an open position to its exit, or has it closed when asked', async () => {
    const planned = await running();
    const flattened = await running();
    const left = await rig.make.position(planned.row);
    const closed = await rig.make.position(flattened.row);
    await planned.handle.executeUpdate(pauseUpdate, AS_PLANNED);
    await flattened.handle.executeUpdate(cancelUpdate, { args: [{ flatten: true }] });
    const requests = await new PositionRepository(rig.db).requests([left.executionId, closed.executionId]);
    expect(new Map(requests.map((r) => [r.executionId, r.requested]))).to.deep.equal(
      new Map([
        [left.executionId, null],
        [closed.executionId, 'flatten'],
      ]),
    );
  });

  it('defers a cancellation while an order is being looked for, but not a pause', async () => {
    const { row, handle } = await running();
    const { runId, executionId } = await rig.make.position(row);
    await rig.db.query(
      `INSERT INTO order_intent (id, execution_id, run_id, account_id, tag, purpose, leg_index, slice_index, wave, side, quantity_units, send_at, state)
       VALUES ($1, $2, $3, $4, 'QUNKNOWN', 'exit', 0, 0, 0, 'SELL', 75, now(), 'UNKNOWN')`,
      [`ord_${executionId}`, executionId, runId, row.allocation.accountId],
    );
    expect(await handle.executeUpdate(cancelUpdate, AS_PLANNED)).to.deep.equal({ outcome: 'order_unknown' });
    expect((await reread(row)).status).to.equal('ACTIVE');
    expect(await handle.executeUpdate(pauseUpdate, AS_PLANNED)).to.deep.equal({ outcome: 'changed', status: 'PAUSED' });
    await rig.db.query(`UPDATE order_intent SET state = 'COMPLETE' WHERE execution_id = $1`, [executionId]);
    expect(await handle.executeUpdate(cancelUpdate, AS_PLANNED)).to.include({ outcome: 'changed' });
  });

  it('defers a cancellation while late orders are watched and one is unknown, not while they are taken for never placed', async () => {
    const { row, handle } = await running();
    const { runId, executionId } = await rig.make.position(row);
    await rig.db.query(`UPDATE position SET status = 'unknown', closed_at = now() WHERE execution_id = $1`, [
      executionId,
    ]);
    await rig.db.query(
      `INSERT INTO order_intent (id, execution_id, run_id, account_id, tag, purpose, leg_index, slice_index, wave, side, quantity_units, send_at, state)
       VALUES ($1, $2, $3, $4, 'QWATCHED', 'entry', 0, 0, 0, 'BUY', 75, now(), 'UNKNOWN')`,
      [`ord_${executionId}`, executionId, runId, row.allocation.accountId],
    );
    await rig.db.query('INSERT INTO late_watch (execution_id) VALUES ($1)', [executionId]);
    expect(await handle.executeUpdate(cancelUpdate, AS_PLANNED)).to.deep.equal({ outcome: 'order_unknown' });
    await rig.db.query(`UPDATE order_intent SET state = 'NOT_PLACED' WHERE execution_id = $1`, [executionId]);
    expect(await handle.executeUpdate(cancelUpdate, AS_PLANNED)).to.include({ outcome: 'changed' });
  });

  it('lets a cancellation through once the day is over, whatever stays unknown', async () => {
    const { row, handle } = await running();
    const { runId, executionId } = await rig.make.position(row);
    await rig.db.query(`UPDATE position SET status = 'unknown', closed_at = now() WHERE execution_id = $1`, [
      executionId,
    ]);
    await rig.db.query(
      `INSERT INTO order_intent (id, execution_id, run_id, account_id, tag, purpose, leg_index, slice_index, wave, side, quantity_units, send_at, state)
       VALUES ($1, $2, $3, $4, 'QOVER', 'entry', 0, 0, 0, 'BUY', 75, now(), 'UNKNOWN')`,
      [`ord_${executionId}`, executionId, runId, row.allocation.accountId],
    );
    await rig.db.query(`INSERT INTO late_watch (execution_id, ended_at, outcome) VALUES ($1, now(), 'day_over')`, [
      executionId,
    ]);
    expect(await handle.executeUpdate(cancelUpdate, AS_PLANNED)).to.include({ outcome: 'changed' });
  });

  it('changes the multiplier for the next run, also while paused; a bad one is rejected before it is recorded', async () => {
    const { row, handle } = await running();
    await handle.executeUpdate(pauseUpdate, AS_PLANNED);
    expect(await handle.executeUpdate(changeLotMultiplierUpdate, { args: [{ lotMultiplier: 3 }] })).to.deep.equal({
      outcome: 'changed',
      lotMultiplier: 3,
    });
    expect((await reread(row)).allocation.lotMultiplier).to.equal(3);
    for (const lotMultiplier of [0, -1, 1.5, 101, Number.NaN]) {
      const said: unknown = await handle
        .executeUpdate(changeLotMultiplierUpdate, { args: [{ lotMultiplier }] })
        .catch((error: Error) => error.name);
      expect(said).to.equal('WorkflowUpdateFailedError');
    }
    expect((await reread(row)).allocation.lotMultiplier).to.equal(3);
  });

  it('commits a change once although its activity is repeated', async () => {
    const row = await rig.make.subscription();
    const activities = createSubscriptionActivities({ db: rig.db, clock: Date.now });
    const pause = () =>
      activities.changeSubscription({ subscriptionId: row.id, action: 'pause', from: 'ACTIVE', changeId: 'one' });
    expect(await pause()).to.include({ outcome: 'changed', status: 'PAUSED' });
    expect(await pause()).to.include({ outcome: 'changed', status: 'PAUSED' });
    expect(await eventTypes(row)).to.deep.equal(['subscription_paused']);
  });

  it('makes one subscription of two that race, and names it to the other; cancelled, the place is free again', async () => {
    const account = await rig.make.linkedAccount();
    const templateId = await rig.make.template();
    const subscribe = () =>
      rig.db.transaction((tx) =>
        subscriptions.create(tx, {
          id: newId('sub'),
          allocationId: newId('alloc'),
          partnerId: account.partnerId,
          mode: 'live',
          userPk: account.userPk,
          templateId,
          accountId: account.id,
          lotMultiplier: 2,
          subscriptionDate: new Date(),
          nextBillingDate: '2999-01-01',
          monthlyFeePaise: 99_900,
          partnerCommissionPaise: 29_970,
          platformFeePaise: 69_930,
        }),
      );
    const results = await Promise.all([subscribe(), subscribe(), subscribe()]);
    const made = results.flatMap((result) => ('conflict' in result ? [] : [result]));
    expect(made).to.have.length(1);
    expect(made[0]?.allocation).to.deep.include({
      accountId: account.id,
      clientId: account.clientId,
      lotMultiplier: 2,
      status: 'ACTIVE',
      priority: 1,
    });
    const refused = results.flatMap((result) => ('conflict' in result ? [result.existingSubscriptionId] : []));
    expect(refused).to.deep.equal([made[0]?.id, made[0]?.id]);
    await rig.db.transaction((tx) =>
      subscriptions.changeStatus(tx, made[0]?.id ?? '', ['ACTIVE', 'PAUSED'], 'CANCELLED', new Date()),
    );
    expect(await subscribe()).not.to.have.property('conflict');
  });

  it('lists by partner and mode, user and status, page by page', async () => {
    const account = await rig.make.linkedAccount({ userEmail: 'pages@canary.example' });
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push((await rig.make.subscription({ account })).id);
    const first = await subscriptions.list(account.partnerId, 'live', { limit: 2, userEmail: 'Pages@Canary.example' });
    expect(first.rows.map((row) => row.id)).to.deep.equal(ids.slice(0, 2));
    const rest = await subscriptions.list(account.partnerId, 'live', {
      limit: 2,
      cursor: first.nextCursor,
      status: 'ACTIVE',
    });
    expect(rest.rows.map((row) => row.id)).to.deep.equal(ids.slice(2));
    expect(rest.nextCursor).to.equal(undefined);
    expect((await subscriptions.list(account.partnerId, 'test', { limit: 2 })).rows).to.deep.equal([]);
    expect(await subscriptions.find(await rig.make.partner(), 'live', ids[0] ?? '')).to.equal(undefined);
  });
});
