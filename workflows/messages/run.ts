// templateRun, runShard, subscriberRun: one strategy entry, from the Schedule's firing to every subscriber's outcome.
import { defineSignal } from '@temporalio/workflow';
import type { Mode } from '../../domain/mode.js';

export type EntryOutcome = 'completed' | 'failed' | 'skipped' | 'missed' | 'unwound' | 'unknown';

/**
 * Started by a Schedule, `leadS` seconds before the entry, or by an operator: then `runId` names the row that exists already,
 * and the run arms as long before its entry as its subscribers then need.
 */
export type TemplateRunInput = { templateId: string; mode: Mode } & ({ leadS: number } | { runId: string });
export type RunOutcomes = Partial<Record<EntryOutcome, number>>;
export type TemplateRunResult =
  | { status: 'completed'; runId: string; outcomes: RunOutcomes }
  | { status: 'skipped' | 'missed'; runId: string; reason: string };

export type RunShardInput = {
  runId: string;
  shard: number;
  /** What each child's summary and search attributes need; ids only. */
  templateId: string;
  mode: Mode;
  tradingDay: string;
  entryAtMs: number;
};
export type SubscriberRunInput = {
  runId: string;
  executionId: string;
  subscriptionId: string;
};
export type SubscriberRunResult = { outcome: EntryOutcome };

/** The kill switch was engaged or released for something that touches the run: its details are to say so. */
export const haltsChangedSignal = defineSignal('haltsChanged');

export const scheduledRunWorkflowId = (mode: Mode, templateId: string): string => `run/${mode}/${templateId}`;
export const operatorRunWorkflowId = (mode: Mode, templateId: string, runId: string): string =>
  `run/${mode}/${templateId}/${runId}`;
export const shardWorkflowId = (runId: string, shard: number): string => `run/${runId}/shard/${shard}`;
export const subscriberRunWorkflowId = (runId: string, subscriptionId: string): string =>
  `run/${runId}/${subscriptionId}`;
export const entryScheduleId = (mode: Mode, templateId: string): string => `entry/${mode}/${templateId}`;
