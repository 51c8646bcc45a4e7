// lateOrderWatch: left behind by entries and exits with orders in doubt, alone with its own id, resumed, and never in the way of an end.
import { expect } from 'chai';
import { exitStart } from '../../workflows/messages/exit-start.js';
import { lateOrderWatchWorkflowId, lateWatchStart } from '../../workflows/messages/late-orders.js';
import type { EntryOutcome } from '../../workflows/messages/run.js';
import { searchAttributes } from '../../workflows/messages/search-attributes.js';
import { TRADING_QUEUE } from '../../workflows/messages/task-queues.js';
import type { lateOrderWatch } from '../../workflows/late-order-watch.js';
import type { positionExit } from '../../workflows/position-exit.js';
import { waitFor } from '../support/wait.js';
import { startRunRig, type RunRig } from './rig/run-rig.js';

describe('lateOrderWatch', function () {
  this.timeout(60_000);
  let rig: RunRig;
  let positions = 0;
  before(async () => {
    rig = await startRunRig();
  });
  after(() => rig.stop());
  beforeEach(() => {
    for (const list of [rig.followed, rig.watched, rig.asked]) list.length = 0;
    rig.inDoubt.clear();
    rig.onFollow = () => Promise.resolve({ status: 'closed' });
    rig.onWatch = () => Promise.resolve({ outcome: 'resolved' });
  });

  const handleOf = (executionId: string) =>
    rig.env.client.workflow.getHandle<typeof lateOrderWatch>(lateOrderWatchWorkflowId(executionId));
  const start = (executionId: string) =>
    rig.env.client.workflow.start<typeof lateOrderWatch>('lateOrderWatch', lateWatchStart(executionId, []));

  async function enter(outcome: EntryOutcome, inDoubt: boolean) {
    rig.onArm = (executionId) => {
      if (inDoubt) rig.inDoubt.add(executionId);
      return Promise.resolve(outcome);
    };
    const { workflowId, runId, input } = await rig.operatorRun(await rig.template(1), (await rig.nowMs()) + 30_000);
    await rig.env.client.workflow.execute('templateRun', { taskQueue: TRADING_QUEUE, workflowId, args: [input] });
    const [execution] = await rig.db.query<{ id: string }>('SELECT id FROM execution WHERE run_id = $1', [runId]);
    return execution?.id ?? '';
  }

  for (const outcome of ['unwound', 'failed', 'missed', 'unknown'] as const)
    it(`is left behind by an entry that ends ${outcome} with orders in doubt, findable as the entry is`, async () => {
      const executionId = await enter(outcome, true);
      expect(await handleOf(executionId).result()).to.deep.equal({ outcome: 'resolved' });
      expect(rig.watched).to.deep.equal([executionId]);
      const { typedSearchAttributes } = await handleOf(executionId).describe();
      expect(typedSearchAttributes.get(searchAttributes.outcome)).to.equal('resolved');
      expect(typedSearchAttributes.get(searchAttributes.mode)).to.equal('live');
      expect(rig.followed).to.deep.equal(outcome === 'unknown' ? [executionId] : []);
    });

  it('is not started where nothing is in doubt; of a completed or skipped entry it is not even asked', async () => {
    const failed = await enter('failed', false);
    await enter('completed', false);
    await enter('skipped', false);
    expect([rig.asked, rig.watched]).to.deep.equal([[failed], []]);
  });

  const exit = (executionId: string) => {
    const facts = { executionId, runId: 'run_late', subscriptionId: `sub_late_${++positions}` };
    return rig.env.client.workflow.start<typeof positionExit>('positionExit', exitStart(facts, []));
  };

  it('is left behind by an exit with orders in doubt', async () => {
    rig.onFollow = () => Promise.resolve({ status: 'closed', late: true });
    expect(await (await exit('exe_late_exit')).result()).to.deep.equal({ status: 'closed', late: true });
    expect(await handleOf('exe_late_exit').result()).to.deep.equal({ outcome: 'resolved' });
  });

  it('goes on when an exit finds it running, and runs again for doubts that came after its end', async () => {
    rig.onFollow = () => Promise.resolve({ status: 'closed', late: true });
    let end: () => void = () => undefined;
    rig.onWatch = () => new Promise((resolve) => (end = () => resolve({ outcome: 'resolved' })));
    const running = await start('exe_late_twice');
    await waitFor(() => rig.watched.length === 1, { description: 'the watch' });
    await (await exit('exe_late_twice')).result();
    expect(rig.watched).to.have.length(1);
    end();
    await running.result();
    rig.onWatch = () => Promise.resolve({ outcome: 'day_over' });
    await (await exit('exe_late_twice')).result();
    expect(await handleOf('exe_late_twice').result()).to.deep.equal({ outcome: 'day_over' });
  });

  it('is taken up again after a failure, and survives being cancelled', async () => {
    let end: () => void = () => undefined;
    rig.onWatch = (_, attempt) =>
      attempt < 3
        ? Promise.reject(new Error('lease lost'))
        : new Promise((resolve) => (end = () => resolve({ outcome: 'resolved' })));
    const handle = await start('exe_late_cancelled');
    await waitFor(() => rig.watched.length === 3, { description: 'the third attempt' });
    await handle.cancel();
    end();
    expect(await handle.result()).to.deep.equal({ outcome: 'resolved' });
  });
});
