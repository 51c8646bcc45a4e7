// The gateway's part for operators: an extra run of a template, and whether workers are there.
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Mode } from '../domain/mode.js';
import { haltsChangedSignal, operatorRunWorkflowId, type TemplateRunInput } from '../workflows/messages/run.js';
import { searchAttributes } from '../workflows/messages/search-attributes.js';
import { TRADING_QUEUE } from '../workflows/messages/task-queues.js';

export type OperatorRun = { runId: string; templateId: string; mode: Mode; tradingDay: string };

/**
 * Starts `templateRun` for a run whose row exists. The id holds the run's, so it can start once only.
 * @param leadS - seconds before the entry at which it begins to arm
 */
export async function startTemplateRun(client: Client, run: OperatorRun, leadS: number): Promise<void> {
  const input: TemplateRunInput = { templateId: run.templateId, mode: run.mode, leadS, runId: run.runId };
  await client.workflow.start('templateRun', {
    workflowId: operatorRunWorkflowId(run.mode, run.templateId, run.runId),
    taskQueue: TRADING_QUEUE,
    args: [input],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `Operator's run of ${run.templateId} (${run.mode})`,
    typedSearchAttributes: [
      { key: searchAttributes.template, value: run.templateId },
      { key: searchAttributes.mode, value: run.mode },
      { key: searchAttributes.tradingDay, value: run.tradingDay },
    ],
  });
}

/** A run that has ended in the meantime has nothing to show any more. */
export async function tellHaltsChanged(client: Client, runWorkflowId: string): Promise<void> {
  try {
    await client.workflow.getHandle(runWorkflowId).signal(haltsChangedSignal);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** A worker renews its long poll at least once a minute; the server remembers a dead one for five. */
const POLLER_FRESH_MS = 75_000;

/** How many workers have polled a task queue for workflow tasks lately. */
export async function pollersOf(client: Client, taskQueue: string): Promise<number> {
  const answer = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: 1, // TASK_QUEUE_TYPE_WORKFLOW
  });
  const freshFromMs = Date.now() - POLLER_FRESH_MS;
  return (answer.pollers ?? []).filter((poller) => Number(poller.lastAccessTime?.seconds ?? 0) * 1000 > freshFromMs)
    .length;
}
