// Management of subscriptions: look, pause, resume, cancel, change the size. Changes go through the subscription's workflow.
import type { Subscription } from '../../db/repositories/subscriptions.js';
import { assertNever } from '../../domain/assert-never.js';
import type { PartnerCaller } from '../caller.js';
import { refuse, type ErrorCode, type Refusal } from '../errors.js';
import { presentChange, presentSubscription } from '../presenters/subscriptions.js';
import { defineRoute, json, noInput } from '../route.js';
import { cursor, limit, subscriptionId, userEmail } from '../schemas/fields.js';
import * as schemas from '../schemas/subscriptions.js';
import type { ApiServices } from '../services.js';
import type { SubscriptionAct } from '../temporal-gateway.js';
import { z } from '../zod.js';
import { CHANGED_EXAMPLE, SUBSCRIPTION_EXAMPLE } from './subscription-examples.js';

const byId = {
  ...noInput,
  auth: 'partner',
  tag: 'Subscriptions',
  params: z.strictObject({ subscription_id: subscriptionId }),
} as const;
const changeErrors: ErrorCode[] = ['subscription_not_found', 'invalid_transition', 'entry_in_progress'];
const idExample = { subscription_id: 'sub_abc123' };

export const listSubscriptions = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/subscriptions',
  auth: 'partner',
  tag: 'Subscriptions',
  summary: 'List subscriptions',
  description: 'Oldest first; cancelled ones included.',
  query: z.strictObject({ user_email: userEmail.optional(), status: schemas.statusFilter, cursor, limit }),
  responses: { 200: schemas.SubscriptionList },
  errors: [],
  examples: {
    query: { user_email: 'user@example.com' },
    responses: { 200: { subscriptions: [SUBSCRIPTION_EXAMPLE], next_cursor: null } },
  },
  handler: async ({ query, caller, services }) => {
    const { user_email: email, ...filter } = query;
    const page = await services.subscriptions.list(caller.partnerId, caller.mode, { userEmail: email, ...filter });
    return json(200, { subscriptions: page.rows.map(presentSubscription), next_cursor: page.nextCursor ?? null });
  },
});

export const getSubscription = defineRoute({
  ...byId,
  method: 'get',
  path: '/partner/subscriptions/{subscription_id}',
  summary: 'Get subscription',
  description: 'One subscription.',
  responses: { 200: schemas.Subscription },
  errors: ['subscription_not_found'],
  examples: { params: idExample, responses: { 200: SUBSCRIPTION_EXAMPLE } },
  handler: async ({ params, caller, services }) => {
    const subscription = await services.subscriptions.find(caller.partnerId, caller.mode, params.subscription_id);
    return subscription ? json(200, presentSubscription(subscription)) : refuse('subscription_not_found');
  },
});

export const cancelSubscription = defineRoute({
  ...byId,
  method: 'delete',
  path: '/partner/subscriptions/{subscription_id}',
  summary: 'Cancel subscription',
  description:
    'Final: nothing is entered or billed any more. Answered once every dispatcher has taken note. The user can subscribe again.',
  responses: { 200: schemas.SubscriptionChanged },
  errors: changeErrors,
  examples: {
    params: idExample,
    responses: { 200: { ...CHANGED_EXAMPLE, message: 'Subscription cancelled successfully', status: 'CANCELLED' } },
  },
  handler: ({ params, caller, services }) =>
    change(services, caller, params.subscription_id, 'cancel', 'Subscription cancelled successfully'),
});

export const pauseSubscription = defineRoute({
  ...byId,
  method: 'put',
  path: '/partner/subscriptions/{subscription_id}/pause',
  summary: 'Pause subscription',
  description: 'Nothing is entered until it is resumed. Answered once every dispatcher has taken note.',
  responses: { 200: schemas.SubscriptionChanged },
  errors: changeErrors,
  examples: {
    params: idExample,
    responses: { 200: { ...CHANGED_EXAMPLE, message: 'Subscription paused successfully', status: 'PAUSED' } },
  },
  handler: ({ params, caller, services }) =>
    change(services, caller, params.subscription_id, 'pause', 'Subscription paused successfully'),
});

export const resumeSubscription = defineRoute({
  ...byId,
  method: 'put',
  path: '/partner/subscriptions/{subscription_id}/resume',
  summary: 'Resume subscription',
  description: 'Ends a pause, from the next entry time on.',
  responses: { 200: schemas.SubscriptionChanged },
  errors: changeErrors,
  examples: {
    params: idExample,
    responses: { 200: { ...CHANGED_EXAMPLE, message: 'Subscription resumed successfully', status: 'ACTIVE' } },
  },
  handler: ({ params, caller, services }) =>
    change(services, caller, params.subscription_id, 'resume', 'Subscription resumed successfully'),
});

export const changeSubscription = defineRoute({
  ...byId,
  method: 'patch',
  path: '/partner/subscriptions/{subscription_id}',
  summary: 'Change lot multiplier',
  description: 'Changes the size from the next execution on.',
  body: schemas.ChangeSubscription,
  responses: { 200: schemas.LotMultiplierChanged },
  errors: ['subscription_not_found', 'invalid_transition'],
  examples: {
    params: idExample,
    body: { lot_multiplier: 3 },
    responses: {
      200: {
        ...CHANGED_EXAMPLE,
        message: 'Lot multiplier changed successfully',
        lot_multiplier: 3,
        effective_from: 'next_execution',
      },
    },
  },
  handler: async ({ params, body, caller, services }) => {
    const subscription = await services.subscriptions.find(caller.partnerId, caller.mode, params.subscription_id);
    if (!subscription) return refuse('subscription_not_found');
    if (subscription.status === 'CANCELLED') return impossible('change', 'CANCELLED');
    const result = await services.gateway.changeLotMultiplier(refOf(subscription), body.lot_multiplier);
    if (result.outcome === 'refused') return impossible('change', result.status);
    return json(200, {
      ...presentChange('Lot multiplier changed successfully', subscription, subscription.status),
      lot_multiplier: result.lotMultiplier,
      effective_from: 'next_execution',
    });
  },
});

async function change(services: ApiServices, caller: PartnerCaller, id: string, act: SubscriptionAct, done: string) {
  const subscription = await services.subscriptions.find(caller.partnerId, caller.mode, id);
  if (!subscription) return refuse('subscription_not_found');
  // Its workflow has ended: nothing there could answer.
  if (subscription.status === 'CANCELLED') return impossible(act, 'CANCELLED');
  const result = await services.gateway.changeSubscription(refOf(subscription), act);
  switch (result.outcome) {
    case 'changed':
      return json(200, presentChange(done, subscription, result.status));
    case 'refused':
      return impossible(act, result.status);
    case 'entry_in_progress':
      return refuse('entry_in_progress', { headers: { 'Retry-After': '10' } });
    default:
      return assertNever(result, 'subscription change');
  }
}

const ENDS_IN: Record<SubscriptionAct, Subscription['status']> = {
  pause: 'PAUSED',
  resume: 'ACTIVE',
  cancel: 'CANCELLED',
};

function impossible(act: SubscriptionAct | 'change', status: Subscription['status']): Refusal {
  const message =
    act !== 'change' && ENDS_IN[act] === status
      ? `The subscription is ${status} already: there is nothing to do`
      : `Cannot ${act} a subscription that is ${status}: subscribe again with POST /partner/marketplace/subscribe`;
  return refuse('invalid_transition', { message, extra: { current_status: status } });
}

function refOf(subscription: Subscription) {
  return { ...subscription, accountId: subscription.allocation.accountId };
}
