// For operators: start an extra run of a strategy, and read what a run did.
import { tradingDayOf } from '../../domain/trading-time.js';
import { operatorRunWorkflowId } from '../../workflows/messages/run.js';
import { refuse, refuseFields, type FieldProblem } from '../errors.js';
import { presentRun, presentRunExecution } from '../presenters/executions.js';
import { utc } from '../presenters/times.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { Run, RunExecutionList } from '../schemas/executions.js';
import { cursor, limit, runId, templateId } from '../schemas/fields.js';
import { RunStarted, StartRun } from '../schemas/operator.js';
import { beginRun, unspentRun, type BegunRun } from '../start-run.js';
import type { ApiServices } from '../services.js';
import { z } from '../zod.js';
import { EXECUTION_EXAMPLE } from './execution-examples.js';

const MIN_AHEAD_MS = 5_000;
const MAX_AHEAD_MS = 24 * 3_600_000;

export const startRun = defineRoute({
  ...noInput,
  method: 'post',
  path: '/operator/templates/{template_id}/runs',
  auth: 'operator',
  tag: 'Operator: runs',
  summary: 'Start an extra run',
  description: 'Enters a strategy once, at the given instant, for every active subscriber of the mode.',
  params: z.strictObject({ template_id: templateId }),
  body: StartRun,
  responses: { 202: RunStarted },
  errors: ['template_not_found'],
  examples: {
    params: { template_id: 'basket_admin_test_strategy' },
    body: { entry_at: 'now+15s', mode: 'test', ignore_calendar: true },
    responses: {
      202: {
        run_id: 'run_abc123',
        workflow_id: 'run/test/basket_admin_test_strategy/run_abc123',
        entry_at: '2025-10-10T03:50:00Z',
      },
    },
  },
  handler: async ({ params, body, caller, services, once }) => {
    const { id, run: begun } = await unspentRun(services, once);
    if (begun) return start(services, begun);
    const nowMs = services.clock();
    const entryAtMs = entryInstant(body.entry_at, nowMs);
    const exitAtMs = body.exit_at === undefined ? undefined : Date.parse(body.exit_at);
    const problems = instantProblems(nowMs, entryAtMs, exitAtMs);
    if (problems.length > 0) return refuseFields(problems);
    const template = await services.templates.findActive(params.template_id, tradingDayOf(nowMs));
    if (!template) return refuse('template_not_found');

    const createdBy = `operator ${caller.name}`;
    const run = { runId: id, templateId: template.id, mode: body.mode, tradingDay: tradingDayOf(entryAtMs), createdBy };
    const workflowId = operatorRunWorkflowId(run.mode, run.templateId, id);
    await services.runs.create({
      ...run,
      entryAtMs,
      ...(exitAtMs !== undefined && { exitAtMs }),
      ignoreCalendar: body.ignore_calendar,
      force: body.force,
      workflowId,
    });
    return start(services, { ...run, entryAtMs, workflowId });
  },
});

export const getRun = defineRoute({
  ...noInput,
  method: 'get',
  path: '/operator/runs/{run_id}',
  auth: 'operator',
  tag: 'Operator: runs',
  summary: 'Get run',
  description:
    'What a run has done so far: outcomes, orders, lateness of the first wave, and the kill switches that touch it.',
  params: z.strictObject({ run_id: runId }),
  responses: { 200: Run },
  errors: ['run_not_found'],
  examples: {
    params: { run_id: 'run_abc123' },
    responses: {
      200: {
        run_id: 'run_abc123',
        template_id: 'basket_admin_iron_condor',
        template_version: 1,
        mode: 'live',
        trading_day: '2025-10-10',
        status: 'completed',
        reason: null,
        entry_at: '2025-10-10T03:50:00.000Z',
        workflow_id: 'run/live/basket_admin_iron_condor/run_abc123',
        subscribers: 24,
        outcomes: { completed: 20, failed: 1, skipped: 3, missed: 0, unwound: 0, unknown: 0 },
        orders: { placed: 80, filled: 80, rejected: 1, unknown: 0 },
        arming: { lead_s: 60, armed: 21, late: 0, per_second: 48.3 },
        set_up_problems: [],
        lateness_ms: { p50: 4.1, p99: 21.7, max: 24.0 },
        halts: [
          {
            halt_id: 'hlt_abc123',
            scope: 'partner',
            id: 'zebu',
            reason: 'The feed is wrong',
            flatten: false,
            since: '2025-10-10T03:49:30Z',
            by: 'operator dev',
            subscribers: 3,
          },
        ],
      },
    },
  },
  handler: async ({ params, services }) => {
    const run = await services.runViews.find(params.run_id);
    return run ? json(200, presentRun(run, await services.halts.touching(run.id))) : refuse('run_not_found');
  },
});

export const listRunExecutions = defineRoute({
  ...noInput,
  method: 'get',
  path: '/operator/runs/{run_id}/executions',
  auth: 'operator',
  tag: 'Operator: runs',
  summary: 'List executions of a run',
  description: 'Of every partner, by id, each with its orders.',
  params: z.strictObject({ run_id: runId }),
  query: z.strictObject({ cursor, limit }),
  responses: { 200: RunExecutionList },
  errors: ['run_not_found'],
  examples: {
    params: { run_id: 'run_abc123' },
    responses: {
      200: {
        run_id: 'run_abc123',
        executions: [{ ...EXECUTION_EXAMPLE, partner_id: 'partner_zebu', mode: 'live' }],
        next_cursor: null,
      },
    },
  },
  handler: async ({ params, query, services }) => {
    const run = await services.runs.findById(params.run_id);
    if (!run) return refuse('run_not_found');
    const page = await services.executions.ofRun(run.id, query);
    return json(200, {
      run_id: run.id,
      executions: page.rows.map(presentRunExecution),
      next_cursor: page.nextCursor ?? null,
    });
  },
});

async function start(services: ApiServices, run: BegunRun) {
  await beginRun(services, run);
  return json(202, { run_id: run.runId, workflow_id: run.workflowId, entry_at: utc(run.entryAtMs) });
}

/** @returns epoch ms */
function entryInstant(text: string, nowMs: number): number {
  const ahead = /^now\+(\d+)s$/.exec(text);
  return ahead ? nowMs + Number(ahead[1]) * 1000 : Date.parse(text);
}

function instantProblems(nowMs: number, entryAtMs: number, exitAtMs: number | undefined): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!(entryAtMs >= nowMs + MIN_AHEAD_MS)) problems.push({ field: 'entry_at', message: 'must be at least 5 s ahead' });
  if (entryAtMs > nowMs + MAX_AHEAD_MS) problems.push({ field: 'entry_at', message: 'must be at most 24 hours ahead' });
  if (exitAtMs !== undefined && !(exitAtMs > entryAtMs))
    problems.push({ field: 'exit_at', message: 'must be after entry_at' });
  if (exitAtMs !== undefined && exitAtMs > entryAtMs + MAX_AHEAD_MS)
    problems.push({ field: 'exit_at', message: 'must be at most 24 hours after entry_at' });
  return problems;
}
