// For operators: have a wire's list of contracts read now, and see which lists a day has.
import type { InstrumentMaster } from '../../db/repositories/instruments.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { instrumentsWorkflowId } from '../../workflows/messages/instruments.js';
import { utc, utcOrNull } from '../presenters/times.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { tradingDay } from '../schemas/fields.js';
import { InstrumentLists, InstrumentsAsked, ReadInstruments } from '../schemas/instruments.js';
import { z } from '../zod.js';

const TAG = 'Operator: market data';

export const readInstruments = defineRoute({
  ...noInput,
  method: 'post',
  path: '/operator/instruments',
  auth: 'operator',
  tag: TAG,
  summary: 'Read a list of contracts',
  description:
    "Reads a wire's instrument list of today and stores it. It is done by itself from 08:35 IST on trading days, every five minutes until it is there.",
  body: ReadInstruments,
  responses: { 202: InstrumentsAsked },
  errors: [],
  examples: {
    body: { wire: 'zebu' },
    responses: {
      202: { trading_day: '2025-10-10', wire: 'zebu', workflow_id: 'instruments/zebu/2025-10-10' },
    },
  },
  handler: async ({ body, caller, services }) => {
    const day = tradingDayOf(services.clock());
    const { wire } = body;
    const by = `operator ${caller.name}`;
    await services.instruments.request(wire, day, by);
    await services.gateway.readInstruments(wire, day, { by, acceptShrunk: body.accept_shrunk });
    return json(202, { trading_day: day, wire, workflow_id: instrumentsWorkflowId(wire, day) });
  },
});

export const getInstruments = defineRoute({
  ...noInput,
  method: 'get',
  path: '/operator/instruments/{trading_day}',
  auth: 'operator',
  tag: TAG,
  summary: 'Get the lists of contracts of a day',
  description: 'How many contracts each wire listed, and what was odd. Kept for 90 days.',
  params: z.strictObject({ trading_day: tradingDay }),
  responses: { 200: InstrumentLists },
  errors: [],
  examples: {
    params: { trading_day: '2025-10-10' },
    responses: {
      200: {
        trading_day: '2025-10-10',
        lists: [
          {
            wire: 'zebu',
            workflow_id: 'instruments/zebu/2025-10-10',
            status: 'loaded',
            reason: null,
            counts: { NIFTY: 648, BANKNIFTY: 486 },
            warnings: [],
            requested_by: 'schedule',
            requested_at: '2025-10-10T03:05:00Z',
            tried_at: '2025-10-10T03:05:02Z',
            loaded_at: '2025-10-10T03:05:02Z',
          },
        ],
      },
    },
  },
  handler: async ({ params, services }) => {
    const masters = await services.instruments.mastersOf(params.trading_day);
    return json(200, { trading_day: params.trading_day, lists: masters.map(present) });
  },
});

function present(master: InstrumentMaster): z.input<typeof InstrumentLists>['lists'][number] {
  return {
    wire: master.wire,
    workflow_id: instrumentsWorkflowId(master.wire, master.day),
    status: master.status,
    reason: master.reason,
    counts: master.counts,
    warnings: master.warnings,
    requested_by: master.requestedBy,
    requested_at: utc(master.requestedAt),
    tried_at: utcOrNull(master.triedAt),
    loaded_at: utcOrNull(master.loadedAt),
  };
}
