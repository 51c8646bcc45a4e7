// templateRun's look at the kill switch: what is halted that touches the run, and how many entries that has stopped.
import type { HaltRepository } from '../db/repositories/halts.js';

export type RunHalts = {
  /** One line each: scope, the halt's id, how many of the run's subscribers. Its reason is a person's text: not for histories. */
  active: string[];
  /** Entries that a kill switch has stopped before anything left. */
  stopped: number;
};

export function createHaltActivities({ halts }: { halts: HaltRepository }) {
  return {
    async readHalts({ runId }: { runId: string }): Promise<RunHalts> {
      const [active, stopped] = await Promise.all([halts.touching(runId), halts.stoppedIn(runId)]);
      return {
        active: active.map(
          ({ id, scope, scopeId, subscribers }) =>
            `${scopeId === null ? scope : `${scope} ${scopeId}`} (${id}), ${subscribers} subscribers`,
        ),
        stopped,
      };
    },
  };
}
