// The overview and the activity of a user.
import type Router from '@koa/router';
import { firstOf } from '../core/quantleap.js';
import { accountsOf, subscriptionsOf, templatesOf } from '../core/reads.js';
import { showPage, userOf, type PortalState, type Services } from '../core/request.js';
import { activityPage } from '../pages/activity.js';
import { overviewPage } from '../pages/overview.js';

const RECENT = 50;

export function overviewRoutes(router: Router<PortalState>, services: Services): void {
  router.get('/overview', async (request) => {
    const user = userOf(request);
    const [accounts, subscriptions, executions, templates] = await Promise.all([
      accountsOf(services, user.email),
      subscriptionsOf(services, user.email),
      firstOf(services.quantleap.pages('/partner/executions', { user_email: user.email, limit: RECENT }), RECENT),
      templatesOf(services),
    ]);
    const events = services.inbox.ofUser(user.email, 5);
    const page = { accounts, subscriptions, executions, templates, events };
    const body = overviewPage(services.options, request.state.session, user, page);
    showPage(request, { title: 'Overview', place: 'overview', body });
  });

  router.get('/activity', (request) => {
    const body = activityPage(services.inbox.ofUser(userOf(request).email, RECENT));
    showPage(request, { title: 'Activity', place: 'activity', body });
  });
}
