// Test runs: a partner enters a strategy now for its own test users, at any hour, and closes what that opened. Test keys only.
import type { TestRun as Row } from '../../db/repositories/sandbox-runs.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { operatorRunWorkflowId } from '../../workflows/messages/run.js';
import { json } from '../answer.js';
import type { PartnerCaller } from '../caller.js';
import { refuse, type Refusal } from '../errors.js';
import { utc, utcOrNull } from '../presenters/times.js';
import { defineRoute, noInput } from '../route.js';
import { runId } from '../schemas/fields.js';
import { StartTestRun, TestRun } from '../schemas/sandbox-runs.js';
import type { ApiServices } from '../services.js';
import { beginRun, unspentRun, type BegunRun } from '../start-run.js';
import { z } from '../zod.js';

/** What arming a few users takes, with room to spare; who is armed later than the instant enters as soon as armed. */
const ENTRY_IN_MS = 5_000;

const EXAMPLE = {
  run_id: 'run_abc123',
  template_id: 'basket_admin_test_strategy',
  status: 'arming',
  reason: null,
  entry_at: '2025-10-10T18:30:05Z',
  exit_at: '2025-10-10T18:31:05Z',
  subscribers: 0,
  outcomes: { completed: 0, failed: 0, skipped: 0, missed: 0, unwound: 0, unknown: 0 },
  entries_under_way: 0,
  open_positions: 0,
  executions: '/partner/executions?run_id=run_abc123',
} as const;

const base = { ...noInput, auth: 'partner', tag: 'Sandbox' } as const;
const byId = { ...base, params: z.strictObject({ run_id: runId }) } as const;

export const startTestRun = defineRoute({
  ...base,
  method: 'post',
  path: '/partner/sandbox/runs',
  summary: 'Trigger a run now',
  description:
    'Enters a strategy in a few seconds for your test users with an ACTIVE subscription to it, at any hour and on any day; nobody else takes part. What it opens is closed `exit_after_s` seconds later, or when you ask for it. One run of a strategy at a time.',
  body: StartTestRun,
  responses: { 202: TestRun },
  errors: ['test_mode_only', 'template_not_found', 'nothing_to_enter', 'test_run_under_way'],
  examples: {
    body: { template_id: 'basket_admin_test_strategy', exit_after_s: 60 },
    responses: { 202: EXAMPLE },
  },
  handler: async ({ body, caller, services, once }) => {
    if (caller.mode !== 'test') return refuse('test_mode_only');
    const { partnerId } = caller;
    const { id, run: begun } = await unspentRun(services, once);
    const run = begun ?? (await createRun(services, caller, id, body));
    if ('kind' in run) return run;
    await beginRun(services, run);
    const view = await services.sandboxRuns.find(partnerId, id);
    if (!view) throw new Error(`no run ${id}`);
    return json(202, present(view));
  },
});

export const getTestRun = defineRoute({
  ...byId,
  method: 'get',
  path: '/partner/sandbox/runs/{run_id}',
  summary: 'Get test run',
  description: 'What a run that you have triggered has done so far.',
  responses: { 200: TestRun },
  errors: ['test_mode_only', 'run_not_found'],
  examples: {
    params: { run_id: 'run_abc123' },
    responses: {
      200: { ...EXAMPLE, status: 'completed', subscribers: 1, outcomes: { ...EXAMPLE.outcomes, completed: 1 } },
    },
  },
  handler: async ({ params, caller, services }) => {
    if (caller.mode !== 'test') return refuse('test_mode_only');
    const run = await services.sandboxRuns.find(caller.partnerId, params.run_id);
    return run ? json(200, present(run)) : refuse('run_not_found');
  },
});

export const flattenTestRun = defineRoute({
  ...byId,
  method: 'post',
  path: '/partner/sandbox/runs/{run_id}/flatten',
  summary: 'Close what a test run has opened',
  description:
    'Closes the open positions of the run now, before its `exit_at`. While `entries_under_way` is not 0, ask again: what they still open is closed at `exit_at` otherwise. Repeating it is harmless.',
  responses: { 202: TestRun },
  errors: ['test_mode_only', 'run_not_found'],
  examples: {
    params: { run_id: 'run_abc123' },
    responses: { 202: { ...EXAMPLE, status: 'completed', subscribers: 1, open_positions: 1 } },
  },
  handler: async ({ params, caller, services }) => {
    if (caller.mode !== 'test') return refuse('test_mode_only');
    const { partnerId } = caller;
    // The answer says what was asked to be closed; it may be closed a moment later.
    const run = await services.sandboxRuns.find(partnerId, params.run_id);
    if (!run) return refuse('run_not_found');
    await services.sandboxRuns.flatten(partnerId, run.id);
    return json(202, present(run));
  },
});

/** The run's row, or why there cannot be one. Of two requests at once only one makes it. */
async function createRun(
  { db, runs, sandboxRuns, templates, config, clock }: ApiServices,
  { partnerId }: PartnerCaller,
  runId: string,
  body: z.output<typeof StartTestRun>,
): Promise<BegunRun | Refusal> {
  const entryAtMs = clock() + ENTRY_IN_MS;
  const template = await templates.findActive(body.template_id, tradingDayOf(clock()));
  if (!template) return refuse('template_not_found');
  const { id: templateId } = template;
  const workflowId = operatorRunWorkflowId('test', templateId, runId);
  const tradingDay = tradingDayOf(entryAtMs);
  const createdBy = `partner ${partnerId}`;
  const run = { runId, templateId, mode: 'test', tradingDay, entryAtMs, createdBy, workflowId } as const;
  return db.transaction(async (tx) => {
    await sandboxRuns.lock(tx, partnerId, templateId);
    const other = await sandboxRuns.underWay(tx, partnerId, templateId, config.entryDeadlineS * 1_000);
    if (other !== undefined) return refuse('test_run_under_way', { extra: { run_id: other } });
    if ((await sandboxRuns.subscribers(tx, partnerId, templateId)) === 0) return refuse('nothing_to_enter');
    const exitAtMs = entryAtMs + body.exit_after_s * 1_000;
    await runs.create({ ...run, exitAtMs, ignoreCalendar: true, force: false, onlyPartnerId: partnerId }, tx);
    return run;
  });
}

function present(run: Row): z.input<typeof TestRun> {
  return {
    run_id: run.id,
    template_id: run.templateId,
    status: run.status,
    reason: run.reason,
    entry_at: utc(run.entryAt),
    exit_at: utcOrNull(run.exitAt),
    subscribers: run.subscribers,
    outcomes: run.outcomes,
    entries_under_way: run.underWay,
    open_positions: run.open,
    executions: `/partner/executions?run_id=${run.id}`,
  };
}
