// Strategies and subscriptions in the guide's shapes.
import type { z } from '../zod.js';
import { toRupees } from '../../domain/money.js';
import type { ErrorExtra } from '../errors.js';
import type { HeldPosition, OpenPosition } from '../../db/repositories/positions.js';
import type { Subscription } from '../../db/repositories/subscriptions.js';
import type { MarketplaceTemplate } from '../../db/repositories/templates.js';
import type * as schemas from '../schemas/subscriptions.js';
import { dateAsInstant, utc, utcOrNull } from './times.js';

/** @param showPerformance - the partner's switch (SEBI, 2 Sep 2022) */
export function presentTemplate(
  template: MarketplaceTemplate,
  showPerformance: boolean,
): z.input<typeof schemas.Template> {
  return {
    template_id: template.id,
    name: template.name,
    description: template.description,
    index: template.underlying,
    entry_time: template.entryTime,
    pricing: {
      type: template.pricingType,
      monthly_fee: toRupees(template.monthlyFeePaise),
      currency: template.currency,
    },
    ...(showPerformance && template.performance && { performance_metrics: template.performance }),
  };
}

export function presentSubscribed(subscription: Subscription): z.input<typeof schemas.Subscribed> {
  return {
    message: 'Subscription created successfully',
    subscription_id: subscription.id,
    user_id: subscription.userId,
    template_id: subscription.templateId,
    status: subscription.status,
    broker_allocation: presentAllocation(subscription),
    next_billing_date: dateAsInstant(subscription.nextBillingDate),
    revenue_share: presentShare(subscription),
  };
}

export function presentSubscription(subscription: Subscription): z.input<typeof schemas.Subscription> {
  return {
    subscription_id: subscription.id,
    user_id: subscription.userId,
    user_email: subscription.userEmail,
    partner_id: `partner_${subscription.partnerId}_${subscription.mode}`,
    template_id: subscription.templateId,
    template_basket_id: subscription.templateId,
    status: subscription.status,
    subscription_date: utc(subscription.subscriptionDate),
    next_billing_date: subscription.status === 'CANCELLED' ? null : dateAsInstant(subscription.nextBillingDate),
    pricing: {
      monthly_fee: toRupees(subscription.monthlyFeePaise),
      partner_commission: toRupees(subscription.partnerCommissionPaise),
      currency: subscription.currency,
    },
    broker_allocation: { ...presentAllocation(subscription), priority: subscription.allocation.priority },
    revenue_share: presentShare(subscription),
    day_loss_limit: rupeesOrNull(subscription.dayLossLimitPaise),
  };
}

/** What a pause or a cancellation leaves of an open position. */
export function presentHeld(held: HeldPosition | undefined): z.input<typeof schemas.SubscriptionStopped>['position'] {
  return held ? { status: held.status, exit_at: utcOrNull(held.exitAt), flatten: held.flattenRequested } : null;
}

/** One of the positions that keep an account from being logged out. */
export function presentOpen(open: OpenPosition): NonNullable<ErrorExtra['open_positions']>[number] {
  return {
    execution_id: open.executionId,
    subscription_id: open.subscriptionId,
    template_id: open.templateId,
    status: open.status,
    exit_at: utcOrNull(open.exitAt),
  };
}

export function rupeesOrNull(paise: number | null): number | null {
  return paise === null ? null : toRupees(paise);
}

export function presentChange(
  message: string,
  subscription: Subscription,
  status: Subscription['status'],
): z.input<typeof schemas.SubscriptionChanged> {
  return {
    message,
    subscription_id: subscription.id,
    user_id: subscription.userId,
    template_id: subscription.templateId,
    status,
  };
}

function presentAllocation({ allocation }: Subscription) {
  return {
    allocation_id: allocation.id,
    client_id: allocation.clientId,
    broker_id: allocation.brokerName,
    lot_multiplier: allocation.lotMultiplier,
    status: allocation.status,
  };
}

function presentShare(subscription: Subscription) {
  return {
    partner_commission: toRupees(subscription.partnerCommissionPaise),
    platform_fee: toRupees(subscription.platformFeePaise),
    currency: subscription.currency,
  };
}
