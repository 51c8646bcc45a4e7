// The gateway's part for operators (and partners' test runs): an extra run of a template, what is halted in it, a day's reconciliation, a wire's list of contracts.
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Mode } from '../domain/mode.js';
import type { TradingDay } from '../domain/trading-time.js';
import {
  instrumentsSummary,
  instrumentsWorkflowId,
  readNowSignal,
  type InstrumentMasterInput,
  type ReadNow,
} from '../workflows/messages/instruments.js';
import { haltsChangedSignal, operatorRunWorkflowId, type TemplateRunInput } from '../workflows/messages/run.js';
import {
  reconciliationSummary,
  reconciliationWorkflowId,
  type ReconciliationInput,
} from '../workflows/messages/reconciliation.js';
import { searchAttributes } from '../workflows/messages/search-attributes.js';
import { PLATFORM_QUEUE, TRADING_QUEUE } from '../workflows/messages/task-queues.js';

export type ExtraRun = { runId: string; templateId: string; mode: Mode; tradingDay: string; createdBy: string };

/** Starts `templateRun` for a run whose row exists. The id holds the run's, so it can start once only. */
export async function startTemplateRun(client: Client, run: ExtraRun): Promise<void> {
  const input: TemplateRunInput = { templateId: run.templateId, mode: run.mode, runId: run.runId };
  await client.workflow.start('templateRun', {
    workflowId: operatorRunWorkflowId(run.mode, run.templateId, run.runId),
    taskQueue: TRADING_QUEUE,
    args: [input],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `Extra run of ${run.templateId} (${run.mode}), asked for by ${run.createdBy}`,
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

/** Starts `endOfDayReconciliation` of a day, whether the market was open or not; one that is running is left alone. */
export async function startReconciliation(client: Client, day: TradingDay, by: string): Promise<void> {
  const input: ReconciliationInput = { day, by };
  await client.workflow.start('endOfDayReconciliation', {
    workflowId: reconciliationWorkflowId(day),
    taskQueue: PLATFORM_QUEUE,
    args: [input],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: reconciliationSummary(day),
    typedSearchAttributes: [{ key: searchAttributes.tradingDay, value: day }],
  });
}

/** Has a wire's list of contracts read now; the day's workflow is started unless it runs. */
export async function readInstruments(client: Client, wire: string, day: TradingDay, wish: ReadNow): Promise<void> {
  const input: InstrumentMasterInput = { wire, day, by: wish.by };
  await client.workflow.signalWithStart('instrumentMaster', {
    workflowId: instrumentsWorkflowId(wire, day),
    taskQueue: PLATFORM_QUEUE,
    args: [input],
    signal: readNowSignal,
    signalArgs: [wish],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: instrumentsSummary(wire, day),
    typedSearchAttributes: [{ key: searchAttributes.tradingDay, value: day }],
  });
}
