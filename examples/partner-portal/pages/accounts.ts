// Broker accounts: what is linked, whether today's login is done, and the form that links one.
import { moment, timeOfDay } from '../core/format.js';
import { html, type Html } from '../core/html.js';
import type { PortalOptions } from '../core/options.js';
import type { Problem } from '../core/problem.js';
import type { BrokerAccount } from '../core/quantleap.js';
import type { Session } from '../core/sessions.js';
import { csrfField, emptyState, facts, pill, problemBox, textField } from './parts.js';

export function accountsPage(
  { broker }: PortalOptions,
  session: Session,
  accounts: readonly BrokerAccount[],
  problem?: Problem,
): Html {
  const link = html`<a class="button primary" href="/accounts/link">Link an account</a>`;
  return html`<div class="head">
      <h1>Broker account</h1>
      ${accounts.length > 0 && link}
    </div>
    ${problemBox(problem)}
    ${
      accounts.length === 0
        ? emptyState('No account is linked yet', `Strategies trade in your own account with ${broker.title}.`, link)
        : html`<div class="grid">${accounts.map((account) => accountCard(broker.title, session, account))}</div>`
    }`;
}

function accountCard(brokerTitle: string, session: Session, account: BrokerAccount): Html {
  const { client_id, ready_for_trading, token_expires_at, last_oauth_login, readiness } = account;
  return html`<section class="card" aria-labelledby="account-${client_id}">
    <div class="head">
      <h2 id="account-${client_id}">${client_id}</h2>
      ${pill(ready_for_trading ? 'ready' : 'login_needed')}
    </div>
    ${facts([
      ['Broker', brokerTitle],
      ['Login serves entries until', ready_for_trading && token_expires_at ? timeOfDay(token_expires_at) : '–'],
      ['Last login', last_oauth_login ? moment(last_oauth_login) : 'never'],
      ['Next entry today', readiness.next_entry_at ? timeOfDay(readiness.next_entry_at) : 'none is to come'],
    ])}
    ${
      readiness.problems.length > 0 &&
      html`<ul class="hints">
        ${readiness.problems.map(({ message }) => html`<li>${message}</li>`)}
      </ul>`
    }
    <div class="actions">
      ${loginForm(brokerTitle, session, account)} ${ready_for_trading && logoutForm(session, account)}
    </div>
  </section>`;
}

/** The day's login, wherever it is asked for. */
export function loginForm(brokerTitle: string, session: Session, account: BrokerAccount): Html {
  const path = `/accounts/${encodeURIComponent(account.client_id)}/login`;
  return html`<form method="post" action="${path}">
    ${csrfField(session)}<button class="${account.ready_for_trading ? 'quiet' : 'primary'}" type="submit">
      ${account.ready_for_trading ? 'Log in again' : `Log in to ${brokerTitle}`}
    </button>
  </form>`;
}

function logoutForm(session: Session, account: BrokerAccount): Html {
  const path = `/accounts/${encodeURIComponent(account.client_id)}/logout`;
  return html`<form method="post" action="${path}">
    ${csrfField(session)}<button class="quiet" type="submit">Log out</button>
  </form>`;
}

export function linkPage(
  { broker, sandbox }: PortalOptions,
  session: Session,
  form: { id: string; typed: Readonly<Record<string, string>>; problem?: Problem },
): Html {
  const { typed } = form;
  return html`<h1>Link your ${broker.title} account</h1>
    <div class="columns">
      <form method="post" action="/accounts/link" class="card stack">
        ${csrfField(session)}<input type="hidden" name="form" value="${form.id}" /> ${problemBox(form.problem)}
        <div class="field">
          <label for="broker">Broker</label>
          <select id="broker" name="broker">
            <option value="${broker.name}">${broker.title}</option>
          </select>
        </div>
        ${textField({
          name: 'client_id',
          label: 'Client id',
          value: typed['client_id'],
          hint: `As ${broker.title} calls you.`,
        })}
        ${textField({ name: 'api_key', label: 'API key', value: typed['api_key'] })}
        ${textField({
          name: 'api_secret',
          label: 'API secret',
          value: typed['api_secret'],
          type: 'password',
          hint: 'Passed on to QuantLeap, which seals it at once and never shows it again. We keep nothing of it.',
        })}
        <button class="primary" type="submit">Link account</button>
      </form>
      ${sandbox && magicValues()}
    </div>`;
}

function magicValues(): Html {
  return html`<aside class="card tinted" aria-labelledby="magic">
    <h2 id="magic">This is the sandbox</h2>
    <p>No broker is contacted: any client id, key and secret will do. Some make things go wrong:</p>
    ${facts([
      ['Client id NOFUNDS…', 'every order is refused for want of margin'],
      ['Client id REJECT…', 'every order is accepted, then rejected'],
      ['Client id PARTIAL…', 'half of it fills (with a lot multiplier of 2 or more) and is traded back'],
      ['Client id NOFILL…', 'no order ever fills'],
      ['API key invalid…', 'the broker does not know it'],
      ['API key unreachable…', 'the broker cannot be reached'],
    ])}
  </aside>`;
}
