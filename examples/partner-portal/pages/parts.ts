// Small pieces that many pages are made of.
import { words } from '../core/format.js';
import { html, type Html, type Part } from '../core/html.js';
import type { Problem } from '../core/problem.js';
import type { Session } from '../core/sessions.js';

export const csrfField = (session: Session): Html =>
  html`<input type="hidden" name="csrf" value="${session.csrfToken}" />`;

const TONES: Readonly<Record<string, 'good' | 'wait' | 'bad'>> = {
  ACTIVE: 'good',
  COMPLETE: 'good',
  completed: 'good',
  closed: 'good',
  ready: 'good',
  PAUSED: 'wait',
  in_progress: 'wait',
  open: 'wait',
  closing: 'wait',
  OPEN: 'wait',
  SENDING: 'wait',
  INTENDED: 'wait',
  login_needed: 'wait',
  REJECTED: 'bad',
  UNKNOWN: 'bad',
  AMBIGUOUS: 'bad',
  failed: 'bad',
  unwound: 'bad',
  missed: 'bad',
  exposed: 'bad',
  unknown: 'bad',
  disputed: 'bad',
};

/** A status as a pill; what it does not know is neutral. */
export const pill = (status: string): Html =>
  html`<span class="pill ${TONES[status] ?? 'plain'}">${words(status)}</span>`;

/** An amount, coloured by its sign. @param text - as it is written */
export const gain = (amount: number, text: string): Html =>
  html`<span class="${amount < 0 ? 'loss' : amount > 0 ? 'profit' : 'even'}">${text}</span>`;

/** What went wrong, above the form it is about. */
export function problemBox(problem: Problem | undefined): Html | undefined {
  if (!problem) return undefined;
  const { title, message, details, code, requestId } = problem;
  return html`<div class="problem" role="alert" id="problem">
    <p><strong>${title}.</strong> ${message}</p>
    ${
      details.length > 0 &&
      html`<ul>
        ${details.map((detail) => html`<li>${detail}</li>`)}
      </ul>`
    }
    ${
      code &&
      html`<p class="small">Code <code>${code}</code>${requestId && html` · request <code>${requestId}</code>`}</p>`
    }
  </div>`;
}

export const emptyState = (title: string, hint: Part, action?: Html): Html =>
  html`<div class="empty">
    <p class="empty-title">${title}</p>
    <p>${hint}</p>
    ${action}
  </div>`;

/** A field with its label, what it is for, and what was typed. */
export function textField(field: {
  name: string;
  label: string;
  value?: string | undefined;
  hint?: Part;
  type?: 'text' | 'email' | 'password';
  autocomplete?: string;
}): Html {
  const { name, label, value = '', hint, type = 'text', autocomplete = 'off' } = field;
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value}"
      autocomplete="${autocomplete}"
      spellcheck="false"
      required
      ${hint && html`aria-describedby="${name}-hint"`}
    />
    ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
  </div>`;
}

/** @param value - as it was typed: the API says what is wrong with it */
export const lotsField = (value: string): Html =>
  html`<div class="field narrow">
    <label for="lot_multiplier">Lot multiplier</label>
    <input
      id="lot_multiplier"
      name="lot_multiplier"
      inputmode="numeric"
      value="${value}"
      required
      aria-describedby="lot_multiplier-hint"
    />
    <p class="hint" id="lot_multiplier-hint">Whole number, 1 to 100: how many times the strategy's own size.</p>
  </div>`;

/** Rows of a name and what it is. */
export const facts = (rows: readonly (readonly [string, Part])[]): Html =>
  html`<dl class="facts">
    ${rows.map(
      ([name, what]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${what}</dd>
        </div>`,
    )}
  </dl>`;

/** A table that becomes a list of cards on a narrow screen: each cell knows its column's title. */
export function table(caption: string, titles: readonly string[], rows: readonly (readonly Part[])[]): Html {
  return html`<table class="cards">
    <caption class="hidden">
      ${caption}
    </caption>
    <thead>
      <tr>
        ${titles.map((title) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell, i) => html`<td data-title="${titles[i]}">${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
