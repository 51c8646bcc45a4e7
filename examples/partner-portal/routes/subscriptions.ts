// Changing, pausing, resuming and cancelling what a user is subscribed to.
import type Router from '@koa/router';
import { isRefusal, notFound, PortalError, problemOf, type Problem } from '../core/problem.js';
import { firstOf, QuantLeapError, type Subscription } from '../core/quantleap.js';
import { subscriptionsOf, templatesOf } from '../core/reads.js';
import {
  fieldOf,
  formOf,
  goTo,
  pathPart,
  showPage,
  userOf,
  type PortalState,
  type Request,
  type Services,
} from '../core/request.js';
import { subscriptionPage, subscriptionsPage } from '../pages/subscriptions.js';

const MOST_EXECUTIONS = 20;
const place = 'subscriptions';

/** The key sees every user's: whose it is must be looked at here. @throws PortalError 404 */
async function ownSubscription(request: Request, { quantleap }: Services): Promise<Subscription> {
  const subscription_id = pathPart(request, 'subscriptionId');
  const found = await quantleap
    .get('/partner/subscriptions/{subscription_id}', { params: { path: { subscription_id } } })
    .catch((error: unknown) => {
      throw error instanceof QuantLeapError && error.status === 404 ? notFound('subscription') : error;
    });
  if (found.user_email !== userOf(request).email) throw notFound('subscription');
  return found;
}

export function subscriptionRoutes(router: Router<PortalState>, services: Services): void {
  const { quantleap, options } = services;

  const show = async (request: Request, problem?: Problem) => {
    const subscription = await ownSubscription(request, services);
    const { subscription_id } = subscription;
    const [templates, executions] = await Promise.all([
      templatesOf(services),
      firstOf(quantleap.pages('/partner/executions', { subscription_id, limit: MOST_EXECUTIONS }), MOST_EXECUTIONS),
    ]);
    const template = templates.get(subscription.template_id);
    const body = subscriptionPage(request.state.session, {
      ...{ subscription, template, executions, typed: formOf(request) },
      ...(problem && { problem }),
      canEnterNow: options.enterNow !== undefined,
    });
    const title = template?.name ?? 'Subscription';
    showPage(request, { title, place, body, status: problem?.status ?? 200 });
  };

  /** @param act - answers what to say when it is done */
  const change = (what: string, act: (request: Request, subscription: Subscription) => Promise<string>) =>
    router.post(`/subscriptions/:subscriptionId/${what}`, async (request) => {
      const subscription = await ownSubscription(request, services);
      try {
        const notice = await act(request, subscription);
        goTo(request, `/subscriptions/${encodeURIComponent(subscription.subscription_id)}`, notice);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        await show(request, problemOf(error));
      }
    });

  router.get('/subscriptions', async (request) => {
    const [mine, templates] = await Promise.all([
      subscriptionsOf(services, userOf(request).email),
      templatesOf(services),
    ]);
    showPage(request, { title: 'Subscriptions', place, body: subscriptionsPage(mine, templates) });
  });

  router.get('/subscriptions/:subscriptionId', (request) => show(request));

  change('lots', async (request, { subscription_id }) => {
    const lot_multiplier = Number(fieldOf(request, 'lot_multiplier'));
    const path = { subscription_id };
    await quantleap.patch('/partner/subscriptions/{subscription_id}', { params: { path }, body: { lot_multiplier } });
    return `Lots × ${lot_multiplier}, from the next execution on.`;
  });

  change('pause', async (request, { subscription_id }) => {
    const params = { path: { subscription_id }, query: { flatten: wantsFlat(request) } };
    const { position } = await quantleap.put('/partner/subscriptions/{subscription_id}/pause', { params });
    return `Paused: nothing is entered until you resume.${fateOf(position)}`;
  });

  change('resume', async (_request, { subscription_id }) => {
    await quantleap.put('/partner/subscriptions/{subscription_id}/resume', { params: { path: { subscription_id } } });
    return 'Resumed: it takes part in the next entry.';
  });

  change('cancel', async (request, { subscription_id }) => {
    if (fieldOf(request, 'confirm') !== 'yes') throw new PortalError(400, 'Tick that you want to cancel it.');
    const params = { path: { subscription_id }, query: { flatten: wantsFlat(request) } };
    const { position } = await quantleap.delete('/partner/subscriptions/{subscription_id}', { params });
    return `Cancelled.${fateOf(position)}`;
  });

  const { enterNow } = options;
  if (enterNow)
    change('enter', async (_request, { template_id }) => {
      const body = { template_id, exit_after_s: enterNow.exitAfterS };
      await quantleap.post('/partner/sandbox/runs', { body });
      return 'An entry is under way: reload in about 15 seconds.';
    });
}

const wantsFlat = (request: Request): boolean => fieldOf(request, 'flatten') === 'true';

function fateOf(position: { flatten: boolean; exit_at: string | null } | null): string {
  if (!position) return '';
  return position.flatten ? ' The open position is being closed now.' : ' The open position is closed as planned.';
}
