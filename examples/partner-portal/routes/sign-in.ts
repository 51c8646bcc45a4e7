// Sign-in and sign-out. A portal of yours has passwords; who the user is must never come from the browser's word alone.
import type Router from '@koa/router';
import { ours } from '../core/problem.js';
import { fieldOf, goTo, showPage, type PortalState, type Services } from '../core/request.js';
import type { Sessions } from '../core/sessions.js';
import { setSession } from '../core/web.js';
import { signInPage } from '../pages/sign-in.js';

const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;
const LONGEST_EMAIL = 254;

export function signInRoutes(router: Router<PortalState>, { options }: Services, sessions: Sessions): void {
  router.get('/', (request) => {
    if (request.state.session.user) return goTo(request, '/overview');
    showPage(request, { title: 'Sign in', body: signInPage(options, request.state.session) });
  });

  router.post('/sign-in', (request) => {
    const typed = fieldOf(request, 'email');
    const email = typed.toLowerCase();
    if (!EMAIL.test(email) || email.length > LONGEST_EMAIL) {
      const problem = ours(400, 'E-mail: that does not look like one.');
      const body = signInPage(options, request.state.session, { email: typed, problem });
      return showPage(request, { title: 'Sign in', status: 400, body });
    }
    const known = options.users.find((user) => user.email === email);
    // A session of its own: an id that somebody knew before the sign-in is worth nothing after it.
    sessions.end(request.state.session);
    setSession(request, options, sessions.create(known ?? { email, name: email.slice(0, email.indexOf('@')) }));
    goTo(request, '/overview');
  });

  router.post('/sign-out', (request) => {
    sessions.end(request.state.session);
    setSession(request, options, sessions.create());
    goTo(request, '/');
  });
}
