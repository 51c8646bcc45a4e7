// subscriberRun: one subscriber's entry. One activity arms, holds, fires and follows it; the workflow ends with the entry's outcome.
// What the entry leaves open is positionExit's, what it leaves in doubt lateOrderWatch's: both are started here and go on alone.
import {
  ActivityFailure,
  CancellationScope,
  log,
  ParentClosePolicy,
  proxyActivities,
  startChild,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { createEntryActivities } from '../activities/entry.js';
import type { createLateOrderActivities } from '../activities/late-orders.js';
import { databaseWork, entryWork } from './activity-options.js';
import { leaveLateWatch } from './leave-late-watch.js';
import { exitStart } from './messages/exit-start.js';
import type { EntryOutcome, SubscriberRunInput, SubscriberRunResult } from './messages/run.js';
import { searchAttributes } from './messages/search-attributes.js';
import { positionExit } from './position-exit.js';

type Activities = ReturnType<typeof createEntryActivities>;
const { armAndPlace } = proxyActivities<Activities>(entryWork);
const { abandonEntry } = proxyActivities<Activities>(databaseWork);
const { leavesLateOrders } = proxyActivities<ReturnType<typeof createLateOrderActivities>>(databaseWork);

export async function subscriberRun(input: SubscriberRunInput): Promise<SubscriberRunResult> {
  return CancellationScope.nonCancellable(async () => {
    const outcome = await seeThrough(input.executionId);
    if (outcome === 'completed' || outcome === 'unknown') await followPosition(input);
    if (mayBeInDoubt(outcome) && (await leavesLateOrders(input))) await leaveLateWatch(input.executionId);
    upsertSearchAttributes([{ key: searchAttributes.outcome, value: outcome }]);
    return { outcome };
  });
}

/** A completed entry has no doubts, a skipped one hardly ever: that one is the sweeper's, so that thousands of skipped ones cost nothing. */
function mayBeInDoubt(outcome: EntryOutcome): boolean {
  return outcome !== 'completed' && outcome !== 'skipped';
}

/** The rare position of another outcome (`failed`, exposed) is found by the sweeper. */
async function followPosition(input: SubscriberRunInput): Promise<void> {
  try {
    const { typedSearchAttributes } = workflowInfo();
    await startChild(positionExit, {
      ...exitStart(input, typedSearchAttributes.getAll()),
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
  } catch (error) {
    // The sweeper was faster.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function seeThrough(executionId: string): Promise<EntryOutcome> {
  try {
    return await armAndPlace({ executionId });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    log.error('The entry could not be seen through', { executionId, cause: error.cause?.message });
    return abandonEntry({ executionId });
  }
}
