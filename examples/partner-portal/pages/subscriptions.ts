// What a user is subscribed to, and the page that changes one of them.
import { clockTime, date, day, rupees } from '../core/format.js';
import { html, type Html } from '../core/html.js';
import type { Problem } from '../core/problem.js';
import type { Execution, Subscription, Template } from '../core/quantleap.js';
import type { Session } from '../core/sessions.js';
import { executionTable } from './executions.js';
import { csrfField, emptyState, facts, lotsField, pill, problemBox, table } from './parts.js';

export type TemplatesById = ReadonlyMap<string, Template>;
const nameOf = (templates: TemplatesById, templateId: string): string => templates.get(templateId)?.name ?? templateId;

export function subscriptionsPage(subscriptions: readonly Subscription[], templates: TemplatesById): Html {
  const rows = subscriptions.map((subscription) => [
    html`<a href="/subscriptions/${encodeURIComponent(subscription.subscription_id)}"
      >${nameOf(templates, subscription.template_id)}</a
    >`,
    pill(subscription.status),
    `× ${subscription.broker_allocation.lot_multiplier}`,
    subscription.broker_allocation.client_id,
    subscription.next_billing_date ? day(subscription.next_billing_date) : '–',
  ]);
  const browse = html`<a class="button primary" href="/strategies">Browse strategies</a>`;
  return html`<div class="head">
      <h1>Subscriptions</h1>
      ${rows.length > 0 && browse}
    </div>
    ${
      rows.length === 0
        ? emptyState('You are not subscribed to anything', 'Choose a strategy; its orders leave by themselves.', browse)
        : html`<div class="card">
            ${table('Subscriptions', ['Strategy', 'Status', 'Lots', 'Account', 'Next charge'], rows)}
          </div>`
    }`;
}

export type SubscriptionPage = Readonly<{
  subscription: Subscription;
  template: Template | undefined;
  executions: readonly Execution[];
  typed: Readonly<Record<string, string>>;
  problem?: Problem;
  canEnterNow: boolean;
}>;

export function subscriptionPage(session: Session, page: SubscriptionPage): Html {
  const { subscription, template, executions, problem } = page;
  const name = template?.name ?? subscription.template_id;
  return html`<p class="crumb"><a href="/subscriptions">Subscriptions</a></p>
    <div class="head">
      <h1>${name}</h1>
      ${pill(subscription.status)}
    </div>
    ${problemBox(problem)}
    <div class="columns">
      <div class="stack">
        <section class="card" aria-labelledby="terms">
          <h2 id="terms">Terms</h2>
          ${facts([
            ['Entry', template ? `${clockTime(template.entry_time)}, on trading days` : '–'],
            ['Account', subscription.broker_allocation.client_id],
            ['Lots', `× ${subscription.broker_allocation.lot_multiplier}`],
            ['Fee', `${rupees(subscription.pricing.monthly_fee)} a month`],
            ['Next charge', subscription.next_billing_date ? day(subscription.next_billing_date) : '–'],
            ['Subscribed', date(subscription.subscription_date)],
            ['Id', html`<code>${subscription.subscription_id}</code>`],
          ])}
        </section>
        <section class="card" aria-labelledby="executions">
          <h2 id="executions">Executions</h2>
          ${
            executions.length === 0
              ? html`<p class="muted">
                  Nothing yet. The first entry comes at ${template ? clockTime(template.entry_time) : 'its time'}.
                </p>`
              : executionTable(executions, new Map(template && [[template.template_id, template]]))
          }
        </section>
      </div>
      ${subscription.status === 'CANCELLED' ? over(subscription) : controls(session, page)}
    </div>`;
}

function over({ template_id }: Subscription): Html {
  return html`<section class="card tinted" aria-labelledby="over">
    <h2 id="over">Cancelled</h2>
    <p>Nothing is entered or charged any more.</p>
    <a class="button" href="/strategies/${encodeURIComponent(template_id)}">See the strategy</a>
  </section>`;
}

function controls(session: Session, { subscription, typed, canEnterNow }: SubscriptionPage): Html {
  const path = `/subscriptions/${encodeURIComponent(subscription.subscription_id)}`;
  const isActive = subscription.status === 'ACTIVE';
  return html`<div class="stack">
    <form method="post" action="${path}/lots" class="card stack" aria-labelledby="size">
      <h2 id="size">Size</h2>
      ${csrfField(session)}
      ${lotsField(typed['lot_multiplier'] ?? String(subscription.broker_allocation.lot_multiplier))}
      <p class="hint">Holds from the next execution on; one under way keeps its size.</p>
      <button type="submit">Change</button>
    </form>
    ${isActive ? pauseForm(session, path) : resumeForm(session, path)}
    ${isActive && canEnterNow && enterForm(session, path)} ${cancelForm(session, path)}
  </div>`;
}

/** The question that comes with a pause and a cancellation. @param id - tells two of them on a page apart */
function flattenQuestion(id: string): Html {
  return html`<fieldset>
    <legend>If a position is open</legend>
    <label for="${id}-keep"
      ><input type="radio" id="${id}-keep" name="flatten" value="false" checked /> close it as planned</label
    >
    <label for="${id}-now"><input type="radio" id="${id}-now" name="flatten" value="true" /> close it now</label>
  </fieldset>`;
}

function pauseForm(session: Session, path: string): Html {
  return html`<form method="post" action="${path}/pause" class="card stack" aria-labelledby="pause">
    <h2 id="pause">Pause</h2>
    <p>Nothing is entered until you resume.</p>
    ${csrfField(session)} ${flattenQuestion('pause')}
    <button type="submit">Pause</button>
  </form>`;
}

function resumeForm(session: Session, path: string): Html {
  return html`<form method="post" action="${path}/resume" class="card stack tinted" aria-labelledby="resume">
    <h2 id="resume">Paused</h2>
    <p>Nothing is entered. A charge that fell due meanwhile is made when you resume.</p>
    ${csrfField(session)}<button class="primary" type="submit">Resume</button>
  </form>`;
}

function enterForm(session: Session, path: string): Html {
  return html`<form method="post" action="${path}/enter" class="card stack tinted" aria-labelledby="enter">
    <h2 id="enter">Try it</h2>
    <p>
      Only in the sandbox: an entry of this strategy in a few seconds, whatever the hour, for everybody here who is
      subscribed to it, and its exit a little later.
    </p>
    ${csrfField(session)}<button type="submit">Enter now</button>
  </form>`;
}

function cancelForm(session: Session, path: string): Html {
  return html`<details class="card">
    <summary>Cancel the subscription</summary>
    <form method="post" action="${path}/cancel" class="stack">
      <p>Final: nothing is entered or charged any more. You can subscribe again later.</p>
      ${csrfField(session)} ${flattenQuestion('cancel')}
      <label for="confirm"
        ><input type="checkbox" id="confirm" name="confirm" value="yes" required /> Yes, cancel it</label
      >
      <button class="danger" type="submit">Cancel subscription</button>
    </form>
  </details>`;
}
