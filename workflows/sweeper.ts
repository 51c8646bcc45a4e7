// sweeper: every minute finishes what a crash left half done (rows without their workflow, positions nobody follows, late orders nobody watches) and deletes what has expired.
import { proxyActivities } from '@temporalio/workflow';
import type { createSweeperActivities } from '../activities/sweeper.js';
import { housekeeping } from './activity-options.js';
import type { SweeperResult } from './messages/sweeper.js';

const {
  startMissingSubscriptions,
  startMissingExits,
  startMissingWatches,
  settlePendingAccounts,
  endOverdueSessions,
  deleteExpired,
} = proxyActivities<ReturnType<typeof createSweeperActivities>>(housekeeping);

export async function sweeper(): Promise<SweeperResult> {
  // Side by side, so that one that keeps failing does not keep the others from their work.
  const [subscriptionsStarted, exitsStarted, watchesStarted, accountsSettled, sessionsEnded, rowsDeleted] =
    await Promise.all([
      startMissingSubscriptions(),
      startMissingExits(),
      startMissingWatches(),
      settlePendingAccounts(),
      endOverdueSessions(),
      deleteExpired(),
    ]);
  return { subscriptionsStarted, exitsStarted, watchesStarted, accountsSettled, sessionsEnded, rowsDeleted };
}
