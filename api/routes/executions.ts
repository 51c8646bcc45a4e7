// What happened at the entries of a partner's users, order by order.
import { presentTimeline } from '../presenters/execution-details.js';
import { presentExecution } from '../presenters/executions.js';
import { refuse, refuseRange } from '../errors.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { ExecutionWithTimeline } from '../schemas/execution-details.js';
import { ExecutionList, statusFilter } from '../schemas/executions.js';
import { cursor, dayRange, executionId, limit, runId, subscriptionId, userEmail } from '../schemas/fields.js';
import { z } from '../zod.js';
import { EXECUTION_EXAMPLE, TIMELINE_EXAMPLE } from './execution-examples.js';

export const listExecutions = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/executions',
  auth: 'partner',
  tag: 'Executions',
  summary: 'List executions',
  description:
    'Newest first, each with its orders. An execution is one subscription’s part in one run of its strategy. `from` and `to` are trading days, both included.',
  query: z.strictObject({
    subscription_id: subscriptionId.optional(),
    run_id: runId.optional(),
    user_email: userEmail.optional(),
    status: statusFilter,
    ...dayRange,
    cursor,
    limit,
  }),
  responses: { 200: ExecutionList },
  errors: [],
  examples: {
    query: { subscription_id: 'sub_abc123' },
    responses: { 200: { executions: [{ ...EXECUTION_EXAMPLE, user_email: 'user@example.com' }], next_cursor: null } },
  },
  handler: async ({ query, caller, services }) => {
    const problem = refuseRange(query);
    if (problem) return problem;
    const page = await services.executions.list(caller.partnerId, caller.mode, {
      subscriptionId: query.subscription_id,
      runId: query.run_id,
      userEmail: query.user_email,
      status: query.status,
      from: query.from,
      to: query.to,
      cursor: query.cursor,
      limit: query.limit,
    });
    return json(200, { executions: page.rows.map(presentExecution), next_cursor: page.nextCursor ?? null });
  },
});

export const getExecution = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/executions/{execution_id}',
  auth: 'partner',
  tag: 'Executions',
  summary: 'Get execution',
  description: 'One execution with its orders and its timeline: what happened when, to the millisecond, in sentences.',
  params: z.strictObject({ execution_id: executionId }),
  responses: { 200: ExecutionWithTimeline },
  errors: ['execution_not_found'],
  examples: {
    params: { execution_id: 'exe_abc123' },
    responses: { 200: { ...EXECUTION_EXAMPLE, user_email: 'user@example.com', timeline: TIMELINE_EXAMPLE } },
  },
  handler: async ({ params, caller, services }) => {
    const execution = await services.executions.find(caller.partnerId, caller.mode, params.execution_id);
    const facts = execution && (await services.executionHistory.facts(execution.id));
    if (!facts) return refuse('execution_not_found');
    return json(200, { ...presentExecution(execution), timeline: presentTimeline(facts, execution.entryAt) });
  },
});
