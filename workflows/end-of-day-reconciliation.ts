// endOfDayReconciliation: after the close compares every account's order book at the broker with our orders of the day.
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { createReconciliationActivities, ReconciliationCounts } from '../activities/reconciliation.js';
import { bookWork, databaseWork } from './activity-options.js';
import { firingDay } from './firing-day.js';
import {
  reconciliationSummary,
  reconciliationWorkflowId,
  type ReconciliationInput,
  type ReconciliationResult,
} from './messages/reconciliation.js';
import { searchAttributes } from './messages/search-attributes.js';

type Activities = ReturnType<typeof createReconciliationActivities>;
const { beginReconciliation, completeReconciliation } = proxyActivities<Activities>(databaseWork);
const { reconcileShard } = proxyActivities<Activities>(bookWork);

/** With 100 ms between two accounts of a shard: at most 40 reads a second, over all brokers. */
const SHARDS_AT_ONCE = 4;

export async function endOfDayReconciliation(input: ReconciliationInput = {}): Promise<ReconciliationResult> {
  const { day, gated = false, by = 'schedule' } = input;
  if (day === undefined) return startTheDays();
  upsertSearchAttributes([{ key: searchAttributes.tradingDay, value: day }]);
  const begun = await beginReconciliation({ day, gated, by });
  if (begun.outcome === 'skipped') {
    conclude('skipped', `Nothing to compare: ${begun.reason}`);
    return { outcome: 'skipped', day, reason: begun.reason };
  }
  setCurrentDetails(`Comparing ${begun.accounts} accounts in ${begun.shards} shards`);
  for (let from = 0; from < begun.shards; from += SHARDS_AT_ONCE) {
    const shards = shardNumbers(from, Math.min(from + SHARDS_AT_ONCE, begun.shards));
    // A shard that fails for good leaves accounts waiting; completing says of each that it was not read.
    await Promise.allSettled(shards.map((shard) => reconcileShard({ day, shard })));
    setCurrentDetails(`Comparing ${begun.accounts} accounts: ${from + shards.length} of ${begun.shards} shards done`);
  }
  const counts = await completeReconciliation({ day });
  conclude(counts.openFindings > 0 ? 'disputed' : 'completed', textOf(counts));
  return { outcome: 'completed', day, ...counts };
}

/** A firing belongs to its scheduled day, however late; the day's workflow has an id of its own, so that there is only one. */
async function startTheDays(): Promise<ReconciliationResult> {
  const day = firingDay();
  try {
    return await executeChild(endOfDayReconciliation, {
      workflowId: reconciliationWorkflowId(day),
      args: [{ day, gated: true }],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: reconciliationSummary(day),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    setCurrentDetails(`\`${reconciliationWorkflowId(day)}\` was running already`);
    return { outcome: 'running_already', day };
  }
}

function conclude(outcome: string, details: string): void {
  upsertSearchAttributes([{ key: searchAttributes.outcome, value: outcome }]);
  setCurrentDetails(details);
}

const shardNumbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);

const textOf = ({ accounts, compared, notRead, openFindings }: ReconciliationCounts): string =>
  `${compared} of ${accounts} accounts compared, ${notRead} not read, ${openFindings} findings open`;
