// The day's login: off to the broker with a state, back with a one-time token.
import type Router from '@koa/router';
import { PortalError } from '../core/problem.js';
import { goTo, pathPart, userOf, type PortalState, type Request, type Services } from '../core/request.js';
import { isSame, type PendingLogin } from '../core/sessions.js';

/** What brokers call the one-time token. */
const TOKEN_FIELDS = ['request_token', 'code', 'auth_token'] as const;

export function brokerLoginRoutes(router: Router<PortalState>, { quantleap }: Services): void {
  router.post('/accounts/:clientId/login', async (request) => {
    const clientId = pathPart(request, 'clientId');
    const { oauth_url, state } = await quantleap.post('/partner/broker-accounts/{client_id}/oauth/initiate', {
      params: { path: { client_id: clientId } },
      body: { user_email: userOf(request).email },
    });
    // Kept on our side, in this browser's session: not every broker gives the state back.
    request.state.session.pendingLogin = { clientId, state };
    request.status = 303;
    request.set('Location', oauth_url);
  });

  router.get('/oauth/callback', async (request) => {
    const pending = takePending(request);
    const token = TOKEN_FIELDS.map((field) => [field, queryOf(request, field)] as const).find(([, value]) => value);
    if (!token) return goTo(request, '/accounts', 'You did not log in: nothing has changed.');
    const done = await quantleap.post('/partner/broker-accounts/{client_id}/oauth/callback', {
      params: { path: { client_id: pending.clientId } },
      body: { user_email: userOf(request).email, [token[0]]: token[1], state: pending.state },
    });
    goTo(request, '/overview', `You are logged in: entries are served until ${done.valid_until}.`);
  });
}

/** Good for one callback. @throws PortalError when this browser did not begin the login that comes back */
function takePending(request: Request): PendingLogin {
  const { session } = request.state;
  const pending = session.pendingLogin;
  session.pendingLogin = undefined;
  const state = queryOf(request, 'state');
  if (!pending || (state !== undefined && !isSame(state, pending.state)))
    throw new PortalError(400, 'This login was not begun here, or is over. Begin it again.');
  return pending;
}

function queryOf(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
