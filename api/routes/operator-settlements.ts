// For operators: settle a month, read every partner's statement, approve it, record that it was paid.
import { assertNever } from '../../domain/assert-never.js';
import { monthOf } from '../../domain/settlement.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { settlementWorkflowId } from '../../workflows/messages/settlement.js';
import type { Settlement } from '../../db/repositories/settlements.js';
import { refuse, refuseFields, type Refusal } from '../errors.js';
import { csvReply, printReply } from '../pages/settlement-files.js';
import { presentSettlement, readStatement } from '../presenters/settlements.js';
import { json, type JsonReply } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { limit, month, partnerId } from '../schemas/fields.js';
import * as schemas from '../schemas/settlements.js';
import type { ApiServices } from '../services.js';
import type { SettlementAct } from '../temporal-settlements.js';
import { z } from '../zod.js';
import { SETTLEMENT_EXAMPLE, STATEMENT_EXAMPLE } from './settlement-examples.js';
import { statementBody } from './settlements.js';

const operator = { ...noInput, auth: 'operator', tag: 'Operator: settlements' } as const;
const ofPartner = { ...operator, params: z.strictObject({ month, partner_id: partnerId }) } as const;
const params = { month: '2026-11', partner_id: 'zebu' };

export const startSettlement = defineRoute({
  ...operator,
  method: 'post',
  path: '/operator/settlements',
  summary: 'Settle a month',
  description:
    'Closes a month with every partner; done by itself on the 1st at 02:00 IST. A month that is closed stays as it is: a repeat writes nothing and closes the partners that are missing. Of the running month an interim `DRAFT` is made, which closes nothing.',
  body: schemas.Settle,
  responses: { 202: schemas.SettlementStarted },
  errors: ['later_month_settled'],
  examples: {
    body: { month: '2026-11' },
    responses: { 202: { month: '2026-11', workflow_id: 'settlement/2026-11', interim: false } },
  },
  handler: async ({ body, services }) => {
    const running = monthOf(tradingDayOf(services.clock()));
    if (body.month > running)
      return refuseFields([{ field: 'month', message: `must not be later than the running month, ${running}` }]);
    if (await services.settlements.isPassedOver(body.month)) return refuse('later_month_settled');
    await services.settlements.request(body.month);
    await services.gateway.settle(body.month);
    const workflowId = settlementWorkflowId(body.month);
    return json(202, { month: body.month, workflow_id: workflowId, interim: body.month === running });
  },
});

export const listSettlements = defineRoute({
  ...operator,
  method: 'get',
  path: '/operator/settlements/{month}',
  summary: 'List settlements of a month',
  description: 'Of every partner, by id: state and sums.',
  params: z.strictObject({ month }),
  query: z.strictObject({ cursor: schemas.partnerCursor, limit }),
  responses: { 200: schemas.SettlementList },
  errors: ['settlement_not_found'],
  examples: {
    params: { month: '2026-11' },
    responses: { 200: { month: '2026-11', settlements: [SETTLEMENT_EXAMPLE], next_cursor: null } },
  },
  handler: async ({ params: { month: of }, query, services }) => {
    const page = await services.settlements.list(of, query);
    if (page.rows.length === 0 && query.cursor === undefined) return refuse('settlement_not_found');
    const settlements: z.input<typeof schemas.SettlementSummary>[] = [];
    for (const row of page.rows) settlements.push(presentSettlement(await readStatement(services, row)));
    return json(200, {
      month: of,
      settlements,
      next_cursor: page.nextCursor === undefined ? null : `after_${page.nextCursor}`,
    });
  },
});

export const getPartnerSettlement = defineRoute({
  ...ofPartner,
  method: 'get',
  path: '/operator/settlements/{month}/partners/{partner_id}',
  summary: "Get a partner's settlement",
  description: 'The statement as the partner sees it.',
  query: z.strictObject({ cursor: schemas.lineCursor, limit }),
  responses: { 200: schemas.Statement },
  errors: ['settlement_not_found'],
  examples: { params, responses: { 200: STATEMENT_EXAMPLE } },
  handler: async ({ params: of, query, services }) => {
    const settlement = await services.settlements.find(of.month, of.partner_id);
    if (!settlement) return refuse('settlement_not_found');
    return json(200, await statementBody(services, await readStatement(services, settlement), query));
  },
});

const files = {
  ...ofPartner,
  method: 'get',
  responses: {},
  errors: ['settlement_not_found'],
  examples: { params, responses: {} },
} as const;

export const getPartnerSettlementCsv = defineRoute({
  ...files,
  path: '/operator/settlements/{month}/partners/{partner_id}/statement.csv',
  summary: "Get a partner's settlement as CSV",
  description: 'The file as the partner gets it.',
  rawResponses: { 200: 'text/csv' },
  handler: async ({ params: of, services }) => {
    const settlement = await services.settlements.find(of.month, of.partner_id);
    return settlement ? csvReply(services, await readStatement(services, settlement)) : refuse('settlement_not_found');
  },
});

export const getPartnerSettlementPage = defineRoute({
  ...files,
  path: '/operator/settlements/{month}/partners/{partner_id}/statement.html',
  summary: "Get a partner's settlement to print",
  description: 'The page as the partner gets it.',
  rawResponses: { 200: 'text/html' },
  handler: async ({ params: of, services }) => {
    const settlement = await services.settlements.find(of.month, of.partner_id);
    return settlement
      ? printReply(services, await readStatement(services, settlement))
      : refuse('settlement_not_found');
  },
});

export const approveSettlement = defineRoute({
  ...ofPartner,
  method: 'post',
  path: '/operator/settlements/{month}/partners/{partner_id}/approve',
  summary: 'Approve a settlement',
  description: 'From `RECONCILED`. Repeated by the same operator it changes nothing.',
  responses: { 200: schemas.SettlementChanged },
  errors: ['settlement_not_found', 'invalid_settlement_transition'],
  examples: {
    params,
    responses: {
      200: {
        message: 'Settlement approved',
        settlement: {
          ...SETTLEMENT_EXAMPLE,
          ...{ status: 'APPROVED', approved_at: '2026-12-01T05:00:00Z', approved_by: 'operator asha' },
        },
      },
    },
  },
  handler: ({ params: of, caller, services }) =>
    change(services, of.month, of.partner_id, { act: 'approve', by: `operator ${caller.name}` }),
});

export const paySettlement = defineRoute({
  ...ofPartner,
  method: 'post',
  path: '/operator/settlements/{month}/partners/{partner_id}/paid',
  summary: 'Record a payment',
  description:
    'From `APPROVED`: what was due of the month was paid, and how it can be found. No bank is touched. Repeated with the same reference it changes nothing. One reference may pay several months of a partner, never another partner.',
  body: schemas.PaySettlement,
  responses: { 200: schemas.SettlementChanged },
  errors: ['settlement_not_found', 'invalid_settlement_transition', 'payout_reference_used'],
  examples: {
    params,
    body: { payout_reference: 'UTR2026120100042' },
    responses: {
      200: {
        message: 'Payment recorded',
        settlement: {
          ...SETTLEMENT_EXAMPLE,
          ...{ status: 'PAID', approved_at: '2026-12-01T05:00:00Z', approved_by: 'operator asha' },
          ...{ paid_at: '2026-12-03T09:00:00Z', payout_reference: 'UTR2026120100042' },
        },
      },
    },
  },
  handler: ({ params: of, body, caller, services }) =>
    change(services, of.month, of.partner_id, {
      ...{ act: 'pay', by: `operator ${caller.name}` },
      payoutReference: body.payout_reference,
    }),
});

type Changed = JsonReply<200, z.input<typeof schemas.SettlementChanged>>;

async function change(
  services: ApiServices,
  of: string,
  partner: string,
  act: SettlementAct,
): Promise<Changed | Refusal> {
  const settlement = await services.settlements.find(of, partner);
  if (!settlement) return refuse('settlement_not_found');
  if (settlement.status === 'DRAFT') return impossible(act, 'DRAFT');
  const result = await services.gateway.changeSettlement(of, partner, act);
  switch (result.outcome) {
    case 'refused':
      return impossible(act, result.status);
    case 'reference_used':
      return refuse('payout_reference_used');
    case 'changed': {
      const after = (await services.settlements.find(of, partner)) ?? settlement;
      const message = act.act === 'approve' ? 'Settlement approved' : 'Payment recorded';
      return json(200, { message, settlement: presentSettlement(await readStatement(services, after)) });
    }
    default:
      return assertNever(result, 'settlement change');
  }
}

function impossible({ act }: SettlementAct, status: Settlement['status']): Refusal {
  const needs = act === 'approve' ? 'RECONCILED' : 'APPROVED';
  const message = `The settlement is ${status}: to ${act === 'approve' ? 'approve' : 'pay'} it, it must be ${needs}`;
  return refuse('invalid_settlement_transition', { message, extra: { current_status: status } });
}
