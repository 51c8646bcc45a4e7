// Requests and answers about strategies and subscriptions to them.
import { z } from '../zod.js';
import { clientId, dayLossLimit, instant, lotMultiplier, nextCursor, rupees, templateId, userEmail } from './fields.js';

const status = z.enum(['ACTIVE', 'PAUSED', 'CANCELLED']);

export const Template = z
  .object({
    template_id: z.string(),
    name: z.string(),
    description: z.string(),
    index: z.string().openapi({ description: 'The underlying', example: 'NIFTY' }),
    entry_time: z.string().openapi({ description: 'IST, HH:MM', example: '09:20' }),
    pricing: z.object({ type: z.string(), monthly_fee: rupees('Monthly fee', 999), currency: z.string() }),
    performance_metrics: z
      .object({ win_rate: z.number(), avg_monthly_return: z.number(), max_drawdown: z.number() })
      .optional()
      .openapi({
        description: 'Past performance in per cent. Absent where unknown, or where the partner has it switched off.',
      }),
  })
  .openapi('Template');
export const TemplateList = z.object({ templates: z.array(Template), next_cursor: nextCursor }).openapi('TemplateList');

export const Subscribe = z
  .strictObject({
    user_email: userEmail,
    template_id: templateId,
    broker_client_id: clientId,
    lot_multiplier: lotMultiplier.default(1).openapi({ default: 1 }),
    auto_link_broker: z
      .literal(true, 'must be true: a subscription needs a broker account to trade with')
      .default(true)
      .openapi({ type: 'boolean', description: 'Links the broker account to the subscription; only true is possible' }),
  })
  .openapi('Subscribe');

const RevenueShare = z.object({
  partner_commission: rupees("The partner's share of each month's fee", 299.7),
  platform_fee: rupees("QuantLeap's share", 699.3),
  currency: z.string(),
});

const BrokerAllocation = z.object({
  allocation_id: z.string(),
  client_id: z.string(),
  broker_id: z.string(),
  lot_multiplier: z.number(),
  status,
});

export const Subscribed = z
  .object({
    message: z.string(),
    subscription_id: z.string(),
    user_id: z.string(),
    template_id: z.string(),
    status,
    broker_allocation: BrokerAllocation,
    next_billing_date: instant.openapi({ description: 'Names a date in India: the fee is charged at 00:00 IST of it' }),
    revenue_share: RevenueShare,
  })
  .openapi('Subscribed');

export const Subscription = z
  .object({
    subscription_id: z.string(),
    user_id: z.string(),
    user_email: z.string(),
    partner_id: z.string(),
    template_id: z.string(),
    template_basket_id: z.string().openapi({ description: 'The same as `template_id`' }),
    status,
    subscription_date: instant,
    next_billing_date: instant.nullable().openapi({ description: 'Names a date in India; null once cancelled' }),
    pricing: z.object({
      monthly_fee: rupees('Monthly fee', 999),
      partner_commission: rupees("The partner's share", 299.7),
      currency: z.string(),
    }),
    broker_allocation: BrokerAllocation.extend({ priority: z.number() }),
    revenue_share: RevenueShare,
    day_loss_limit: dayLossLimit,
  })
  .openapi('Subscription');
export const SubscriptionList = z
  .object({ subscriptions: z.array(Subscription), next_cursor: nextCursor })
  .openapi('SubscriptionList');
export const statusFilter = status.optional().openapi({ description: 'Only subscriptions of this status' });

export const SubscriptionChanged = z
  .object({ message: z.string(), subscription_id: z.string(), user_id: z.string(), template_id: z.string(), status })
  .openapi('SubscriptionChanged');

export const positionStatus = z.enum(['open', 'closing', 'closed', 'exposed', 'unknown']).openapi({
  description:
    '`open`: held; `closing`: exit orders are on their way; `closed`: flat; `exposed`: part of it could not be closed yet; `unknown`: the broker could not say what became of an order, or the broker squares it off',
});

export const SubscriptionStopped = SubscriptionChanged.extend({
  position: z
    .object({
      status: positionStatus,
      exit_at: instant.nullable().openapi({ description: 'When it is closed as planned; null: no exit is planned' }),
      flatten: z.boolean().openapi({ description: 'Whether it is being closed now' }),
    })
    .nullable()
    .openapi({ description: 'What happens to the open position; null when there is none' }),
}).openapi('SubscriptionStopped');

export const ChangeSubscription = z
  .strictObject({ lot_multiplier: lotMultiplier.optional(), day_loss_limit: dayLossLimit.optional() })
  .superRefine((body, context) => {
    if (body.lot_multiplier === undefined && body.day_loss_limit === undefined)
      context.addIssue({ code: 'custom', path: ['lot_multiplier'], message: 'is required, or day_loss_limit' });
  })
  .openapi('ChangeSubscription');
export const SubscriptionTermsChanged = SubscriptionChanged.extend({
  lot_multiplier: z.number(),
  day_loss_limit: dayLossLimit,
  effective_from: z.enum(['next_execution', 'now']).openapi({
    description:
      '`next_execution` for a lot multiplier: an execution that has begun keeps its size. A day loss limit alone holds from `now` on',
  }),
}).openapi('SubscriptionTermsChanged');
