// The page after the sign-in: is today's login done, what is running, what came of it.
import { counted, moment, profit, sumOf } from '../core/format.js';
import type { ReceivedEvent } from '../core/event-inbox.js';
import { html, type Html } from '../core/html.js';
import type { PortalOptions } from '../core/options.js';
import type { BrokerAccount, Execution, Subscription } from '../core/quantleap.js';
import type { PortalUser, Session } from '../core/sessions.js';
import { loginForm } from './accounts.js';
import { eventList } from './activity.js';
import { executionTable } from './executions.js';
import { emptyState, gain } from './parts.js';
import type { TemplatesById } from './subscriptions.js';

export type Overview = Readonly<{
  accounts: readonly BrokerAccount[];
  subscriptions: readonly Subscription[];
  executions: readonly Execution[];
  templates: TemplatesById;
  events: readonly ReceivedEvent[];
}>;

export function overviewPage({ broker }: PortalOptions, session: Session, user: PortalUser, page: Overview): Html {
  const active = page.subscriptions.filter(({ status }) => status === 'ACTIVE').length;
  const paused = page.subscriptions.filter(({ status }) => status === 'PAUSED').length;
  const results = page.executions.flatMap(({ realised_pnl }) => (realised_pnl === null ? [] : [realised_pnl]));
  const open = page.executions.filter(({ position_status: s }) => s !== null && s !== 'closed').length;
  const result = sumOf(results);
  return html`<h1>Good day, ${user.name}</h1>
    ${nextStep(broker.title, session, page)}
    <div class="tiles">
      ${tile('Active subscriptions', active, paused > 0 ? `${paused} paused` : 'none paused')}
      ${tile('Open positions', open, 'in the last executions')}
      ${tile('Result, before charges', gain(result, profit(result)), `of ${counted(results.length, 'closed position')}`)}
    </div>
    <div class="columns">
      <section class="card" aria-labelledby="latest">
        <h2 id="latest">Latest executions</h2>
        ${
          page.executions.length === 0
            ? html`<p class="muted">None yet.</p>`
            : executionTable(page.executions.slice(0, 5), page.templates)
        }
      </section>
      <section class="card" aria-labelledby="activity">
        <h2 id="activity">Activity</h2>
        ${page.events.length === 0 ? html`<p class="muted">Nothing yet.</p>` : eventList(page.events)}
      </section>
    </div>`;
}

const tile = (name: string, value: Html | number, more: string): Html =>
  html`<div class="tile">
    <span class="tile-name">${name}</span><span class="tile-value">${value}</span><span class="muted">${more}</span>
  </div>`;

/** The one thing to do now, if there is one. */
function nextStep(brokerTitle: string, session: Session, { accounts, subscriptions }: Overview): Html {
  if (accounts.length === 0)
    return emptyState(
      'Start with your broker account',
      `Link it once; strategies then trade in it with ${brokerTitle}.`,
      html`<a class="button primary" href="/accounts/link">Link an account</a>`,
    );
  const waiting = accounts.filter(({ ready_for_trading }) => !ready_for_trading);
  if (waiting.length > 0) return html`${waiting.map((account) => loginBanner(brokerTitle, session, account))}`;
  if (!subscriptions.some(({ status }) => status !== 'CANCELLED'))
    return html`<div class="banner">
      <p><strong>Everything is ready.</strong> Choose the first strategy to trade.</p>
      <a class="button primary" href="/strategies">Browse strategies</a>
    </div>`;
  const until = accounts.map(({ token_expires_at: at }) => at).find((at) => at !== null);
  return html`<div class="banner good">
    <p><strong>Today's login is done.</strong> ${until && html`It serves entries until ${moment(until)}.`}</p>
  </div>`;
}

const loginBanner = (brokerTitle: string, session: Session, account: BrokerAccount): Html =>
  html`<div class="banner wait">
    <p>
      <strong>Algo trading is inactive.</strong> Complete today's login of ${account.client_id}, or nothing is entered.
    </p>
    ${loginForm(brokerTitle, session, account)}
  </div>`;
