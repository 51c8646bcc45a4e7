// Browsing strategies and subscribing to one.
import type Router from '@koa/router';
import { isRefusal, problemOf, type Problem } from '../core/problem.js';
import { accountsOf, subscriptionsOf, templatesOf } from '../core/reads.js';
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
import { formId, keyOf } from '../core/repeatable.js';
import { strategiesPage, strategyPage } from '../pages/strategies.js';

export function strategyRoutes(router: Router<PortalState>, services: Services): void {
  const { quantleap } = services;

  const showStrategy = async (request: Request, problem?: Problem) => {
    const { email } = userOf(request);
    const template_id = pathPart(request, 'templateId');
    const [template, accounts, mine] = await Promise.all([
      quantleap.get('/partner/marketplace/templates/{template_id}', { params: { path: { template_id } } }),
      accountsOf(services, email),
      subscriptionsOf(services, email),
    ]);
    const subscription = mine.find((s) => s.template_id === template_id && s.status !== 'CANCELLED');
    const form = { id: formId(), typed: formOf(request), ...(problem && { problem }) };
    const body = strategyPage(request.state.session, { template, accounts, subscription, form });
    showPage(request, { title: template.name, place: 'strategies', body, status: problem?.status ?? 200 });
  };

  router.get('/strategies', async (request) => {
    const [templates, mine] = await Promise.all([
      templatesOf(services),
      subscriptionsOf(services, userOf(request).email),
    ]);
    const living = mine.filter(({ status }) => status !== 'CANCELLED');
    const body = strategiesPage([...templates.values()], living);
    showPage(request, { title: 'Strategies', place: 'strategies', body });
  });

  router.get('/strategies/:templateId', (request) => showStrategy(request));

  router.post('/strategies/:templateId/subscribe', async (request) => {
    const body = {
      user_email: userOf(request).email,
      template_id: pathPart(request, 'templateId'),
      broker_client_id: fieldOf(request, 'broker_client_id'),
      lot_multiplier: Number(fieldOf(request, 'lot_multiplier')),
    };
    try {
      const header = { 'Idempotency-Key': keyOf(fieldOf(request, 'form'), body) };
      const made = await quantleap.post('/partner/marketplace/subscribe', { body, params: { header } });
      const path = `/subscriptions/${encodeURIComponent(made.subscription_id)}`;
      goTo(request, path, 'You are subscribed. The orders leave by themselves at the entry time.');
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await showStrategy(request, problemOf(error));
    }
  });
}
