// For operators: whether a partner is ready for real orders, as far as our own records say.
import { goLiveChecklist } from '../../domain/go-live.js';
import { GO_LIVE_CHECKS } from '../../domain/go-live-check.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { refuse } from '../errors.js';
import { utc } from '../presenters/times.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { instant, partnerId } from '../schemas/fields.js';
import { z } from '../zod.js';

const Check = z.object({
  check: z.enum(GO_LIVE_CHECKS).openapi({ description: 'Its row in `/docs/go-live`' }),
  result: z.enum(['pass', 'fail', 'not_applicable']),
  required: z.boolean().openapi({ description: 'Whether a failure keeps the partner from going live' }),
  finding: z.string(),
  todo: z.string().nullable().openapi({ description: 'What to do about a failure' }),
});
const Checklist = z
  .object({
    partner_id: z.string(),
    time: instant,
    ready: z.boolean().openapi({ description: 'No required check fails' }),
    checks: z.array(Check),
  })
  .openapi('GoLiveChecklist');

export const getChecklist = defineRoute({
  ...noInput,
  method: 'get',
  path: '/operator/partners/{partner_id}/checklist',
  auth: 'operator',
  tag: 'Operator: partners',
  summary: 'Get the go-live checklist',
  description:
    'What our own records say of whether a partner is ready for real orders. Only reads. What brokers are told of us is looked up in the configuration of this API process.',
  params: z.strictObject({ partner_id: partnerId }),
  responses: { 200: Checklist },
  errors: ['partner_not_found'],
  examples: {
    params: { partner_id: 'zebu' },
    responses: {
      200: {
        ...{ partner_id: 'zebu', time: '2025-10-10T03:50:00Z', ready: false },
        checks: [
          {
            ...{ check: 'live_key_used', result: 'fail', required: true },
            finding: 'No live key was used in the last 30 days.',
            todo: 'Call GET /partner/marketplace/templates with the live key from the production server.',
          },
        ],
      },
    },
  },
  handler: async ({ params: { partner_id: id }, services }) => {
    const nowMs = services.clock();
    const facts = await services.goLive.facts(id, tradingDayOf(nowMs));
    if (!facts) return refuse('partner_not_found');
    const market = await services.referenceData.loadFacts();
    const { ready, checks } = goLiveChecklist(facts, market, services.config.wires, nowMs);
    return json(200, { partner_id: id, time: utc(nowMs), ready, checks });
  },
});
