// positionExit: started by the entry that leaves a position, alone with its own id; resumed, asked to flatten, honest at its end.
import { expect } from 'chai';
import { ApplicationFailure } from '@temporalio/common';
import { exitStart } from '../../workflows/messages/exit-start.js';
import { flattenUpdate, positionExitWorkflowId, type PositionExitResult } from '../../workflows/messages/exit.js';
import { searchAttributes } from '../../workflows/messages/search-attributes.js';
import { TRADING_QUEUE } from '../../workflows/messages/task-queues.js';
import type { positionExit } from '../../workflows/position-exit.js';
import { waitFor } from '../support/wait.js';
import { startRunRig, type RunRig } from './rig/run-rig.js';

describe('positionExit', function () {
  this.timeout(60_000);
  let rig: RunRig;
  let positions = 0;
  before(async () => {
    rig = await startRunRig();
  });
  after(() => rig.stop());
  beforeEach(() => {
    rig.followed.length = 0;
    rig.onArm = () => Promise.resolve('completed');
    rig.onFollow = () => Promise.resolve({ status: 'closed' });
  });

  const start = () => {
    const n = ++positions;
    const facts = { executionId: `exe_${n}`, runId: 'run_1', subscriptionId: `sub_${n}` };
    return rig.env.client.workflow.start<typeof positionExit>('positionExit', exitStart(facts, []));
  };

  async function run(outcome: 'completed' | 'failed' | 'unknown') {
    rig.onArm = () => Promise.resolve(outcome);
    const { runId, workflowId, input } = await rig.operatorRun(await rig.template(1), (await rig.nowMs()) + 30_000);
    await rig.env.client.workflow.execute('templateRun', { taskQueue: TRADING_QUEUE, workflowId, args: [input] });
    const [execution] = await rig.db.query<{ id: string; subscriptionId: string }>(
      'SELECT id, subscription_id AS "subscriptionId" FROM execution WHERE run_id = $1',
      [runId],
    );
    if (!execution) throw new Error('no execution');
    const exitId = positionExitWorkflowId(runId, execution.subscriptionId);
    return { ...execution, handle: rig.env.client.workflow.getHandle<typeof positionExit>(exitId) };
  }

  for (const outcome of ['completed', 'unknown'] as const)
    it(`is left behind by an entry that ends ${outcome}, findable as the entry is`, async () => {
      const { id, handle } = await run(outcome);
      expect(await handle.result()).to.deep.equal({ status: 'closed' });
      expect(rig.followed).to.deep.equal([id]);
      const { typedSearchAttributes } = await handle.describe();
      expect(typedSearchAttributes.get(searchAttributes.outcome)).to.equal('closed');
      expect(typedSearchAttributes.get(searchAttributes.mode)).to.equal('live');
    });

  it('is not started by an entry that left nothing', async () => {
    const { handle } = await run('failed');
    const described = await handle.describe().catch((error: Error) => error.name);
    expect(described).to.equal('WorkflowNotFoundError');
  });

  it('is followed again after a failure', async () => {
    rig.onFollow = (_, attempt) =>
      attempt < 3 ? Promise.reject(new Error('lease lost')) : Promise.resolve({ status: 'closed' });
    expect(await (await start()).result()).to.deep.equal({ status: 'closed' });
    expect(rig.followed).to.have.length(3);
  });

  it('says that nobody follows it when nobody can', async () => {
    rig.onFollow = () => Promise.reject(ApplicationFailure.nonRetryable('no'));
    expect(await (await start()).result()).to.deep.equal({ status: 'unknown' });
  });

  it('takes a flatten while it is followed, and survives being cancelled', async () => {
    let end: (result: PositionExitResult) => void = () => undefined;
    rig.onFollow = () => new Promise((resolve) => (end = resolve));
    const handle = await start();
    await waitFor(() => Promise.resolve(rig.followed.length === 1), { description: 'the position is followed' });
    await handle.executeUpdate(flattenUpdate);
    expect(rig.flattened).to.deep.equal([`exe_${positions}`]);
    await handle.cancel();
    end({ status: 'closed' });
    expect(await handle.result()).to.deep.equal({ status: 'closed' });
  });

  it('is never repeated once it has ended', async () => {
    const facts = { executionId: 'exe_once', runId: 'run_1', subscriptionId: 'sub_once' };
    await rig.env.client.workflow.execute<typeof positionExit>('positionExit', exitStart(facts, []));
    const again = rig.env.client.workflow.start<typeof positionExit>('positionExit', exitStart(facts, []));
    expect(
      await again.then(
        () => 'started',
        (error: Error) => error.name,
      ),
    ).to.equal('WorkflowExecutionAlreadyStartedError');
  });
});
