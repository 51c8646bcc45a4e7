// Phase 3 of the guide: the strategies on offer, and subscribing to one.
import { startBilling } from '../../domain/billing.js';
import { splitFee } from '../../domain/money.js';
import { subscriptionCreated } from '../../domain/partner-event.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { newId } from '../../platform/ids.js';
import { sessionOf, type BrokerAccount } from '../../db/repositories/broker-accounts.js';
import { billingDay } from '../../db/repositories/sandbox-clock.js';
import { contractOn } from '../../db/repositories/contracts.js';
import {
  AccountUnlinkedError,
  type Subscription,
  type SubscriptionConflict,
} from '../../db/repositories/subscriptions.js';
import type { MarketplaceTemplate } from '../../db/repositories/templates.js';
import type { PartnerCaller } from '../caller.js';
import { refuse } from '../errors.js';
import { presentSubscribed, presentTemplate } from '../presenters/subscriptions.js';
import { utcOrNull } from '../presenters/times.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { limit, templateCursor } from '../schemas/fields.js';
import { Subscribe, Subscribed, TemplateList } from '../schemas/subscriptions.js';
import type { ApiServices } from '../services.js';
import { z } from '../zod.js';

export const listTemplates = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/marketplace/templates',
  auth: 'partner',
  tag: 'Marketplace',
  summary: 'List strategies',
  description: 'The strategies users can subscribe to, by id.',
  query: z.strictObject({ cursor: templateCursor, limit }),
  responses: { 200: TemplateList },
  errors: [],
  examples: {
    responses: {
      200: {
        templates: [
          {
            template_id: 'basket_admin_iron_condor',
            name: 'Iron Condor Weekly',
            description: 'Weekly iron condor on NIFTY',
            index: 'NIFTY',
            entry_time: '09:20',
            pricing: { type: 'PAID', monthly_fee: 999, currency: 'INR' },
            performance_metrics: { win_rate: 75.5, avg_monthly_return: 12.3, max_drawdown: 8.2 },
          },
        ],
        next_cursor: null,
      },
    },
  },
  handler: async ({ query, caller, services }) => {
    const page = await services.templates.listActive(tradingDayOf(services.clock()), query);
    return json(200, {
      templates: page.rows.map((template) => presentTemplate(template, caller.showPerformance)),
      next_cursor: page.nextCursor ?? null,
    });
  },
});

export const subscribe = defineRoute({
  ...noInput,
  method: 'post',
  path: '/partner/marketplace/subscribe',
  auth: 'partner',
  tag: 'Marketplace',
  summary: 'Subscribe user',
  description:
    "Subscribes a user to a strategy: from the next entry time on, its orders are placed in the user's broker account. The user must have completed the day's login. One live subscription per user and strategy; after a cancellation it can be made again.",
  body: Subscribe,
  responses: { 201: Subscribed },
  errors: ['template_not_found', 'broker_account_not_found', 'duplicate_subscription', 'oauth_token_expired'],
  examples: {
    body: {
      user_email: 'user@example.com',
      template_id: 'basket_admin_iron_condor',
      broker_client_id: 'ZEBU123',
      lot_multiplier: 2.0,
      auto_link_broker: true,
    },
    responses: {
      201: {
        message: 'Subscription created successfully',
        subscription_id: 'sub_abc123',
        user_id: 'partner-user-user-at-example-com',
        template_id: 'basket_admin_iron_condor',
        status: 'ACTIVE',
        broker_allocation: {
          allocation_id: 'alloc_xyz789',
          client_id: 'ZEBU123',
          broker_id: 'zebu',
          lot_multiplier: 2.0,
          status: 'ACTIVE',
        },
        next_billing_date: '2025-11-10T00:00:00Z',
        revenue_share: { partner_commission: 299.7, platform_fee: 699.3, currency: 'INR' },
      },
    },
  },
  handler: async ({ body, caller, services, once }) => {
    const id = once.id('sub');
    // An earlier try of this very request may have died after the row.
    const made = await services.subscriptions.find(caller.partnerId, caller.mode, id);
    if (made) return begin(services, made);
    const template = await services.templates.findActive(body.template_id, tradingDayOf(services.clock()));
    if (!template) return refuse('template_not_found');
    const account = await services.accounts.find(caller.partnerId, caller.mode, body.broker_client_id, body.user_email);
    if (!account) return refuse('broker_account_not_found');
    const existing = await services.subscriptions.findLive(caller.partnerId, caller.mode, account.userPk, template.id);
    if (existing) return duplicate(existing.id);
    const session = sessionOf(account, services.clock());
    if (!session.servesEntries)
      return refuse('oauth_token_expired', { extra: { token_expired_at: utcOrNull(session.endedAt) } });

    const created = await create(services, caller, { id, template, account, lotMultiplier: body.lot_multiplier }).catch(
      unlinked,
    );
    if (created === 'unlinked') return refuse('broker_account_not_found');
    if ('conflict' in created) return duplicate(created.existingSubscriptionId);
    return begin(services, created);
  },
});

/** The row exists: its workflow is started, unless it is over already. */
async function begin({ gateway, subscriptions }: ApiServices, made: Subscription) {
  if (made.status !== 'CANCELLED') {
    await gateway.startSubscription({ ...made, accountId: made.allocation.accountId });
    await subscriptions.markWorkflowStarted(made.id);
  }
  return json(201, presentSubscribed(made));
}

type Order = { id: string; template: MarketplaceTemplate; account: BrokerAccount; lotMultiplier: number };

/** Subscription, allocation and the partner's event: all or none. */
function create(
  { db, subscriptions, billing, outbox, clock }: ApiServices,
  caller: PartnerCaller,
  order: Order,
): Promise<Subscription | SubscriptionConflict> {
  const { partnerId, mode } = caller;
  const nowMs = clock();
  return db.transaction(async (sql) => {
    const today = await billingDay(sql, partnerId, mode, tradingDayOf(nowMs));
    const contract = await contractOn(sql, partnerId, today);
    const previous = await billing.lastCancelled(sql, order.account.userPk, order.template.id);
    const { nextBillingDate, ...begun } = startBilling(today, contract.trialDays, previous);
    const created = await subscriptions.create(sql, {
      id: order.id,
      allocationId: newId('alloc'),
      partnerId,
      mode,
      userPk: order.account.userPk,
      templateId: order.template.id,
      accountId: order.account.id,
      lotMultiplier: order.lotMultiplier,
      subscriptionDate: new Date(nowMs),
      nextBillingDate,
      monthlyFeePaise: order.template.monthlyFeePaise,
      ...splitFee(order.template.monthlyFeePaise, contract.commissionBps),
    });
    if ('conflict' in created) return created;
    const carries = previous !== undefined && begun.billedTo === previous.billedTo;
    await billing.begin(sql, order.id, { ...begun, carriedFrom: carries ? previous.subscriptionId : null });
    const { id: subscriptionId, userId, userEmail, templateId } = created;
    await outbox.append(sql, {
      partnerId,
      mode,
      ...subscriptionCreated({ subscriptionId, userId, userEmail, templateId, atMs: nowMs }),
    });
    return created;
  });
}

/** The account was unlinked between the look and the subscription. */
function unlinked(error: unknown): 'unlinked' {
  if (error instanceof AccountUnlinkedError) return 'unlinked';
  throw error;
}

function duplicate(existingSubscriptionId: string) {
  return refuse('duplicate_subscription', { extra: { existing_subscription_id: existingSubscriptionId } });
}
