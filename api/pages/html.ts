// Pages are plain HTML strings in which every value is escaped.
import type { RawReply } from '../answer.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Fills values into a template, escaped; an array holds finished HTML. */
export function markup(parts: TemplateStringsArray, ...values: (string | string[])[]): string {
  return parts.reduce((page, part, i) => {
    const value = values[i - 1] ?? '';
    return page + (Array.isArray(value) ? value.join('') : escapeHtml(value)) + part;
  });
}

const STYLE =
  ':root{color-scheme:light dark;--page:#eef1f5;--card:#fff;--line:#d5dbe3;--text:#1c2430;--muted:#566070;--link:#1f5fd0;--on-link:#fff;--ok:#0a6b35;--failing:#a8201a}' +
  '@media(prefers-color-scheme:dark){:root{--page:#11151b;--card:#1a2029;--line:#313a47;--text:#e6eaf0;--muted:#a3adbb;--link:#8ab4ff;--on-link:#0d1520;--ok:#7fd8a2;--failing:#ff9d94}}' +
  '*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;background:var(--page);color:var(--text);margin:0;padding:4rem 1rem}' +
  'main{max-width:42rem;margin:auto;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:2rem}' +
  'h1{font-size:1.4rem;margin:0 0 1rem}h2{font-size:1rem;margin:1.5rem 0 .5rem}a{color:var(--link)}' +
  'a.button{display:inline-block;padding:.6rem 1.2rem;border-radius:.5rem;background:var(--link);color:var(--on-link);text-decoration:none;margin-right:1rem}' +
  '@media(max-width:40rem){body{padding:1rem}main{padding:1.25rem}}' +
  'a.plain{color:var(--muted)}code{background:var(--page);padding:.1rem .3rem;border-radius:.2rem;overflow-wrap:anywhere}' +
  'pre{background:#1c2430;color:#e8ecf2;padding:1rem;border-radius:.5rem;font-size:.85rem;white-space:pre-wrap;overflow-wrap:anywhere}' +
  'table{border-collapse:collapse}td{padding:.25rem 1.25rem .25rem 0;vertical-align:top}' +
  '.ok{color:var(--ok)}.failing{color:var(--failing);font-weight:600}.note{color:var(--muted);font-size:.9rem;margin-bottom:0}';

const PRINTED =
  'body{font:12px/1.4 system-ui,sans-serif;margin:2rem}h1{font-size:1.2rem}table{border-collapse:collapse;margin:1rem 0}' +
  'td,th{padding:.15rem .6rem;border-bottom:1px solid #ccc;text-align:left;vertical-align:top}.amount{text-align:right}.amount,.whole{white-space:nowrap}h2{font-size:1rem}' +
  'thead{display:table-header-group}tr{break-inside:avoid}';

const HEADERS = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
};

/** What comes before and after the finished HTML of a page to print, for one that is sent in parts. */
export function printablePage(title: string): { start: string; end: string; headers: Record<string, string> } {
  return { start: `${head(title, PRINTED)}<body><main>`, end: '</main></body></html>', headers: HEADERS };
}

/** A whole page without scripts. @param body - finished HTML */
export function page(status: number, title: string, body: string): RawReply {
  return htmlPage(status, title, STYLE, `<main>${body}</main>`);
}

/** As `page`, in a style of its own. @param content - finished HTML, all of the body */
export function htmlPage(status: number, title: string, style: string, content: string): RawReply {
  return {
    kind: 'raw',
    status,
    type: 'text/html; charset=utf-8',
    body: `${head(title, style)}<body>${content}</body></html>`,
    headers: HEADERS,
  };
}

const head = (title: string, style: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>`;
