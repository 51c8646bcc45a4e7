// templateRun, runShard and subscriberRun together: shards, ids, outcomes, waiting, and an entry that nobody can see through.
import { expect } from 'chai';
import { ApplicationFailure } from '@temporalio/common';
import {
  haltsChangedSignal,
  shardWorkflowId,
  subscriberRunWorkflowId,
  type TemplateRunResult,
} from '../../workflows/messages/run.js';
import { searchAttributes } from '../../workflows/messages/search-attributes.js';
import { TRADING_QUEUE } from '../../workflows/messages/task-queues.js';
import { waitFor } from '../support/wait.js';
import { LEAD_S, startRunRig, type RunRig } from './rig/run-rig.js';

describe('templateRun', function () {
  this.timeout(120_000);
  let rig: RunRig;
  before(async () => {
    rig = await startRunRig();
  });
  after(() => rig.stop());
  beforeEach(() => {
    rig.armed.length = 0;
    rig.abandoned.length = 0;
    rig.onArm = () => Promise.resolve('completed');
  });

  /** Starts a template's run. @param aheadMs - from now to its instant */
  const begin = async (templateId: string, aheadMs = 30_000) => {
    const entryAtMs = (await rig.nowMs()) + aheadMs;
    const { runId, workflowId, input } = await rig.operatorRun(templateId, entryAtMs);
    const options = { taskQueue: TRADING_QUEUE, workflowId, args: [input] };
    return { runId, entryAtMs, handle: await rig.env.client.workflow.start('templateRun', options) };
  };
  const run = async (templateId: string, aheadMs?: number) => {
    const { runId, handle } = await begin(templateId, aheadMs);
    return { runId, result: (await handle.result()) as TemplateRunResult };
  };
  const executionsOf = (runId: string) =>
    rig.db.query<{ id: string; subscriptionId: string; shard: number; outcome: string }>(
      'SELECT id, subscription_id AS "subscriptionId", shard, outcome FROM execution WHERE run_id = $1 ORDER BY id',
      [runId],
    );
  const exists = (workflowId: string) =>
    rig.env.client.workflow
      .getHandle(workflowId)
      .describe()
      .then(
        () => true,
        () => false,
      );

  // First: on this server time skips no more once an abandoned child (here positionExit) has outlived its parent.
  it('set far ahead, waits until its lead and then takes the subscribers of that moment', async () => {
    const templateId = await rig.template(2);
    const startedAtMs = await rig.nowMs();
    let armedAtMs = 0;
    rig.onArm = async () => {
      armedAtMs ||= await rig.nowMs();
      return 'completed';
    };
    const { handle, entryAtMs } = await begin(templateId, 3 * 3_600_000);
    const waits = async () => (await handle.fetchHistory()).events?.some((event) => event.timerStartedEventAttributes);
    await waitFor(waits, { description: "the run's wait" });
    await rig.db.query(`UPDATE subscription SET status = 'PAUSED' WHERE id = $1`, [`sub_${templateId}_2`]);
    expect(await handle.result()).to.deep.include({ outcomes: { completed: 1 } });
    expect(entryAtMs - armedAtMs).to.be.within(0, LEAD_S * 1_000 + 2_000);
    expect(armedAtMs - startedAtMs).to.be.above(3 * 3_600_000 - LEAD_S * 1_000 - 2_000);
  });

  it('carries 250 subscribers in three shards and counts their outcomes', async () => {
    const templateId = await rig.template(250);
    rig.onArm = (executionId) =>
      Promise.resolve(parseInt(executionId.slice(-2), 36) % 5 === 0 ? 'skipped' : 'completed');
    const { runId, result } = await run(templateId);
    const executions = await executionsOf(runId);
    const count = (outcome: string) => executions.filter((execution) => execution.outcome === outcome).length;
    expect(result).to.deep.equal({
      status: 'completed',
      runId,
      outcomes: { completed: count('completed'), skipped: count('skipped') },
    });
    expect(count('completed') + count('skipped')).to.equal(250);
    expect([0, 1, 2].map((shard) => executions.filter((execution) => execution.shard === shard).length)).to.deep.equal([
      100, 100, 50,
    ]);
    expect(rig.armed).to.have.members(executions.map(({ id }) => id));
    expect(rig.abandoned).to.deep.equal([]);
    const [row] = await rig.db.query<{ status: string; subscribers: number }>(
      'SELECT status, subscribers FROM strategy_run WHERE id = $1',
      [runId],
    );
    expect(row).to.deep.equal({ status: 'completed', subscribers: 250 });

    expect(await Promise.all([0, 1, 2, 3].map((shard) => exists(shardWorkflowId(runId, shard))))).to.deep.equal([
      true,
      true,
      true,
      false,
    ]);
    const first = executions[0]?.subscriptionId ?? '';
    const child = await rig.env.client.workflow.getHandle(subscriberRunWorkflowId(runId, first)).describe();
    expect(child.type).to.equal('subscriberRun');
    expect(child.typedSearchAttributes.get(searchAttributes.template)).to.equal(templateId);
    expect(child.typedSearchAttributes.get(searchAttributes.mode)).to.equal('live');
  });

  it('calls an entry unknown when it cannot be seen through, and the others stay what they are', async () => {
    const templateId = await rig.template(3);
    let lost = '';
    rig.onArm = (executionId) => {
      lost ||= executionId;
      if (executionId !== lost) return Promise.resolve('completed');
      throw ApplicationFailure.nonRetryable('no way on', 'test');
    };
    const { runId, result } = await run(templateId);
    expect(result).to.deep.include({ status: 'completed', outcomes: { completed: 2, unknown: 1 } });
    expect(rig.abandoned).to.deep.equal([lost]);
    const { subscriptionId = '' } = (await executionsOf(runId)).find(({ id }) => id === lost) ?? {};
    const child = await rig.env.client.workflow.getHandle(subscriberRunWorkflowId(runId, subscriptionId)).describe();
    expect(child.typedSearchAttributes.get(searchAttributes.outcome)).to.equal('unknown');
  });

  it('goes on with an entry whose attempt has failed', async () => {
    const templateId = await rig.template(1);
    rig.onArm = (_, attempt) =>
      attempt < 3 ? Promise.reject(new Error('the database was away')) : Promise.resolve('completed');
    const { result } = await run(templateId);
    expect(result).to.deep.include({ outcomes: { completed: 1 } });
    expect(rig.abandoned).to.deep.equal([]);
  });

  it('shows in its details what is halted now, and what that has stopped', async () => {
    const templateId = await rig.template(3);
    const halt = (scope: string, id: string) =>
      rig.db.query(`INSERT INTO halt (id, scope, scope_id, reason, created_by) VALUES ($1, $2, $3, 'x', 'test')`, [
        ...[`hlt_${scope}_${id}`, scope, id],
      ]);
    const release: (() => void)[] = [];
    rig.onArm = async () => {
      await new Promise<void>((resolve) => release.push(resolve));
      return 'completed';
    };
    await halt('template', templateId);
    await halt('template', 'another');
    const { handle, runId } = await begin(templateId);
    const details = async () => {
      const metadata = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
      return metadata.currentDetails;
    };
    const engaged = `**Kill switch engaged**: template ${templateId} (hlt_template_${templateId}), 3 subscribers`;
    await waitFor(async () => (await details()).includes(engaged), { description: 'the halt of the template' });
    expect(await details()).to.not.include('another');
    await halt('subscription', `sub_${templateId}_2`);
    await handle.signal(haltsChangedSignal);
    await waitFor(async () => (await details()).includes(`sub_${templateId}_2 (hlt_subscription_`), {
      description: 'the halt of one subscription',
    });
    await rig.db.query('UPDATE halt SET lifted_at = now()');
    await handle.signal(haltsChangedSignal);
    await waitFor(async () => !(await details()).includes('Kill switch'), { description: 'the release' });
    await waitFor(() => release.length === 3, { description: 'three armed entries' });
    release.forEach((go) => go());
    await handle.result();
    expect(await details()).to.equal(`Run \`${runId}\` ended: 3 completed`);
  });

  it('without subscribers it is completed with no outcomes', async () => {
    expect((await run(await rig.template(0))).result).to.deep.include({ status: 'completed', outcomes: {} });
  });

  it('begun after its entry deadline it is missed and arms nobody', async () => {
    const { runId, result } = await run(await rig.template(2), -61_000);
    expect(result).to.deep.equal({ status: 'missed', runId, reason: 'the run began after its entry deadline' });
    expect(rig.armed).to.deep.equal([]);
    expect(await executionsOf(runId)).to.deep.equal([]);
  });
});
