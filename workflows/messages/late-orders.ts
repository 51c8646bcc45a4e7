// lateOrderWatch: the orders of an ended execution that were given up without certainty, watched until the day is over.
import type { SearchAttributePair } from '@temporalio/common';
import { entryAttributes } from './search-attributes.js';
import { TRADING_QUEUE } from './task-queues.js';

export type LateOrderWatchInput = { executionId: string };
/** `resolved`: nothing is in doubt any more. `day_over`: what had not appeared by the end of the trading day never did. */
export type LateOrderWatchResult = { outcome: 'resolved' | 'day_over' };

export type LateWatchStart = {
  workflowId: string;
  taskQueue: string;
  args: [LateOrderWatchInput];
  /** The exit of an execution may leave doubts after those of its entry have been resolved. */
  workflowIdReusePolicy: 'ALLOW_DUPLICATE';
  staticSummary: string;
  typedSearchAttributes: SearchAttributePair[];
};

export const lateOrderWatchWorkflowId = (executionId: string): string => `late/${executionId}`;

/** How it is started, by subscriberRun and positionExit as their child and by the sweeper alone. @param attributes - as the entry's workflow has them */
export function lateWatchStart(executionId: string, attributes: readonly SearchAttributePair[]): LateWatchStart {
  return {
    workflowId: lateOrderWatchWorkflowId(executionId),
    taskQueue: TRADING_QUEUE,
    args: [{ executionId }],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `Late orders of ${executionId}`,
    typedSearchAttributes: entryAttributes(attributes),
  };
}
