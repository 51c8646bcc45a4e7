// lateOrderWatch's activities: watching an execution's late orders is one of them, until its day is over.
import { Context } from '@temporalio/activity';
import { LateWatchRepository } from '../db/repositories/late-watches.js';
import type { Database } from '../db/sql.js';
import type { LateWatch } from '../engine/late-watch.js';
import type { LateOrderWatchResult } from '../workflows/messages/late-orders.js';
import { withFailures } from './failures.js';
import { whileFollowing } from './following.js';

export function createLateOrderActivities({ db, lateWatch }: { db: Database; lateWatch: Pick<LateWatch, 'watch'> }) {
  const watches = new LateWatchRepository(db);

  return {
    /** Whether the ended execution has orders in doubt that are to be watched. */
    async leavesLateOrders({ executionId }: { executionId: string }): Promise<boolean> {
      return (await watches.openedAtMs(executionId)) !== undefined;
    },

    /** Repeatable at any point: goes on from the database. Ends early when this worker stops, for another to go on. */
    watchLateOrders: withFailures(({ executionId }: { executionId: string }): Promise<LateOrderWatchResult> => {
      const { cancellationSignal } = Context.current();
      return whileFollowing(() => lateWatch.watch(executionId, cancellationSignal));
    }),
  };
}
