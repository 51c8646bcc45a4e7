// The events about a user that came in, as sentences.
import type { ReceivedEvent } from '../core/event-inbox.js';
import { moment, profit, words } from '../core/format.js';
import { html, type Html } from '../core/html.js';
import { emptyState } from './parts.js';

export function activityPage(events: readonly ReceivedEvent[]): Html {
  return html`<h1>Activity</h1>
    ${
      events.length === 0
        ? emptyState('Nothing has happened yet', 'What QuantLeap tells us about your account appears here.')
        : html`<div class="card">${eventList(events)}</div>`
    }`;
}

export function eventList(events: readonly ReceivedEvent[]): Html {
  return html`<ul class="events">
    ${events.map(
      ({ event, by }) =>
        html`<li>
          <span class="event-name">${words(event.event)}</span>
          <span>${sentenceOf(event)}</span>
          <span class="small muted"
            ><time datetime="${event.timestamp}">${moment(event.timestamp)}</time> ·
            ${by === 'webhook' ? 'webhook, signature verified' : 'read from the list of events'}</span
          >
        </li>`,
    )}
  </ul>`;
}

/** Further fields follow from the type: what is there is told, of a type that is not known nothing. */
function sentenceOf(event: ReceivedEvent['event']): Html | string {
  const text = (name: string) => (typeof event[name] === 'string' ? event[name] : undefined);
  const executionId = text('execution_id');
  const link = executionId && html` <a href="/executions/${encodeURIComponent(executionId)}">See it</a>`;
  switch (event.event) {
    case 'execution_failed':
      return html`${text('error') ?? ''}.${link}`;
    case 'execution_completed':
      return html`Every leg is filled.${link}`;
    case 'execution_exposed':
      return html`Something is open that should not be: look at your account now. ${text('reason') ?? ''}${link}`;
    case 'position_closed': {
      const result = event['realised_pnl'];
      return html`${typeof result === 'number' ? profit(result) : ''} before charges.${link}`;
    }
    case 'oauth_login_required':
      return html`Complete the day's login. <a href="/accounts">Broker account</a>`;
    default:
      return text('reason') ?? '';
  }
}
