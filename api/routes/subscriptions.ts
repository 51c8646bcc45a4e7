// Management of subscriptions: look, pause, resume, cancel, change the size. Changes go through the subscription's workflow.
import type { Subscription } from '../../db/repositories/subscriptions.js';
import { assertNever } from '../../domain/assert-never.js';
import { toPaise } from '../../domain/money.js';
import type { PartnerCaller } from '../caller.js';
import { refuse, refuseRange, type ErrorCode, type Refusal } from '../errors.js';
import { presentChange, presentHeld, presentSubscription, rupeesOrNull } from '../presenters/subscriptions.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { cursor, dayRange, limit, queryFlag, subscriptionId, userEmail } from '../schemas/fields.js';
import * as schemas from '../schemas/subscriptions.js';
import type { ApiServices } from '../services.js';
import type { SubscriptionAct } from '../temporal-gateway.js';
import { z } from '../zod.js';
import { CHANGED_EXAMPLE, POSITION_EXAMPLE, SUBSCRIPTION_EXAMPLE } from './subscription-examples.js';

const byId = {
  ...noInput,
  auth: 'partner',
  tag: 'Subscriptions',
  params: z.strictObject({ subscription_id: subscriptionId }),
} as const;
const stopQuery = z.strictObject({
  flatten: queryFlag('Close an open position now instead of at its planned exit'),
});
const changeErrors: ErrorCode[] = ['subscription_not_found', 'invalid_transition', 'entry_in_progress'];
const idExample = { subscription_id: 'sub_abc123' };

export const listSubscriptions = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/subscriptions',
  auth: 'partner',
  tag: 'Subscriptions',
  summary: 'List subscriptions',
  description:
    'Oldest first; cancelled ones included. `from` and `to` are days in India on which they were made, both included.',
  query: z.strictObject({
    user_email: userEmail.optional(),
    status: schemas.statusFilter,
    ...dayRange,
    cursor,
    limit,
  }),
  responses: { 200: schemas.SubscriptionList },
  errors: [],
  examples: {
    query: { user_email: 'user@example.com' },
    responses: { 200: { subscriptions: [SUBSCRIPTION_EXAMPLE], next_cursor: null } },
  },
  handler: async ({ query, caller, services }) => {
    const problem = refuseRange(query);
    if (problem) return problem;
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
    'Final: nothing is entered or billed any more. Answered once every dispatcher has taken note. The user can subscribe again. An open position is closed as planned, or now with `flatten=true`.',
  query: stopQuery,
  responses: { 200: schemas.SubscriptionStopped },
  errors: [...changeErrors, 'order_unknown'],
  examples: {
    params: idExample,
    query: { flatten: 'true' },
    responses: {
      200: {
        ...CHANGED_EXAMPLE,
        message: 'Subscription cancelled successfully',
        status: 'CANCELLED',
        position: { ...POSITION_EXAMPLE, flatten: true },
      },
    },
  },
  handler: ({ params, query, caller, services }) =>
    stop(services, caller, params.subscription_id, 'cancel', query.flatten),
});

export const pauseSubscription = defineRoute({
  ...byId,
  method: 'put',
  path: '/partner/subscriptions/{subscription_id}/pause',
  summary: 'Pause subscription',
  description:
    'Nothing is entered until it is resumed. Answered once every dispatcher has taken note. An open position is closed as planned, or now with `flatten=true`.',
  query: stopQuery,
  responses: { 200: schemas.SubscriptionStopped },
  errors: changeErrors,
  examples: {
    params: idExample,
    query: { flatten: 'false' },
    responses: {
      200: {
        ...CHANGED_EXAMPLE,
        message: 'Subscription paused successfully',
        status: 'PAUSED',
        position: POSITION_EXAMPLE,
      },
    },
  },
  handler: ({ params, query, caller, services }) =>
    stop(services, caller, params.subscription_id, 'pause', query.flatten),
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
  handler: async ({ params, caller, services }) => {
    const changed = await change(services, caller, params.subscription_id, 'resume', false);
    if ('kind' in changed) return changed;
    return json(200, presentChange('Subscription resumed successfully', changed.subscription, changed.status));
  },
});

export const changeSubscription = defineRoute({
  ...byId,
  method: 'patch',
  path: '/partner/subscriptions/{subscription_id}',
  summary: 'Change lot multiplier or day loss limit',
  description:
    'A lot multiplier holds from the next execution on; a day loss limit at once, also for what is open. At least one of the two.',
  body: schemas.ChangeSubscription,
  responses: { 200: schemas.SubscriptionTermsChanged },
  errors: ['subscription_not_found', 'invalid_transition'],
  examples: {
    params: idExample,
    body: { lot_multiplier: 3 },
    responses: {
      200: {
        ...CHANGED_EXAMPLE,
        message: 'Lot multiplier changed successfully',
        lot_multiplier: 3,
        day_loss_limit: null,
        effective_from: 'next_execution',
      },
    },
  },
  handler: async ({ params, body, caller, services }) => {
    const { partnerId, mode } = caller;
    const subscription = await services.subscriptions.find(partnerId, mode, params.subscription_id);
    if (!subscription) return refuse('subscription_not_found');
    const { lot_multiplier: wanted, day_loss_limit: limit } = body;
    let { lotMultiplier } = subscription.allocation;
    let { dayLossLimitPaise } = subscription;
    if (subscription.status === 'CANCELLED') return impossible('change', 'CANCELLED');
    if (wanted !== undefined) {
      const result = await services.gateway.changeLotMultiplier(refOf(subscription), wanted);
      if (result.outcome === 'refused') return impossible('change', result.status);
      lotMultiplier = result.lotMultiplier;
    }
    if (limit !== undefined) {
      dayLossLimitPaise = limit === null ? null : toPaise(limit);
      const set = await services.subscriptions.setDayLossLimit(partnerId, mode, subscription.id, dayLossLimitPaise);
      if (!set) return impossible('change', 'CANCELLED');
    }
    const what = wanted === undefined ? 'Day loss limit' : 'Lot multiplier';
    return json(200, {
      ...presentChange(`${what} changed successfully`, subscription, subscription.status),
      lot_multiplier: lotMultiplier,
      day_loss_limit: rupeesOrNull(dayLossLimitPaise),
      effective_from: wanted === undefined ? 'now' : 'next_execution',
    });
  },
});

const DONE = { pause: 'Subscription paused successfully', cancel: 'Subscription cancelled successfully' };

/** Pauses or cancels, and says what happens to an open position. */
async function stop(
  services: ApiServices,
  caller: PartnerCaller,
  id: string,
  act: 'pause' | 'cancel',
  flatten: boolean,
) {
  const changed = await change(services, caller, id, act, flatten);
  if ('kind' in changed) return changed;
  const held = await services.positions.heldBy(caller.partnerId, caller.mode, id);
  const body = presentChange(DONE[act], changed.subscription, changed.status);
  return json(200, { ...body, position: presentHeld(held) });
}

type Changed = { subscription: Subscription; status: Subscription['status'] };

async function change(
  services: ApiServices,
  caller: PartnerCaller,
  id: string,
  act: SubscriptionAct,
  flatten: boolean,
): Promise<Changed | Refusal> {
  const subscription = await services.subscriptions.find(caller.partnerId, caller.mode, id);
  if (!subscription) return refuse('subscription_not_found');
  // Its workflow has ended: nothing there could answer.
  if (subscription.status === 'CANCELLED') return impossible(act, 'CANCELLED');
  const result = await services.gateway.changeSubscription(refOf(subscription), act, flatten);
  switch (result.outcome) {
    case 'changed':
      return { subscription, status: result.status };
    case 'refused':
      return impossible(act, result.status);
    case 'entry_in_progress':
      return refuse('entry_in_progress', { headers: { 'Retry-After': '10' } });
    case 'order_unknown':
      return refuse('order_unknown', { headers: { 'Retry-After': '30' } });
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
