// A partner's own settlements: the statement as JSON, as a file and as a page. Live mode only; test mode never bills.
import type { PartnerCaller } from '../caller.js';
import { refuse, type Refusal } from '../errors.js';
import { csvReply, printReply } from '../pages/settlement-files.js';
import {
  MOST_CARRIED,
  presentCarried,
  presentLine,
  presentSettlement,
  readStatement,
  REVENUE_SHARE,
  type ReadStatement,
} from '../presenters/settlements.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { limit, month } from '../schemas/fields.js';
import { lineCursor, Statement } from '../schemas/settlements.js';
import type { ApiServices } from '../services.js';
import { z } from '../zod.js';
import { STATEMENT_EXAMPLE } from './settlement-examples.js';

const own = {
  ...noInput,
  method: 'get',
  auth: 'partner',
  tag: 'Settlements',
  params: z.strictObject({ month }),
  errors: ['settlement_not_found'],
} as const;
const params = { month: '2026-11' };

export const getSettlement = defineRoute({
  ...own,
  path: '/partner/settlements/{month}',
  summary: 'Get settlement',
  description:
    'The statement of a month: opening balance, every charge and credit, what is to be paid and by whom, closing balance. While the month runs it is an interim `DRAFT`, once it was asked for.',
  query: z.strictObject({ cursor: lineCursor, limit }),
  responses: { 200: Statement },
  examples: { params, responses: { 200: STATEMENT_EXAMPLE } },
  handler: async ({ params: { month: of }, query, caller, services }) => {
    const statement = await find(services, caller, of);
    return 'kind' in statement ? statement : json(200, await statementBody(services, statement, query));
  },
});

export const getSettlementCsv = defineRoute({
  ...own,
  path: '/partner/settlements/{month}/statement.csv',
  summary: 'Get settlement as CSV',
  description: 'Every line of the statement, amounts in rupees with two decimals.',
  responses: {},
  rawResponses: { 200: 'text/csv' },
  examples: { params, responses: {} },
  handler: async ({ params: { month: of }, caller, services }) => {
    const statement = await find(services, caller, of);
    return 'kind' in statement ? statement : csvReply(services, statement);
  },
});

export const getSettlementPage = defineRoute({
  ...own,
  path: '/partner/settlements/{month}/statement.html',
  summary: 'Get settlement to print',
  description: 'The statement as a page to print, with the disclosure of the revenue share.',
  responses: {},
  rawResponses: { 200: 'text/html' },
  examples: { params, responses: {} },
  handler: async ({ params: { month: of }, caller, services }) => {
    const statement = await find(services, caller, of);
    return 'kind' in statement ? statement : printReply(services, statement);
  },
});

/** A page of a statement, as both APIs answer it. */
export async function statementBody(
  { settlementLines }: ApiServices,
  statement: ReadStatement,
  query: { cursor?: string | undefined; limit: number },
): Promise<z.input<typeof Statement>> {
  const after = Number(query.cursor?.replace('line_', '') ?? 0);
  const [lines, carried] = await Promise.all([
    settlementLines.page(statement.scope, after, query.limit + 1),
    settlementLines.carried(statement.scope, MOST_CARRIED),
  ]);
  const shown = lines.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    ...presentSettlement(statement),
    revenue_share: REVENUE_SHARE,
    lines: shown.map(presentLine),
    carried: carried.map(presentCarried),
    next_cursor: lines.length > shown.length && last ? `line_${last.line}` : null,
  };
}

async function find(services: ApiServices, caller: PartnerCaller, of: string): Promise<ReadStatement | Refusal> {
  const settlement = caller.mode === 'live' ? await services.settlements.find(of, caller.partnerId) : undefined;
  return settlement ? readStatement(services, settlement) : refuse('settlement_not_found');
}
