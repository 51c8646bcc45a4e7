// Waiting until every process that could still send an order has noted a stop.
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { GateRepository } from '../db/repositories/gates.js';

const POLL_MS = 25;
/** A dispatcher's lease lives at most 5 s: after 6 s each has either noted the change or lost the right to send. */
const WAIT_MS = 6_000;

export function createGateActivities(deps: { gates: GateRepository; clock: () => number }) {
  return {
    /** @throws ApplicationFailure `gate_not_acknowledged`, retried: a live dispatcher does not take note */
    async awaitAcknowledgement({ changeId }: { changeId: number }): Promise<void> {
      const untilMs = deps.clock() + WAIT_MS;
      while (!(await deps.gates.acknowledged(changeId))) {
        if (deps.clock() > untilMs)
          throw ApplicationFailure.retryable('A dispatcher has not noted the stop', 'gate_not_acknowledged');
        await Context.current().sleep(POLL_MS);
      }
    },
  };
}
