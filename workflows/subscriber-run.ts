// subscriberRun: one subscriber's entry. One activity arms, holds, fires and follows it; the workflow ends with the entry's outcome.
import { ActivityFailure, CancellationScope, log, proxyActivities, upsertSearchAttributes } from '@temporalio/workflow';
import type { createEntryActivities } from '../activities/entry.js';
import { databaseWork, entryWork } from './activity-options.js';
import type { EntryOutcome, SubscriberRunInput, SubscriberRunResult } from './messages/run.js';
import { searchAttributes } from './messages/search-attributes.js';

type Activities = ReturnType<typeof createEntryActivities>;
const { armAndPlace } = proxyActivities<Activities>(entryWork);
const { abandonEntry } = proxyActivities<Activities>(databaseWork);

export async function subscriberRun({ executionId }: SubscriberRunInput): Promise<SubscriberRunResult> {
  return CancellationScope.nonCancellable(async () => {
    const outcome = await seeThrough(executionId);
    upsertSearchAttributes([{ key: searchAttributes.outcome, value: outcome }]);
    return { outcome };
  });
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
