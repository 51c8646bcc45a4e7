// The gateway's part for operators: an extra run of a template.
import type { Client } from '@temporalio/client';
import type { Mode } from '../domain/mode.js';
import { operatorRunWorkflowId, type TemplateRunInput } from '../workflows/messages/run.js';
import { searchAttributes } from '../workflows/messages/search-attributes.js';
import { TRADING_QUEUE } from '../workflows/messages/task-queues.js';

export type OperatorRun = { runId: string; templateId: string; mode: Mode; tradingDay: string };

/** Starts `templateRun` for a run whose row exists. The id holds the run's, so it can start once only. */
export async function startTemplateRun(client: Client, run: OperatorRun): Promise<void> {
  const input: TemplateRunInput = { templateId: run.templateId, mode: run.mode, runId: run.runId };
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
