// One strategy of the marketplace in detail.
import { contractOn } from '../../db/repositories/contracts.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { refuse } from '../errors.js';
import { presentTemplateDetails } from '../presenters/template-details.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { templateId } from '../schemas/fields.js';
import { TemplateDetails } from '../schemas/template-details.js';
import { z } from '../zod.js';

export const getTemplate = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/marketplace/templates/{template_id}',
  auth: 'partner',
  tag: 'Marketplace',
  summary: 'Get strategy',
  description:
    'One strategy that users can subscribe to. What it trades (`legs`, `combined_exits`) is shown where your contract discloses it, and null otherwise.',
  params: z.strictObject({ template_id: templateId }),
  responses: { 200: TemplateDetails },
  errors: ['template_not_found'],
  examples: {
    params: { template_id: 'basket_admin_iron_condor' },
    responses: {
      200: {
        template_id: 'basket_admin_iron_condor',
        name: 'Iron Condor Weekly',
        description: 'Weekly iron condor on NIFTY',
        index: 'NIFTY',
        entry_time: '09:20',
        pricing: { type: 'PAID', monthly_fee: 999, currency: 'INR' },
        exit_time: '15:15',
        legs: [
          {
            transaction_type: 'SELL',
            option_type: 'CE',
            lots: 1,
            expiry: 'nearest',
            strike: { by: 'atm_offset', steps: 2 },
            stop_loss_percent: 50,
            target_percent: null,
          },
        ],
        combined_exits: { stop_loss: 3000, target: null },
      },
    },
  },
  handler: async ({ params, caller, services }) => {
    const day = tradingDayOf(services.clock());
    const template = await services.templates.findDetails(params.template_id, day);
    if (!template) return refuse('template_not_found');
    const { discloseLegs } = await contractOn(services.db, caller.partnerId, day);
    return json(200, presentTemplateDetails(template, caller.showPerformance, discloseLegs));
  },
});
