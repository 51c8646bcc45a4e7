// templateRun's and runShard's activities: open a run (calendar, lateness, snapshot), read a shard, close the run.
import { legProblems, legProblemsText } from '../domain/leg-problems.js';
import { entryProblem } from '../domain/market-calendar.js';
import { istInstant, tradingDayOf } from '../domain/trading-time.js';
import type { ArmingRepository } from '../db/repositories/arming.js';
import type { ExecutionRepository, ShardMember } from '../db/repositories/executions.js';
import type { ReferenceDataRepository } from '../db/repositories/reference-data.js';
import type { RunRepository, RunRow } from '../db/repositories/runs.js';
import { newId } from '../platform/ids.js';
import type { RunOutcomes, TemplateRunInput } from '../workflows/messages/run.js';

export type RunActivityDeps = {
  runs: RunRepository;
  arming: Pick<ArmingRepository, 'leadS'>;
  executions: ExecutionRepository;
  referenceData: ReferenceDataRepository;
  /** Ends an execution as unknown and tells the partner. */
  abandon: (executionId: string) => Promise<unknown>;
  entryDeadlineS: number;
  /** epoch ms */
  clock: () => number;
};
export type OpenRunInput = {
  workflowId: string;
  /** epoch ms, from the Schedule */ scheduledAtMs?: number;
} & TemplateRunInput;
export type OpenedRun =
  | { status: 'running'; runId: string; tradingDay: string; entryAtMs: number; subscribers: number; shards: number }
  | { status: 'skipped' | 'missed'; runId: string; tradingDay: string; reason: string }
  /** Too early to arm: ask again at `armAtMs`. */
  | { status: 'waiting'; runId: string; tradingDay: string; armAtMs: number };
export type { ShardMember };

/** A Schedule's firing further than this from the template's entry time is not its own (a trigger by hand). */
const FIRING_TOLERANCE_MS = 60_000;

/** Workflow timers may be this early or late without harm. */
const EARLY_TOLERANCE_MS = 2_000;

export function createRunActivities({
  runs,
  arming,
  executions,
  referenceData,
  abandon,
  entryDeadlineS,
  clock,
}: RunActivityDeps) {
  async function scheduledRun(input: OpenRunInput & { leadS: number }): Promise<RunRow> {
    const known = await runs.findByWorkflowId(input.workflowId);
    if (known) return known;
    const entryAtMs = (input.scheduledAtMs ?? clock()) + input.leadS * 1_000;
    await runs.create({
      runId: newId('run'),
      templateId: input.templateId,
      mode: input.mode,
      tradingDay: tradingDayOf(entryAtMs),
      entryAtMs,
      ignoreCalendar: false,
      force: false,
      createdBy: 'schedule',
      workflowId: input.workflowId,
    });
    const created = await runs.findByWorkflowId(input.workflowId);
    if (!created) throw new Error(`no template ${input.templateId}`);
    return created;
  }

  async function tradingProblem(
    run: RunRow,
    scheduled: boolean,
  ): Promise<{ status: 'skipped' | 'missed'; reason: string } | undefined> {
    if (run.status === 'skipped' || run.status === 'missed')
      return { status: run.status, reason: run.reason ?? run.status };
    if (clock() > run.entryAtMs + entryDeadlineS * 1_000)
      return { status: 'missed', reason: 'the run began after its entry deadline' };
    const reason = (await calendarProblem(run, scheduled)) ?? (await templateProblem(run));
    return reason === undefined ? undefined : { status: 'skipped', reason };
  }

  async function calendarProblem(run: RunRow, scheduled: boolean): Promise<string | undefined> {
    if (run.ignoreCalendar) return undefined;
    const reason = entryProblem(await referenceData.loadCalendar(), run.tradingDay, run.entryAtMs);
    if (reason !== undefined) return reason;
    const entryTimeMs = istInstant(run.tradingDay, run.entryTime);
    return scheduled && Math.abs(entryTimeMs - run.entryAtMs) > FIRING_TOLERANCE_MS
      ? `triggered away from the entry time ${run.entryTime} IST: start an operator run instead`
      : undefined;
  }

  /** Legs that cannot be meant, and sizes that are not loaded: whatever the calendar, nothing can be entered. */
  async function templateProblem({ legs, underlying, tradingDay }: RunRow): Promise<string | undefined> {
    const problems = legProblems(legs);
    if (problems.length > 0) return `the template cannot be traded: ${legProblemsText(problems)}`;
    const sizing = await referenceData.sizingOrProblem(underlying, tradingDay);
    return 'problem' in sizing ? sizing.problem : undefined;
  }

  return {
    /** Repeatable: the workflow id names the run. */
    async openRun(input: OpenRunInput): Promise<OpenedRun> {
      const byOperator = 'runId' in input;
      const run = byOperator ? await runs.findById(input.runId) : await scheduledRun(input);
      if (!run) throw new Error(`no run of ${input.workflowId}`);
      const { id: runId, tradingDay, entryAtMs } = run;
      const problem = await tradingProblem(run, !byOperator);
      if (problem) {
        await runs.close(runId, problem.status, problem.reason);
        return { ...problem, runId, tradingDay };
      }
      const leadS = byOperator ? await arming.leadS(run.templateId, run.mode) : input.leadS;
      const armAtMs = entryAtMs - leadS * 1_000;
      if (clock() < armAtMs - EARLY_TOLERANCE_MS) return { status: 'waiting', runId, tradingDay, armAtMs };
      const { subscribers, shards } = await runs.snapshotSubscribers(runId, leadS);
      return { status: 'running', runId, tradingDay, entryAtMs, subscribers, shards };
    },

    async readShard({ runId, shard }: { runId: string; shard: number }): Promise<ShardMember[]> {
      return executions.inShard(runId, shard);
    },

    /** Whether every entry of the run has ended; one whose workflow was terminated may still be driven by its activity. */
    async countUnfinished({ runId }: { runId: string }): Promise<number> {
      return (await executions.unfinished(runId)).length;
    },

    /** Ends the run and counts its outcomes; an execution that no one has ended by now is called unknown, and said so. */
    async closeRun({ runId }: { runId: string }): Promise<{ outcomes: RunOutcomes; armedLate: number }> {
      for (const executionId of await executions.unfinished(runId)) await abandon(executionId);
      await runs.close(runId, 'completed');
      return { outcomes: await runs.outcomes(runId), armedLate: await runs.armedLate(runId) };
    },
  };
}
