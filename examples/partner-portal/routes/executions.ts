// What came of the entries.
import type Router from '@koa/router';
import { notFound } from '../core/problem.js';
import { firstOf, QuantLeapError } from '../core/quantleap.js';
import { templatesOf } from '../core/reads.js';
import { pathPart, showPage, userOf, type PortalState, type Services } from '../core/request.js';
import { executionPage, executionsPage } from '../pages/executions.js';

const MOST = 100;
const place = 'executions';

export function executionRoutes(router: Router<PortalState>, services: Services): void {
  const { quantleap } = services;

  router.get('/executions', async (request) => {
    const query = { user_email: userOf(request).email, limit: MOST };
    const [executions, templates] = await Promise.all([
      firstOf(quantleap.pages('/partner/executions', query), MOST),
      templatesOf(services),
    ]);
    showPage(request, { title: 'Executions', place, body: executionsPage(executions, templates) });
  });

  router.get('/executions/:executionId', async (request) => {
    const execution_id = pathPart(request, 'executionId');
    const [execution, templates] = await Promise.all([
      quantleap
        .get('/partner/executions/{execution_id}', { params: { path: { execution_id } } })
        .catch((error: unknown) => {
          throw error instanceof QuantLeapError && error.status === 404 ? notFound('execution') : error;
        }),
      templatesOf(services),
    ]);
    // The key sees every user's.
    if (execution.user_email !== userOf(request).email) throw notFound('execution');
    const template = templates.get(execution.template_id);
    showPage(request, { title: 'Execution', place, body: executionPage(execution, template) });
  });
}
