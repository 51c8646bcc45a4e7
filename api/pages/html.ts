// Pages are plain HTML strings in which every value is escaped.
import type { RawReply } from '../route.js';

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
  'body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;color:#1c2430}h1{font-size:1.4rem}' +
  'a.button{display:inline-block;padding:.6rem 1.2rem;border-radius:.4rem;background:#1f5fd0;color:#fff;text-decoration:none;margin-right:.6rem}' +
  'a.plain{color:#555}code{background:#eef1f5;padding:.1rem .3rem;border-radius:.2rem;word-break:break-all}td{padding:.2rem 1rem .2rem 0}';

/** A whole page without scripts. @param body - finished HTML */
export function page(status: number, title: string, body: string): RawReply {
  const text = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head><body>${body}</body></html>`;
  const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
  return {
    kind: 'raw',
    status,
    type: 'text/html; charset=utf-8',
    body: text,
    headers: { 'Content-Security-Policy': policy },
  };
}
