// The marketplace: all strategies, and one with what it trades and the form that subscribes to it.
import { clockTime, rupees } from '../core/format.js';
import { html, type Html } from '../core/html.js';
import type { Problem } from '../core/problem.js';
import type { BrokerAccount, Subscription, Template, TemplateDetails, TemplateLeg } from '../core/quantleap.js';
import type { Session } from '../core/sessions.js';
import { csrfField, emptyState, facts, lotsField, pill, problemBox, table } from './parts.js';

export function strategiesPage(templates: readonly Template[], mine: readonly Subscription[]): Html {
  const cards = templates.map((template) => {
    const subscription = mine.find(({ template_id }) => template_id === template.template_id);
    return html`<section class="card strategy" aria-labelledby="${template.template_id}">
      <div class="head">
        <h2 id="${template.template_id}">
          <a href="/strategies/${encodeURIComponent(template.template_id)}">${template.name}</a>
        </h2>
        ${subscription ? pill(subscription.status) : html`<span class="pill plain">${template.index}</span>`}
      </div>
      <p>${template.description}</p>
      ${facts([
        ['Entry', clockTime(template.entry_time)],
        ['Fee', html`${rupees(template.pricing.monthly_fee)} <span class="muted">a month</span>`],
      ])}
    </section>`;
  });
  return html`<h1>Strategies</h1>
    ${
      templates.length === 0
        ? emptyState('No strategies are offered at the moment', 'Come back later.')
        : html`<div class="grid">${cards}</div>`
    }`;
}

export type StrategyPage = Readonly<{
  template: TemplateDetails;
  accounts: readonly BrokerAccount[];
  subscription: Subscription | undefined;
  form: { id: string; typed: Readonly<Record<string, string>>; problem?: Problem };
}>;

export function strategyPage(session: Session, page: StrategyPage): Html {
  const { template, subscription } = page;
  return html`<p class="crumb"><a href="/strategies">Strategies</a></p>
    <div class="head">
      <h1>${template.name}</h1>
      <span class="pill plain">${template.index}</span>
    </div>
    <p class="lead">${template.description}</p>
    <div class="columns">
      <div class="stack">
        <section class="card" aria-labelledby="terms">
          <h2 id="terms">Terms</h2>
          ${facts([
            ['Entry', `${clockTime(template.entry_time)}, on trading days`],
            ['Exit', template.exit_time ? clockTime(template.exit_time) : 'none is planned'],
            ['Fee', `${rupees(template.pricing.monthly_fee)} a month`],
            ...combinedExits(template),
          ])}
          ${performance(template)}
        </section>
        <section class="card" aria-labelledby="legs">
          <h2 id="legs">What it trades</h2>
          ${
            template.legs
              ? table('Legs', ['Side', 'Option', 'Strike', 'Expiry', 'Lots'], template.legs.map(legRow))
              : html`<p class="muted">The legs of this strategy are not disclosed.</p>`
          }
        </section>
      </div>
      ${subscription ? subscribed(subscription) : subscribeForm(session, page)}
    </div>`;
}

function legRow(leg: TemplateLeg) {
  const side = html`<span class="side ${leg.transaction_type === 'BUY' ? 'buy' : 'sell'}"
    >${leg.transaction_type}</span
  >`;
  const option = leg.option_type === 'CE' ? 'Call' : 'Put';
  return [side, option, strikeOf(leg), leg.expiry.replaceAll('_', ' '), leg.lots];
}

function strikeOf({ strike }: TemplateLeg): string {
  const { steps = 0, points = 0, premium = 0 } = strike;
  switch (strike.by) {
    case 'atm_offset':
      return steps === 0 ? 'at the money' : `${Math.abs(steps)} strikes ${steps > 0 ? 'above' : 'below'}`;
    case 'distance':
      return `${Math.abs(points)} points ${points > 0 ? 'above' : 'below'}`;
    case 'premium':
      return `premium near ${rupees(premium)}`;
  }
}

function combinedExits({ combined_exits: exits }: TemplateDetails): [string, string][] {
  return [
    ...(exits?.stop_loss
      ? [['Stop, all legs', `loss of ${rupees(exits.stop_loss)} a lot multiplier`] as [string, string]]
      : []),
    ...(exits?.target
      ? [['Target, all legs', `profit of ${rupees(exits.target)} a lot multiplier`] as [string, string]]
      : []),
  ];
}

function performance({ performance_metrics: past }: TemplateDetails): Html | undefined {
  if (!past) return undefined;
  return html`<div class="figures">
      <div><span>${past.win_rate} %</span>days won</div>
      <div><span>${past.avg_monthly_return} %</span>average month</div>
      <div><span>${past.max_drawdown} %</span>deepest fall</div>
    </div>
    <p class="small muted">Past performance says nothing certain about the future.</p>`;
}

function subscribed({ subscription_id, status }: Subscription): Html {
  return html`<section class="card tinted" aria-labelledby="mine">
    <div class="head">
      <h2 id="mine">You are subscribed</h2>
      ${pill(status)}
    </div>
    <p>Change its size, pause or cancel it on its own page.</p>
    <a class="button primary" href="/subscriptions/${encodeURIComponent(subscription_id)}">Manage subscription</a>
  </section>`;
}

function subscribeForm(session: Session, { template, accounts, form }: StrategyPage): Html {
  if (accounts.length === 0)
    return emptyState(
      'Link a broker account first',
      'The strategy trades in your own account.',
      html`<a class="button primary" href="/accounts/link">Link an account</a>`,
    );
  const chosen = form.typed['broker_client_id'];
  const options = accounts.map(
    ({ client_id, ready_for_trading }) =>
      html`<option value="${client_id}" ${client_id === chosen && html`selected`}>
        ${client_id}${ready_for_trading ? '' : ' (login needed)'}
      </option>`,
  );
  return html`<form
    method="post"
    action="/strategies/${encodeURIComponent(template.template_id)}/subscribe"
    class="card stack"
    aria-labelledby="subscribe"
  >
    <h2 id="subscribe">Subscribe</h2>
    ${csrfField(session)}<input type="hidden" name="form" value="${form.id}" /> ${problemBox(form.problem)}
    ${
      form.problem?.code === 'oauth_token_expired' &&
      html`<p><a class="button" href="/accounts">Go to the daily login</a></p>`
    }
    <div class="field">
      <label for="broker_client_id">Account</label>
      <select id="broker_client_id" name="broker_client_id">
        ${options}
      </select>
    </div>
    ${lotsField(form.typed['lot_multiplier'] ?? '1')}
    <p>${rupees(template.pricing.monthly_fee)} a month, from today. Pause or cancel at any time.</p>
    <button class="primary" type="submit">Subscribe</button>
  </form>`;
}
