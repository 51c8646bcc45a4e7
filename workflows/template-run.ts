// templateRun: one entry of a template. Opens the run, lets shards carry its subscribers, closes it with a report.
import {
  CancellationScope,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { createRunActivities, OpenedRun, OpenRunInput } from '../activities/runs.js';
import { databaseWork } from './activity-options.js';
import { shardWorkflowId, type RunOutcomes, type TemplateRunInput, type TemplateRunResult } from './messages/run.js';
import { scheduledStartTime, searchAttributes } from './messages/search-attributes.js';
import { runShard } from './run-shard.js';

const { openRun, countUnfinished, closeRun } = proxyActivities<ReturnType<typeof createRunActivities>>(databaseWork);

export async function templateRun(input: TemplateRunInput): Promise<TemplateRunResult> {
  // Cancelling or terminating a run in the UI stops no order: the kill switch does. Entries under way are always seen through.
  return CancellationScope.nonCancellable(async () => {
    const { workflowId, typedSearchAttributes } = workflowInfo();
    const scheduledAt = typedSearchAttributes.get(scheduledStartTime);
    const opened = await openInTime({
      ...input,
      workflowId,
      ...(scheduledAt && { scheduledAtMs: scheduledAt.getTime() }),
    });
    describe(opened);
    if (opened.status !== 'running') return { status: opened.status, runId: opened.runId, reason: opened.reason };
    await Promise.allSettled(shardNumbers(opened.shards).map((shard) => startShard(input, opened, shard)));
    await entriesEnd(opened);
    const { outcomes, armedLate } = await closeRun({ runId: opened.runId });
    upsertSearchAttributes([{ key: searchAttributes.outcome, value: 'completed' }]);
    setCurrentDetails(`Run \`${opened.runId}\` ended: ${counts(outcomes)}${late(armedLate)}`);
    return { status: 'completed', runId: opened.runId, outcomes };
  });
}

/** Entries whose workflows were terminated are still driven by their activities: they get the time they need. */
const LONGEST_ENTRY_MS = 15 * 60_000;
const RECHECK_MS = 5_000;

async function entriesEnd({ runId, entryAtMs }: Running): Promise<void> {
  while ((await countUnfinished({ runId })) > 0 && Date.now() < entryAtMs + LONGEST_ENTRY_MS) await sleep(RECHECK_MS);
}

/** A run set far ahead waits here; its subscribers are those of the moment it arms. */
async function openInTime(input: OpenRunInput): Promise<Exclude<OpenedRun, { status: 'waiting' }>> {
  for (;;) {
    const opened = await openRun(input);
    if (opened.status !== 'waiting') return opened;
    setCurrentDetails(`Run \`${opened.runId}\` arms at ${new Date(opened.armAtMs).toISOString()}`);
    await sleep(Math.max(1_000, opened.armAtMs - Date.now()));
  }
}

type Running = OpenedRun & { status: 'running' };

function startShard({ templateId, mode }: TemplateRunInput, { runId, tradingDay, entryAtMs }: Running, shard: number) {
  return executeChild(runShard, {
    workflowId: shardWorkflowId(runId, shard),
    args: [{ runId, shard, templateId, mode, tradingDay, entryAtMs }],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: `${templateId} shard ${shard}`,
    typedSearchAttributes: [
      { key: searchAttributes.template, value: templateId },
      { key: searchAttributes.mode, value: mode },
      { key: searchAttributes.tradingDay, value: tradingDay },
    ],
  });
}

function describe(opened: Exclude<OpenedRun, { status: 'waiting' }>): void {
  upsertSearchAttributes([
    { key: searchAttributes.tradingDay, value: opened.tradingDay },
    { key: searchAttributes.outcome, value: opened.status },
  ]);
  setCurrentDetails(
    opened.status === 'running'
      ? `Run \`${opened.runId}\`: ${opened.subscribers} subscribers in ${opened.shards} shards, entry at ${new Date(opened.entryAtMs).toISOString()}`
      : `Run \`${opened.runId}\` ${opened.status}: ${opened.reason}`,
  );
}

const shardNumbers = (count: number): number[] => Array.from({ length: count }, (_, shard) => shard);
const late = (armedLate: number): string =>
  armedLate > 0 ? `; ${armedLate} armed too late for the instant: the lead was too short` : '';
const counts = (outcomes: RunOutcomes): string =>
  Object.entries(outcomes)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ') || 'no subscribers';
