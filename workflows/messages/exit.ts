// positionExit: one open position, followed until it is flat or its day is over.
import { defineUpdate } from '@temporalio/workflow';
import type { PositionStatus } from '../../domain/position-status.js';

export type PositionExitInput = { executionId: string };
/** `closed`: proven flat. `exposed`, `unknown`: left so at the end of the day. `none`: there was nothing to follow. */
export type PositionExitResult = {
  status: PositionStatus | 'none';
  /** It leaves orders in doubt, which `lateOrderWatch` watches on. */
  late?: true;
};

/** Closes the position now. Answered once it is on record; the exit itself goes on. */
export const flattenUpdate = defineUpdate<void>('flatten');

export const positionExitWorkflowId = (runId: string, subscriptionId: string): string =>
  `exit/${runId}/${subscriptionId}`;
