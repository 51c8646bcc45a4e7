// positionExit's activities: following a position is one of them, from the entry's end to the exit's.
import { Context } from '@temporalio/activity';
import { GateRepository } from '../db/repositories/gates.js';
import { LateWatchRepository } from '../db/repositories/late-watches.js';
import { PositionRepository } from '../db/repositories/positions.js';
import type { Database } from '../db/sql.js';
import type { ExitEngine } from '../engine/exit-engine.js';
import type { PositionExitResult } from '../workflows/messages/exit.js';
import { withFailures } from './failures.js';
import { whileFollowing } from './following.js';
import type { QuietForMs } from './heartbeats.js';

type ExitDeps = { db: Database; exits: ExitEngine; quietForMs?: QuietForMs };

export function createExitActivities({ db, exits, quietForMs }: ExitDeps) {
  const positions = new PositionRepository(db);
  const gates = new GateRepository(db);
  const watches = new LateWatchRepository(db);

  async function withDoubts(executionId: string, end: PositionExitResult): Promise<PositionExitResult> {
    return (await watches.openedAtMs(executionId)) === undefined ? end : { ...end, late: true };
  }

  return {
    /** Repeatable at any point: goes on from the database. Ends early when this worker stops, for another to go on. */
    followPosition: withFailures(async ({ executionId }: { executionId: string }): Promise<PositionExitResult> => {
      const { cancellationSignal } = Context.current();
      const followed = whileFollowing(() => exits.follow(executionId, cancellationSignal), quietForMs);
      return withDoubts(executionId, await followed);
    }),

    /** Puts the request on record and wakes whoever follows the position. */
    async requestFlatten({ executionId }: { executionId: string }): Promise<void> {
      await db.transaction(async (tx) => {
        await positions.flatten(tx, executionId, 'operator', 'asked for in the workflow');
        await gates.announce(tx, 'all');
      });
    },

    /** Last resort, when followPosition could not end: says honestly that nobody follows it any more. */
    async abandonPosition({ executionId }: { executionId: string }): Promise<PositionExitResult> {
      return withDoubts(executionId, await exits.abandon(executionId));
    },
  };
}
