// Linking an account, logging out of it.
import type Router from '@koa/router';
import { isRefusal, problemOf } from '../core/problem.js';
import { accountsOf } from '../core/reads.js';
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
import { accountsPage, linkPage } from '../pages/accounts.js';

const place = 'accounts';

export function accountRoutes(router: Router<PortalState>, services: Services): void {
  const { options, quantleap } = services;

  const showAccounts = async (request: Request, error?: unknown) => {
    const accounts = await accountsOf(services, userOf(request).email);
    const problem = problemOf(error);
    const body = accountsPage(options, request.state.session, accounts, problem);
    showPage(request, { title: 'Broker account', place, body, status: problem?.status ?? 200 });
  };

  router.get('/accounts', (request) => showAccounts(request));

  router.get('/accounts/link', (request) => {
    const body = linkPage(options, request.state.session, { id: formId(), typed: {} });
    showPage(request, { title: 'Link an account', place, body });
  });

  router.post('/accounts/link', async (request) => {
    const body = {
      user_email: userOf(request).email,
      broker_name: options.broker.name,
      client_id: fieldOf(request, 'client_id'),
      api_key: fieldOf(request, 'api_key'),
      api_secret: fieldOf(request, 'api_secret'),
    };
    try {
      const header = { 'Idempotency-Key': keyOf(fieldOf(request, 'form'), body) };
      await quantleap.post('/partner/broker-accounts', { body, params: { header } });
      goTo(request, '/accounts', `${body.client_id} is linked. Complete today's login next.`);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const problem = problemOf(error)!;
      const form = { id: formId(), typed: formOf(request), problem };
      const page = linkPage(options, request.state.session, form);
      showPage(request, { title: 'Link an account', place, body: page, status: problem.status });
    }
  });

  router.post('/accounts/:clientId/logout', async (request) => {
    const client_id = pathPart(request, 'clientId');
    try {
      await quantleap.post('/partner/broker-accounts/{client_id}/oauth/logout', {
        params: { path: { client_id } },
        body: { user_email: userOf(request).email },
      });
      goTo(request, '/accounts', `${client_id} is logged out: nothing is entered for it today.`);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await showAccounts(request, error);
    }
  });
}
