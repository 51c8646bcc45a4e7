// The first page: who is it?
import { html, type Html } from '../core/html.js';
import type { PortalOptions } from '../core/options.js';
import type { Problem } from '../core/problem.js';
import type { Session } from '../core/sessions.js';
import { csrfField, problemBox, textField } from './parts.js';

export function signInPage(
  { users }: PortalOptions,
  session: Session,
  typed?: { email: string; problem: Problem },
): Html {
  const choices = users.map(
    ({ email, name }) =>
      html`<li>
        <form method="post" action="/sign-in">
          ${csrfField(session)}<input type="hidden" name="email" value="${email}" />
          <button class="person" type="submit">
            <span class="initial" aria-hidden="true">${name.charAt(0)}</span>
            <span><strong>${name}</strong><br /><span class="muted">${email}</span></span>
          </button>
        </form>
      </li>`,
  );
  return html`<div class="welcome">
    <section class="pitch">
      <p class="eyebrow">Algo trading</p>
      <h1>Strategies that trade on the second, in your own account.</h1>
      <p>
        Link your broker account once, log in once a day, choose a strategy. Its orders leave at its entry time, exactly
        once, hedged or not at all.
      </p>
    </section>
    <section class="card" aria-labelledby="sign-in">
      <h2 id="sign-in">Sign in</h2>
      <p class="muted">This is a demonstration: no password is asked. Choose somebody.</p>
      <ul class="people">
        ${choices}
      </ul>
      <form method="post" action="/sign-in" class="stack">
        ${csrfField(session)} ${problemBox(typed?.problem)}
        ${textField({ name: 'email', label: 'Or type an e-mail', value: typed?.email, autocomplete: 'email' })}
        <button class="primary" type="submit">Sign in</button>
      </form>
    </section>
  </div>`;
}
