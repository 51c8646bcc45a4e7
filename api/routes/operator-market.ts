// For operators: what holds at the exchange on a day, changes of its dated facts, and the audit of every change.
import { refuse, refuseFields, type FieldProblem } from '../errors.js';
import { presentMarketChange, presentMarketDay } from '../presenters/market.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { tradingDay } from '../schemas/fields.js';
import {
  ChangeMarketData,
  MarketChangeList,
  MarketChangesQuery,
  MarketDataChanged,
  MarketDay,
} from '../schemas/market.js';
import { z } from '../zod.js';
import { CHANGE_EXAMPLE, MARKET_DAY_EXAMPLE } from './market-examples.js';

const TAG = 'Operator: market data';

export const getMarketDay = defineRoute({
  ...noInput,
  method: 'get',
  path: '/operator/market/{trading_day}',
  auth: 'operator',
  tag: TAG,
  summary: 'Get a market day',
  description:
    'What holds at the exchange on a day, past or coming: session, lots, freeze quantities, expiry weekdays. A run of that day is sized by these.',
  params: z.strictObject({ trading_day: tradingDay }),
  responses: { 200: MarketDay },
  errors: [],
  examples: { params: { trading_day: '2025-10-28' }, responses: { 200: MARKET_DAY_EXAMPLE } },
  handler: async ({ params, services }) =>
    json(200, presentMarketDay(await services.referenceData.loadFacts(), params.trading_day)),
});

export const changeMarketData = defineRoute({
  ...noInput,
  method: 'post',
  path: '/operator/market/changes',
  auth: 'operator',
  tag: TAG,
  summary: 'Change market data',
  description:
    'Adds, corrects and removes holidays, special sessions, session hours, lots, freeze quantities and expiry weekdays: all of it or nothing. Every change is kept for ever with who made it, before and after.',
  body: ChangeMarketData,
  responses: { 200: MarketDataChanged },
  errors: ['market_data_conflict'],
  examples: {
    body: {
      rows: [{ kind: 'holiday', day: '2026-12-08', name: 'State funeral' }],
      reason: 'NSE circular of 7 December',
    },
    responses: { 200: { message: 'Market data changed', added: 1, replaced: 0, unchanged: 0, removed: 0 } },
  },
  handler: async ({ body, caller, services }) => {
    const result = await services.marketChanges.apply({
      put: body.rows,
      remove: body.remove,
      replace: body.replace,
      dryRun: body.dry_run,
      reason: body.reason,
      by: `operator ${caller.name}`,
    });
    if (result.outcome === 'refused') {
      const details = result.problems.map(({ list, index, message }): FieldProblem => ({
        field: `${list === 'put' ? 'rows' : 'remove'}.${index}`,
        message,
      }));
      const { message } = refuseFields(details);
      return refuse('market_data_conflict', {
        message: `Nothing was changed: ${message}`,
        extra: { details },
      });
    }
    const { outcome: _, ...counts } = result;
    return json(200, { message: body.dry_run ? 'Nothing was changed' : 'Market data changed', ...counts });
  },
});

export const listMarketChanges = defineRoute({
  ...noInput,
  method: 'get',
  path: '/operator/market/changes',
  auth: 'operator',
  tag: TAG,
  summary: 'List market data changes',
  description: 'Who changed which fact, before and after, newest first. Kept for ever.',
  query: MarketChangesQuery,
  responses: { 200: MarketChangeList },
  errors: [],
  examples: { responses: { 200: { changes: [CHANGE_EXAMPLE] } } },
  handler: async ({ query, services }) =>
    json(200, { changes: (await services.marketChanges.list(query)).map(presentMarketChange) }),
});
