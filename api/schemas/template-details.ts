// A strategy's details, legs disclosed or not.
import { z } from '../zod.js';
import { rupees } from './fields.js';
import { Template } from './subscriptions.js';

export const TemplateLeg = z
  .object({
    transaction_type: z.enum(['BUY', 'SELL']),
    option_type: z.enum(['CE', 'PE']),
    lots: z.number().openapi({ description: 'Whole lots at lot_multiplier 1' }),
    expiry: z.enum(['nearest', 'next_weekly', 'monthly']),
    strike: z
      .object({
        by: z.enum(['atm_offset', 'distance', 'premium']),
        steps: z
          .number()
          .optional()
          .openapi({ description: 'Strikes away from at-the-money; negative: below the spot' }),
        points: z.number().optional().openapi({ description: 'Index points away from the spot; negative: below it' }),
        premium: rupees('The strike whose premium is nearest to this', 120).optional(),
      })
      .openapi({ description: 'How the strike is chosen shortly before the entry' }),
    stop_loss_percent: z.number().nullable().openapi({ description: 'Of its average entry price; null: none' }),
    target_percent: z.number().nullable().openapi({ description: 'Of its average entry price; null: none' }),
  })
  .openapi('TemplateLeg');

export const TemplateDetails = Template.extend({
  exit_time: z.string().nullable().openapi({ description: 'IST, HH:MM; null: none', example: '15:15' }),
  legs: z
    .array(TemplateLeg)
    .nullable()
    .openapi({ description: 'What it trades; null: your contract does not disclose it' }),
  combined_exits: z
    .object({
      stop_loss: rupees('Loss of the whole position at lot_multiplier 1', 3000).nullable(),
      target: rupees('Profit of the whole position at lot_multiplier 1', 4500).nullable(),
    })
    .nullable()
    .openapi({ description: 'null: your contract does not disclose them' }),
}).openapi('TemplateDetails');
