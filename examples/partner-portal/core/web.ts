// What every request passes: one address, headers, errors as pages, the session, proof that a form is ours.
import type { Middleware, ParameterizedContext } from 'koa';
import { problemPage } from '../pages/problem.js';
import type { PortalOptions } from './options.js';
import { ours, PortalError, problemOf, type Problem } from './problem.js';
import { formOf, goTo, showPage, type PortalState, type Request } from './request.js';
import { isSame, type Session, type Sessions } from './sessions.js';

const COOKIE = 'sample_partner';

/** A session's cookie holds for one host: who came by another name is sent to the right one. */
export function oneAddress({ url }: PortalOptions): Middleware {
  const { host } = new URL(url);
  return async (context, next) => {
    if (context.host === host || context.method !== 'GET') await next();
    else context.redirect(`${url}${context.url}`);
  };
}

export function safeHeaders({ loginOrigins }: PortalOptions): Middleware {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    // A form that begins a login is answered with a redirect to the broker.
    `form-action ${["'self'", ...loginOrigins].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  return async (context, next) => {
    context.set({
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      // The callback's address holds a one-time token.
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    });
    await next();
  };
}

export function sessionOf(options: PortalOptions, sessions: Sessions): Middleware<PortalState> {
  return async (context, next) => {
    const found = sessions.find(context.cookies.get(COOKIE));
    context.state.session = found ?? sessions.create();
    if (!found) setSession(context, options, context.state.session);
    await next();
  };
}

export function setSession(context: ParameterizedContext<PortalState>, { url }: PortalOptions, session: Session): void {
  context.state.session = session;
  // Lax: the broker's redirect back to us must carry it; a form of another site does not.
  context.cookies.set(COOKIE, session.id, {
    httpOnly: true,
    sameSite: 'lax',
    secure: url.startsWith('https:'),
    overwrite: true,
  });
}

/** @throws PortalError 403 for a form that was not made for this session */
export const provenForm: Middleware<PortalState> = async (context, next) => {
  if (context.method !== 'GET' && context.method !== 'HEAD') {
    const given = formOf(context as Request)['csrf'] ?? '';
    if (!isSame(given, context.state.session.csrfToken))
      throw new PortalError(403, 'This form is from another session. Go back, reload the page and send it again.');
  }
  await next();
};

/** Only the first page is for everybody. */
export const signedIn: Middleware<PortalState> = async (context, next) => {
  const isOpen = context.path === '/' || context.path === '/sign-in';
  if (isOpen || context.state.session.user) await next();
  else if (context.method !== 'GET') throw new PortalError(403, 'Sign in first.');
  else goTo(context as Request, '/');
};

/** What no handler could show becomes a page; a mistake of ours says nothing of itself. */
export function problemsAsPages(options: PortalOptions): Middleware<PortalState> {
  return async (context, next) => {
    try {
      await next();
      if (context.status === 404 && !context.body) throw new PortalError(404, 'There is no such page.');
    } catch (error) {
      const problem = problemOf(error) ?? badRequest(error) ?? unexpected(options, error);
      show(context as Request, problem);
    }
  };
}

function show(request: Request, problem: Problem): void {
  const canBeRepeated = request.method === 'POST' && problem.status === 502;
  const sent = canBeRepeated ? { action: request.path, fields: formOf(request) } : undefined;
  const body = problemPage(request.state.session, problem, sent);
  showPage(request, { title: problem.title, status: problem.status, body });
}

/** A body that cannot be read. */
function badRequest(error: unknown): Problem | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500
    ? ours(status, 'What was sent cannot be read.')
    : undefined;
}

function unexpected(options: PortalOptions, error: unknown): Problem {
  options.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return ours(500, 'Something broke on our side. We have noted it.');
}
