// templateRun: one entry of a template. Opens the run, lets shards carry its subscribers, closes it with a report.
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { createRunActivities, OpenedRun, OpenRunInput } from '../activities/runs.js';
import type { createHaltActivities, RunHalts } from '../activities/halts.js';
import { databaseWork } from './activity-options.js';
import {
  haltsChangedSignal,
  shardWorkflowId,
  type RunOutcomes,
  type TemplateRunInput,
  type TemplateRunResult,
} from './messages/run.js';
import { scheduledStartTime, searchAttributes } from './messages/search-attributes.js';
import { runShard } from './run-shard.js';

const { openRun, countUnfinished, closeRun } = proxyActivities<ReturnType<typeof createRunActivities>>(databaseWork);
const { readHalts } = proxyActivities<ReturnType<typeof createHaltActivities>>(databaseWork);

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
    const { runId } = opened;
    let underWay = true;
    const showHalts = async () => {
      const halts = await readHalts({ runId });
      if (underWay) setCurrentDetails(withHalts(summary(opened), halts));
    };
    setHandler(haltsChangedSignal, showHalts);
    const shards = shardNumbers(opened.shards).map((shard) => startShard(input, opened, shard));
    await Promise.allSettled([showHalts(), ...shards]);
    await entriesEnd(opened);
    const { outcomes, armedLate } = await closeRun({ runId });
    underWay = false;
    upsertSearchAttributes([{ key: searchAttributes.outcome, value: 'completed' }]);
    setCurrentDetails(
      withHalts(`Run \`${runId}\` ended: ${counts(outcomes)}${late(armedLate)}`, await readHalts({ runId })),
    );
    await condition(allHandlersFinished);
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
    opened.status === 'running' ? summary(opened) : `Run \`${opened.runId}\` ${opened.status}: ${opened.reason}`,
  );
}

const summary = ({ runId, subscribers, shards, entryAtMs }: Running): string =>
  `Run \`${runId}\`: ${subscribers} subscribers in ${shards} shards, entry at ${new Date(entryAtMs).toISOString()}`;

function withHalts(text: string, { active, stopped }: RunHalts): string {
  const lines = [
    ...active.map((halt) => `**Kill switch engaged**: ${halt}`),
    ...(stopped > 0 ? [`**Entries stopped by the kill switch**: ${stopped}`] : []),
  ];
  return [text, ...lines].join('\n\n');
}

const shardNumbers = (count: number): number[] => Array.from({ length: count }, (_, shard) => shard);
const late = (armedLate: number): string =>
  armedLate > 0 ? `; ${armedLate} armed too late for the instant: the lead was too short` : '';
const counts = (outcomes: RunOutcomes): string =>
  Object.entries(outcomes)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ') || 'no subscribers';
