// subscriberRun's activities: the whole entry is one of them, from arming to outcome, so that a subscriber costs few server round trips.
import { Context } from '@temporalio/activity';
import { withFailures } from './failures.js';
import { startHeartbeats, type QuietForMs } from './heartbeats.js';
import type { EntryEngine } from '../engine/entry-engine.js';
import type { EntryOutcome } from '../workflows/messages/run.js';

/** Sparse on purpose: a thousand held activities heartbeat too, and takeover within 20 s is inside the entry deadline. */
const HEARTBEAT_EVERY_MS = 13_000;

type EntryDeps = {
  entries: Pick<EntryEngine, 'execute' | 'abandon' | 'canDrive'>;
  quietForMs?: QuietForMs;
  heartbeatEveryMs?: number;
};

export function createEntryActivities({ entries, quietForMs, heartbeatEveryMs = HEARTBEAT_EVERY_MS }: EntryDeps) {
  return {
    /**
     * Repeatable at any point: goes on from the database, and joins itself when it is still running in this process.
     * A process without its lease is cut off from the database: it keeps silent, so that one that isn't takes over.
     */
    armAndPlace: withFailures(async ({ executionId }: { executionId: string }): Promise<EntryOutcome> => {
      const context = Context.current();
      const beat = () => {
        if (entries.canDrive) context.heartbeat();
      };
      const stopHeartbeats = startHeartbeats(beat, heartbeatEveryMs, quietForMs);
      try {
        return await entries.execute(executionId);
      } finally {
        stopHeartbeats();
      }
    }),

    /** Last resort, when armAndPlace could not end: says honestly that nobody knows. */
    async abandonEntry({ executionId }: { executionId: string }): Promise<EntryOutcome> {
      return entries.abandon(executionId);
    },
  };
}
