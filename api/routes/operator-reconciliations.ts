// For operators: compare the brokers' order books with ours now, read what was found, resolve what has been looked into.
import { tradingDayOf } from '../../domain/trading-time.js';
import { reconciliationWorkflowId } from '../../workflows/messages/reconciliation.js';
import { refuse, refuseFields } from '../errors.js';
import { presentFinding, presentReconciliation, presentUnread } from '../presenters/reconciliations.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { cursor, findingId, limit, tradingDay } from '../schemas/fields.js';
import {
  FindingResolved,
  Reconciliation,
  ReconciliationStarted,
  ResolveFinding,
  StartReconciliation,
} from '../schemas/reconciliations.js';
import { z } from '../zod.js';
import { FINDING_EXAMPLE, RECONCILIATION_EXAMPLE } from './reconciliation-examples.js';

const TAG = 'Operator: reconciliation';

export const startReconciliation = defineRoute({
  ...noInput,
  method: 'post',
  path: '/operator/reconciliations',
  auth: 'operator',
  tag: TAG,
  summary: 'Reconcile today',
  description:
    "Reads every account's order book at its broker and compares it with ours. It is done by itself at 15:45 IST on trading days; repeating it raises nothing twice and resolves what is no longer seen.",
  body: StartReconciliation,
  responses: { 202: ReconciliationStarted },
  errors: [],
  examples: {
    body: {},
    responses: { 202: { trading_day: '2025-10-10', workflow_id: 'reconciliation/2025-10-10' } },
  },
  handler: async ({ body, caller, services }) => {
    const today = tradingDayOf(services.clock());
    const day = body.trading_day ?? today;
    if (day !== today)
      return refuseFields([
        {
          field: 'trading_day',
          message: `must be today in India, ${today}: brokers keep the book of the running day only`,
        },
      ]);
    const by = `operator ${caller.name}`;
    await services.reconciliations.request(day, by);
    await services.gateway.reconcile(day, by);
    return json(202, { trading_day: day, workflow_id: reconciliationWorkflowId(day) });
  },
});

export const getReconciliation = defineRoute({
  ...noInput,
  method: 'get',
  path: '/operator/reconciliations/{trading_day}',
  auth: 'operator',
  tag: TAG,
  summary: 'Get reconciliation',
  description: 'What was compared, what was found, and which accounts could not be read.',
  params: z.strictObject({ trading_day: tradingDay }),
  query: z.strictObject({ cursor, limit }),
  responses: { 200: Reconciliation },
  errors: ['reconciliation_not_found'],
  examples: { params: { trading_day: '2025-10-10' }, responses: { 200: RECONCILIATION_EXAMPLE } },
  handler: async ({ params, query, services }) => {
    const day = params.trading_day;
    const reconciliation = await services.reconciliations.find(day);
    if (!reconciliation) return refuse('reconciliation_not_found');
    const [page, unread] = await Promise.all([
      services.reconciliationFindings.list(day, query),
      services.reconciliations.unread(day, query.limit),
    ]);
    return json(200, {
      ...presentReconciliation(reconciliation),
      findings: page.rows.map(presentFinding),
      not_read: unread.map(presentUnread),
      next_cursor: page.nextCursor ?? null,
    });
  },
});

export const resolveFinding = defineRoute({
  ...noInput,
  method: 'post',
  path: '/operator/reconciliations/{trading_day}/findings/{finding_id}/resolve',
  auth: 'operator',
  tag: TAG,
  summary: 'Resolve a finding',
  description:
    'Notes what was found out about an open finding; its execution is then disputed no longer on its account. It stays resolved while both versions of the order are the same.',
  params: z.strictObject({ trading_day: tradingDay, finding_id: findingId }),
  body: ResolveFinding,
  responses: { 200: FindingResolved },
  errors: ['finding_not_found'],
  examples: {
    params: { trading_day: '2025-10-10', finding_id: 'fnd_abc123' },
    body: { resolution: 'Placed by hand with the broker' },
    responses: {
      200: {
        message: 'Finding resolved',
        finding: {
          ...FINDING_EXAMPLE,
          resolved_at: '2025-10-10T11:02:00Z',
          resolution: 'Placed by hand with the broker',
          resolved_by: 'operator dev',
        },
      },
    },
  },
  handler: async ({ params, body, caller, services }) => {
    const by = `operator ${caller.name}`;
    const { trading_day: day, finding_id: id } = params;
    const finding = await services.reconciliationFindings.resolve(day, id, body.resolution, by);
    return finding
      ? json(200, { message: 'Finding resolved', finding: presentFinding(finding) })
      : refuse('finding_not_found');
  },
});
