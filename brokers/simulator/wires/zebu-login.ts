// The login of Zebu's connect wire: a page a person can click through, or an immediate redirect with `auto_approve=1`.
import { html, json, prefersHtml, readFields, redirect, type Call, type Reply } from '../http.js';
import type { SimulatedBroker } from '../broker.js';
import { refusal } from './zebu-envelope.js';
import { errorPage, formPage, tokenPage, withQuery, type LoginForm } from './zebu-login-page.js';

/** `GET /connect/login`: the form, 400 for an unknown api_key, or the redirect of an approved login. */
export function loginPage(call: Call, broker: SimulatedBroker): Reply {
  const form = readForm(call.query);
  const problem = formProblem(form, broker);
  if (problem !== undefined) return refuse(call, problem);
  if (call.query.get('auto_approve') !== '1') return html(200, formPage(form));
  if (form.clientId === '') return refuse(call, 'login_hint is needed with auto_approve');
  return approve(call, form, broker);
}

/** `POST /connect/login`: the submitted form. Any password will do. */
export function submitLogin(call: Call, broker: SimulatedBroker): Reply {
  const fields = Object.entries(readFields(call) ?? {}).filter(
    (field): field is [string, string] => typeof field[1] === 'string',
  );
  const form = readForm(new URLSearchParams(fields));
  const problem = formProblem(form, broker) ?? (form.clientId === '' ? 'Enter your client id' : undefined);
  return problem === undefined ? approve(call, form, broker) : refuse(call, problem);
}

function approve(call: Call, form: LoginForm, broker: SimulatedBroker): Reply {
  const requestToken = broker.sessions.issueRequestToken(form.apiKey, form.clientId, broker.now());
  if (form.redirectUri !== '')
    return redirect(
      withQuery(form.redirectUri, {
        action: 'login',
        status: 'success',
        request_token: requestToken,
        state: form.state,
      }),
    );
  if (prefersHtml(call.headers)) return html(200, tokenPage(form, requestToken));
  return json(200, { status: 'success', data: { request_token: requestToken, state: form.state } });
}

function readForm(fields: URLSearchParams): LoginForm {
  return {
    apiKey: fields.get('api_key') ?? '',
    state: fields.get('state') ?? '',
    redirectUri: fields.get('redirect_uri') ?? '',
    clientId: (fields.get('client_id') ?? fields.get('login_hint') ?? '').trim(),
  };
}

function formProblem(form: LoginForm, broker: SimulatedBroker): string | undefined {
  if (!broker.sessions.knowsApp(form.apiKey)) return 'Invalid api_key';
  if (form.redirectUri !== '' && !(/^https?:/i.test(form.redirectUri) && URL.canParse(form.redirectUri)))
    return 'Invalid redirect_uri';
  return undefined;
}

function refuse(call: Call, message: string): Reply {
  if (prefersHtml(call.headers)) return html(400, errorPage(message));
  return refusal({ reason: message === 'Invalid api_key' ? 'api_key' : 'malformed', message });
}
