// The login of a simulated broker: a page that a person can click through, or an immediate redirect with `auto_approve=1`.
import { html, json, prefersHtml, readFields, redirect, type Call, type Reply } from './http.js';
import type { SimulatedBroker } from './broker.js';
import { errorPage, formPage, tokenPage, withQuery, type LoginForm, type PageWords } from './login-page.js';

/** How one broker's login page speaks. */
export type LoginDialect = PageWords & {
  /** What goes back to the callback address after a login; makes the one-time token. */
  approved(form: LoginForm, broker: SimulatedBroker): Record<string, string>;
  /** The answer to a program that asks with a bad parameter; people get a page. */
  refused(field: 'api_key' | 'redirect_uri' | 'client', message: string): Reply;
};
type Problem = { field: 'api_key' | 'redirect_uri' | 'client'; message: string };

/** `GET` of the page: the form, 400 for an unknown api_key, or the redirect of an approved login. */
export function loginPage(call: Call, broker: SimulatedBroker, dialect: LoginDialect): Reply {
  const form = readForm(call.query, dialect);
  const problem = formProblem(form, broker, dialect);
  if (problem) return refuse(call, problem, dialect);
  if (call.query.get('auto_approve') !== '1') return html(200, formPage(form, dialect));
  if (form.clientId === '')
    return refuse(call, { field: 'client', message: 'login_hint is needed with auto_approve' }, dialect);
  return approve(call, form, broker, dialect);
}

/** `POST` of the page: the submitted form. Any password will do. */
export function submitLogin(call: Call, broker: SimulatedBroker, dialect: LoginDialect): Reply {
  const fields = Object.entries(readFields(call) ?? {}).filter(
    (field): field is [string, string] => typeof field[1] === 'string',
  );
  const form = readForm(new URLSearchParams(fields), dialect);
  const problem =
    formProblem(form, broker, dialect) ??
    (form.clientId === '' ? ({ field: 'client', message: 'Enter your client id' } as const) : undefined);
  return problem ? refuse(call, problem, dialect) : approve(call, form, broker, dialect);
}

function approve(call: Call, form: LoginForm, broker: SimulatedBroker, dialect: LoginDialect): Reply {
  const parameters = dialect.approved(form, broker);
  if (form.redirectUri !== '') return redirect(withQuery(form.redirectUri, parameters));
  if (prefersHtml(call.headers)) return html(200, tokenPage(parameters));
  return json(200, { status: 'success', data: parameters });
}

function readForm(fields: URLSearchParams, { apiKeyField, clientField }: LoginDialect): LoginForm {
  return {
    apiKey: fields.get(apiKeyField) ?? '',
    state: fields.get('state') ?? '',
    redirectUri: fields.get('redirect_uri') ?? '',
    clientId: (fields.get(clientField) ?? fields.get('login_hint') ?? '').trim(),
  };
}

function formProblem(form: LoginForm, broker: SimulatedBroker, { apiKeyField }: LoginDialect): Problem | undefined {
  if (!broker.sessions.knowsApp(form.apiKey)) return { field: 'api_key', message: `Invalid ${apiKeyField}` };
  if (form.redirectUri !== '' && !(/^https?:/i.test(form.redirectUri) && URL.canParse(form.redirectUri)))
    return { field: 'redirect_uri', message: 'Invalid redirect_uri' };
  return undefined;
}

function refuse(call: Call, { field, message }: Problem, dialect: LoginDialect): Reply {
  return prefersHtml(call.headers) ? html(400, errorPage(message)) : dialect.refused(field, message);
}
