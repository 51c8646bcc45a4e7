// How positionExit is started, by subscriberRun as its child and by the sweeper alone: id, queue, reuse policy, summary.
import type { SearchAttributePair } from '@temporalio/common';
import { positionExitWorkflowId, type PositionExitInput } from './exit.js';
import { entryAttributes } from './search-attributes.js';
import { TRADING_QUEUE } from './task-queues.js';

export type ExitFacts = { executionId: string; runId: string; subscriptionId: string };

export type ExitStart = {
  workflowId: string;
  taskQueue: string;
  args: [PositionExitInput];
  /** One that has ended is never repeated; one that was terminated may be started again. */
  workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY';
  staticSummary: string;
  typedSearchAttributes: SearchAttributePair[];
};

/** @param attributes - as the entry's workflow has them; its outcome is left out */
export function exitStart(
  { executionId, runId, subscriptionId }: ExitFacts,
  attributes: readonly SearchAttributePair[],
): ExitStart {
  return {
    workflowId: positionExitWorkflowId(runId, subscriptionId),
    taskQueue: TRADING_QUEUE,
    args: [{ executionId }],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    staticSummary: `Position of ${subscriptionId}`,
    typedSearchAttributes: entryAttributes(attributes),
  };
}
