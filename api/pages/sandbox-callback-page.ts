// Stands in for a partner's own callback URL outside production: what the broker brought back, and the call to make with it.
import type { RawReply } from '../answer.js';
import { markup, page } from './html.js';

/** What the broker's redirect carried; `tokenField` is the broker's own name for the one-time token. Not every broker gives the state back. */
export type BroughtBack = { tokenField: string; token: string; state: string | undefined };

/** The account whose login is open under the state; its keys are the development ones. */
export type CallbackAccount = {
  partnerId: string;
  mode: string;
  clientId: string;
  userEmail: string;
};

const UNKNOWN: CallbackAccount = {
  partnerId: 'zebu',
  mode: 'test',
  clientId: 'CLIENT_ID',
  userEmail: 'user@example.com',
};

/**
 * @param baseUrl - where the API is reached
 * @param account - undefined when no login is open under the state: then the commands hold placeholders
 */
export function sandboxCallbackPage(
  baseUrl: string,
  { tokenField, token, state }: BroughtBack,
  account: CallbackAccount | undefined,
): RawReply {
  const of = account ?? UNKNOWN;
  const complete = curl(baseUrl, of, `/partner/broker-accounts/${encodeURIComponent(of.clientId)}/oauth/callback`, {
    user_email: of.userEmail,
    [tokenField]: token,
    state: state ?? 'STATE_FROM_INITIATE',
  });
  const subscribe = curl(baseUrl, of, '/partner/marketplace/subscribe', {
    user_email: of.userEmail,
    template_id: 'basket_admin_iron_condor',
    broker_client_id: of.clientId,
    lot_multiplier: 1,
  });
  return page(
    200,
    'Back from the broker',
    `<h1>Back from the broker</h1>
    <p>In production the user is now at your own callback URL. On this development stack this page stands in for it.</p>
    ${standingOf(account, state)}${markup`<table>
        <tr><td>${tokenField}</td><td><code>${token}</code></td></tr>
        <tr><td>state</td><td><code>${state ?? '(not given back)'}</code></td></tr>
      </table>
      <h2>1. Complete the login</h2>
      <pre>${complete}</pre>
      <h2>2. Subscribe the user to a strategy</h2>
      <pre>${subscribe}</pre>`}`,
  );
}

/** The redirect carried no token. */
export function sandboxCallbackWithoutToken(state: string | undefined, status: string | undefined): RawReply {
  const why = status ? markup` (status <code>${status}</code>)` : '';
  const which = state ? markup`<p>state: <code>${state}</code></p>` : '';
  return page(
    200,
    'Not logged in',
    `<h1>The user did not log in</h1>
    <p>The broker sent no one-time token${why}, so there is nothing to complete. Initiate a new login.</p>${which}`,
  );
}

function standingOf(account: CallbackAccount | undefined, state: string | undefined) {
  if (account)
    return markup`<p>Login of <code>${account.clientId}</code>, ${account.mode} mode. It must be completed within 300 seconds of its start.</p>`;
  if (state === undefined)
    return markup`<p>This broker does not give the state back: put the state and the account of your initiate call into the command below.</p>`;
  return markup`<p class="failing">No login is open under this state: it was completed, has expired (300 seconds) or never existed. The
        command below holds placeholders; initiate a new login to get a working one.</p>`;
}

/** A command to paste into a shell. */
function curl(baseUrl: string, { partnerId, mode }: CallbackAccount, path: string, body: object): string {
  return [
    `curl -X POST ${shellQuoted(baseUrl + path)}`,
    `  -H ${shellQuoted(`Authorization: Bearer pk_${partnerId}_${mode}_XXXXXXXX`)}`,
    `  -H ${shellQuoted(`X-Partner-Secret: sk_${partnerId}_${mode}_YYYYYYYY`)}`,
    `  -H 'Content-Type: application/json'`,
    `  -d ${shellQuoted(JSON.stringify(body))}`,
  ].join(' \\\n');
}

/** One word for a POSIX shell, whatever it holds: the token and the state come from a stranger's address. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
