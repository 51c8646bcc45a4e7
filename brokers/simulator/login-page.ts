// The HTML of a simulated broker's login: self-contained, no scripts, every value escaped.

/** A broker's name and what its page calls its parameters. */
export type PageWords = { title: string; apiKeyField: string; clientField: string };

export type LoginForm = { apiKey: string; state: string; redirectUri: string; clientId: string };

const STYLE = `
  :root { color-scheme: light dark; --ink: #1b2330; --dim: #5d6878; --line: #d5dbe3; --card: #fff; --page: #eef1f5; --accent: #0b62d6; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e8ecf2; --dim: #9aa6b6; --line: #333d4b; --card: #1b222c; --page: #11161d; --accent: #5b9dff; } }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
  main { width: min(22rem, 90vw); background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 2rem; }
  h1 { font-size: 1.25rem; margin: 0 0 .25rem; } p { color: var(--dim); margin: 0 0 1.25rem; font-size: .9rem; }
  label { display: block; font-size: .85rem; margin-bottom: 1rem; }
  input { display: block; width: 100%; box-sizing: border-box; margin-top: .25rem; padding: .6rem .7rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 8px; }
  button { width: 100%; padding: .7rem; font: inherit; font-weight: 600; color: #fff; background: #0b62d6; border: 0; border-radius: 8px; cursor: pointer; }
  a { color: var(--accent); } footer { margin-top: 1rem; text-align: center; font-size: .85rem; } code { word-break: break-all; color: var(--ink); }`;

/** The form: the client id prefilled, any password accepted. */
export function formPage(form: LoginForm, { title, apiKeyField, clientField }: PageWords): string {
  const hidden = { [apiKeyField]: form.apiKey, state: form.state, redirect_uri: form.redirectUri };
  const inputs = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  );
  return page(
    `Log in to ${title} (simulated)`,
    `<p>Simulated broker. No real account is involved; any password will do.</p>
    <form method="post">${inputs.join('')}
      <label>Client id<input name="${clientField}" value="${escapeHtml(form.clientId)}" required autocomplete="off"></label>
      <label>Password<input name="password" type="password" value="demo" required autocomplete="off"></label>
      <button type="submit">Log in</button>
    </form>${cancelLink(form)}`,
  );
}

/** Shown after a login that has no address to go back to. */
export function tokenPage(parameters: Record<string, string>): string {
  const lines = Object.entries(parameters).map(
    ([name, value]) => `<p>${escapeHtml(name)}<br><code>${escapeHtml(value)}</code></p>`,
  );
  return page(
    'Logged in',
    `<p>There was no <code>redirect_uri</code> to return to. Hand these to your application within five minutes:</p>
    ${lines.join('')}`,
  );
}

export function errorPage(message: string): string {
  return page('Cannot log in', `<p>${escapeHtml(message)}</p>`);
}

/** Adds parameters to an address, keeping the ones it has. */
export function withQuery(address: string, parameters: Record<string, string>): string {
  const url = new URL(address);
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
  return url.href;
}

function cancelLink({ redirectUri, state }: LoginForm): string {
  if (redirectUri === '') return '';
  return `<footer><a href="${escapeHtml(withQuery(redirectUri, { status: 'cancelled', state }))}">Cancel</a></footer>`;
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${content}</main></body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
