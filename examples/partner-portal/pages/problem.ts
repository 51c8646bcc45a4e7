// The page for what no form could show; what was sent can be sent again from it.
import { html, type Html } from '../core/html.js';
import type { Problem } from '../core/problem.js';
import type { Session } from '../core/sessions.js';
import { csrfField, problemBox } from './parts.js';

/** @param sent - a form that got no answer: where it went, and what was typed */
export function problemPage(
  session: Session,
  problem: Problem,
  sent?: { action: string; fields: Readonly<Record<string, string>> },
): Html {
  return html`<h1>${problem.status === 404 ? 'Not found' : 'Something went wrong'}</h1>
    ${problemBox(problem)} ${sent && again(session, sent)}
    <p><a href="/overview">To the overview</a></p>`;
}

function again(session: Session, { action, fields }: { action: string; fields: Readonly<Record<string, string>> }) {
  const kept = Object.entries(fields).filter(([name]) => name !== 'csrf');
  return html`<form method="post" action="${action}">
    ${csrfField(session)} ${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="primary" type="submit">Send it again</button>
    <p class="hint">Nothing that you typed is lost.</p>
  </form>`;
}
