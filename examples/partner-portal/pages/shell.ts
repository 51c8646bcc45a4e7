// The frame of every page: head, menu, what was done just now, foot.
import { html, type Html } from '../core/html.js';
import type { Session } from '../core/sessions.js';
import { csrfField } from './parts.js';

const MENU = {
  overview: ['/overview', 'Overview'],
  strategies: ['/strategies', 'Strategies'],
  subscriptions: ['/subscriptions', 'Subscriptions'],
  executions: ['/executions', 'Executions'],
  accounts: ['/accounts', 'Account'],
  activity: ['/activity', 'Activity'],
} as const;
export type Place = keyof typeof MENU;

export function shell(page: { title: string; place?: Place; body: Html; session: Session }): Html {
  const { title, place, body, session } = page;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title} · Sample Partner</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/portal.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="top">
          <div class="bar">
            <a class="brand" href="/"
              ><img src="/assets/icon.svg" alt="" width="28" height="28" /><span>Sample Partner</span></a
            >
            ${session.user && account(session, session.user.email)}
          </div>
          ${session.user && menu(place)}
        </header>
        <main id="content" tabindex="-1">
          ${session.notice && html`<p class="notice" role="status">${session.notice}</p>`} ${body}
        </main>
        <footer>
          <p>
            Sample Partner is a made-up broker: an example of what a partner builds on QuantLeap. Trading options can
            lose more than was put in.
          </p>
        </footer>
      </body>
    </html>`;
}

function menu(place: Place | undefined): Html {
  const entries = Object.entries(MENU).map(
    ([name, [path, words]]) =>
      html`<li><a href="${path}" ${name === place && html`aria-current="page"`}>${words}</a></li>`,
  );
  return html`<nav aria-label="Main">
    <ul>
      ${entries}
    </ul>
  </nav>`;
}

function account(session: Session, email: string): Html {
  return html`<form class="who" method="post" action="/sign-out">
    ${csrfField(session)}<span class="email">${email}</span><button class="link" type="submit">Sign out</button>
  </form>`;
}
