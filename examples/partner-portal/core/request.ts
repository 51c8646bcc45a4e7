// What a handler is given with a request, and how it answers with a page.
import type { RouterContext } from '@koa/router';
import type { Html } from './html.js';
import type { EventInbox } from './event-inbox.js';
import type { PortalOptions } from './options.js';
import { PortalError } from './problem.js';
import type { QuantLeap } from './quantleap.js';
import type { PortalUser, Session } from './sessions.js';
import { shell, type Place } from '../pages/shell.js';

export type PortalState = { session: Session };
export type Request = RouterContext<PortalState>;

/** What all routes share. */
export type Services = Readonly<{ options: PortalOptions; quantleap: QuantLeap; inbox: EventInbox }>;

/** Pages of an account, behind the sign-in. @throws PortalError 403, which the router has prevented */
export function userOf({ state }: Request): PortalUser {
  if (!state.session.user) throw new PortalError(403, 'Sign in first.');
  return state.session.user;
}

/** What a form sent: text fields only. */
export function formOf(request: Request): Readonly<Record<string, string>> {
  const body = request.request.body as Record<string, unknown> | undefined;
  const texts = Object.entries(body ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}

export function fieldOf(request: Request, name: string): string {
  return (formOf(request)[name] ?? '').trim();
}

export function pathPart(request: Request, name: string): string {
  return request.params[name] ?? '';
}

/** @param place - which entry of the menu it belongs to */
export function showPage(request: Request, page: { title: string; place?: Place; body: Html; status?: number }): void {
  const { session } = request.state;
  request.status = page.status ?? 200;
  request.type = 'html';
  request.body = shell({ ...page, session }).text;
  session.notice = undefined;
}

/** After something was done: the next page says so. */
export function goTo(request: Request, path: string, notice?: string): void {
  request.state.session.notice = notice;
  request.status = 303;
  request.set('Location', path);
  request.body = '';
}
