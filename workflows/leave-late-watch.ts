// Starts lateOrderWatch as a child that outlives the workflow which leaves orders in doubt.
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild, workflowInfo } from '@temporalio/workflow';
import { lateOrderWatch } from './late-order-watch.js';
import { lateWatchStart } from './messages/late-orders.js';

export async function leaveLateWatch(executionId: string): Promise<void> {
  try {
    await startChild(lateOrderWatch, {
      ...lateWatchStart(executionId, workflowInfo().typedSearchAttributes.getAll()),
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
  } catch (error) {
    // It runs already: the sweeper was faster, or it watches what an earlier step left.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
