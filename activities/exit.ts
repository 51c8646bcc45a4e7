// positionExit's activities: following a position is one of them, from the entry's end to the exit's.
import { ApplicationFailure, Context } from '@temporalio/activity';
import { GateRepository } from '../db/repositories/gates.js';
import { PositionRepository } from '../db/repositories/positions.js';
import type { Database } from '../db/sql.js';
import type { ExitEngine } from '../engine/exit-engine.js';
import type { PositionExitResult } from '../workflows/messages/exit.js';
import { withFailures } from './failures.js';

/** Sparse on purpose: thousands of positions are held all day. */
const HEARTBEAT_EVERY_MS = 12_000;

export function createExitActivities({ db, exits }: { db: Database; exits: ExitEngine }) {
  const positions = new PositionRepository(db);
  const gates = new GateRepository(db);

  return {
    /** Repeatable at any point: goes on from the database. Ends early when this worker stops, for another to go on. */
    followPosition: withFailures(async ({ executionId }: { executionId: string }): Promise<PositionExitResult> => {
      const context = Context.current();
      const beat = setInterval(() => context.heartbeat(), HEARTBEAT_EVERY_MS);
      try {
        return await exits.follow(executionId, context.cancellationSignal);
      } catch (error) {
        // Said as a failure, which is retried elsewhere: as a cancellation it would end the following for good.
        if (context.cancellationSignal.aborted)
          throw ApplicationFailure.retryable('This worker is stopping; another goes on', 'worker_stopping');
        throw error;
      } finally {
        clearInterval(beat);
      }
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
      return exits.abandon(executionId);
    },
  };
}
