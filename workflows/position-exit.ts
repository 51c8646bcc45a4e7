// positionExit: follows an open position to its exit time, stop, target or a request, and closes it. One activity does it all.
import {
  ActivityFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { createExitActivities } from '../activities/exit.js';
import { databaseWork, positionWork } from './activity-options.js';
import { leaveLateWatch } from './leave-late-watch.js';
import { flattenUpdate, type PositionExitInput, type PositionExitResult } from './messages/exit.js';
import { searchAttributes } from './messages/search-attributes.js';

type Activities = ReturnType<typeof createExitActivities>;
const { followPosition } = proxyActivities<Activities>(positionWork);
const { requestFlatten, abandonPosition } = proxyActivities<Activities>(databaseWork);

export async function positionExit({ executionId }: PositionExitInput): Promise<PositionExitResult> {
  setHandler(flattenUpdate, () => requestFlatten({ executionId }));
  // Cancelling it in the UI leaves no position unattended: flatten, or the kill switch, is the way out.
  return CancellationScope.nonCancellable(async () => {
    const end = await seeThrough(executionId);
    setCurrentDetails(`Position **${end.status}**`);
    upsertSearchAttributes([{ key: searchAttributes.outcome, value: end.status }]);
    if (end.late) await leaveLateWatch(executionId);
    await condition(allHandlersFinished);
    return end;
  });
}

async function seeThrough(executionId: string): Promise<PositionExitResult> {
  try {
    return await followPosition({ executionId });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    log.error('The position could not be followed to its end', { executionId, cause: error.cause?.message });
    return abandonPosition({ executionId });
  }
}
