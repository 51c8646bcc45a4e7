// lateOrderWatch: watches orders that were given up until the day is over, and closes what appears late. One activity does it all.
import { CancellationScope, proxyActivities, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { createLateOrderActivities } from '../activities/late-orders.js';
import { positionWork } from './activity-options.js';
import type { LateOrderWatchInput, LateOrderWatchResult } from './messages/late-orders.js';
import { searchAttributes } from './messages/search-attributes.js';

const { watchLateOrders } = proxyActivities<ReturnType<typeof createLateOrderActivities>>(positionWork);

export async function lateOrderWatch({ executionId }: LateOrderWatchInput): Promise<LateOrderWatchResult> {
  // Cancelling it in the UI leaves no order unwatched. When the activity cannot be seen through, the sweeper starts the watch again.
  return CancellationScope.nonCancellable(async () => {
    const end = await watchLateOrders({ executionId });
    setCurrentDetails(`Late orders: **${end.outcome}**`);
    upsertSearchAttributes([{ key: searchAttributes.outcome, value: end.outcome }]);
    return end;
  });
}
