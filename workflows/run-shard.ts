// runShard: carries up to a hundred subscribers of a run, so that no history and no parent grows large.
import { ParentClosePolicy, proxyActivities, startChild, type ChildWorkflowHandle } from '@temporalio/workflow';
import type { createRunActivities, ShardMember } from '../activities/runs.js';
import { databaseWork } from './activity-options.js';
import {
  subscriberRunWorkflowId,
  type RunOutcomes,
  type RunShardInput,
  type SubscriberRunResult,
} from './messages/run.js';
import { searchAttributes } from './messages/search-attributes.js';
import { subscriberRun } from './subscriber-run.js';

const { readShard } = proxyActivities<ReturnType<typeof createRunActivities>>(databaseWork);

/** Children started at once: more only queue at the server. */
const WINDOW = 50;

export async function runShard(input: RunShardInput): Promise<RunOutcomes> {
  const members = await readShard({ runId: input.runId, shard: input.shard });
  const children: ChildWorkflowHandle<typeof subscriberRun>[] = [];
  for (let from = 0; from < members.length; from += WINDOW)
    children.push(
      ...(await Promise.all(members.slice(from, from + WINDOW).map((member) => startSubscriber(input, member)))),
    );
  return count(await Promise.allSettled(children.map((child) => child.result())));
}

function startSubscriber(
  input: RunShardInput,
  member: ShardMember,
): Promise<ChildWorkflowHandle<typeof subscriberRun>> {
  const { runId, templateId, mode, tradingDay } = input;
  return startChild(subscriberRun, {
    workflowId: subscriberRunWorkflowId(runId, member.subscriptionId),
    args: [{ runId, executionId: member.executionId, subscriptionId: member.subscriptionId }],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: `${templateId} for ${member.subscriptionId}`,
    typedSearchAttributes: [
      { key: searchAttributes.partner, value: member.partnerId },
      { key: searchAttributes.account, value: member.accountId },
      { key: searchAttributes.broker, value: member.broker },
      { key: searchAttributes.template, value: templateId },
      { key: searchAttributes.mode, value: mode },
      { key: searchAttributes.tradingDay, value: tradingDay },
    ],
  });
}

function count(results: readonly PromiseSettledResult<SubscriberRunResult>[]): RunOutcomes {
  const outcomes: RunOutcomes = {};
  for (const result of results) {
    const outcome = result.status === 'fulfilled' ? result.value.outcome : 'unknown';
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return outcomes;
}
