// Pages to read: long text and tables in the reader's own colours, with one navigation over everything there is.
import type { RawReply } from '../answer.js';
import { escapeHtml, htmlPage, markup } from './html.js';
import { neighboursOf, PAPER_TITLES, PAPERS, type Paper } from './papers.js';

/** Of the list of places, wherever it stands. */
export const NAVIGATION_STYLE =
  'nav{font:.9rem/1.5 system-ui,sans-serif;max-width:64rem;margin:auto}nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1rem;padding:.5rem 0;margin:0}' +
  'nav [aria-current]{font-weight:600;color:inherit;text-decoration:none}';

const STYLE =
  ':root{color-scheme:light dark}body{font:16px/1.55 system-ui,sans-serif;margin:0;padding:2rem 1rem;background:Canvas;color:CanvasText}' +
  'main{max-width:64rem;margin:auto}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}a{color:LinkText}' +
  NAVIGATION_STYLE +
  'nav ul{margin:0 0 1rem}nav.turn ul{justify-content:space-between;margin-top:2rem}' +
  '.scroll{overflow-x:auto;margin:1rem 0}table{border-collapse:collapse}' +
  'td,th{border-bottom:1px solid #8886;padding:.35rem .9rem .35rem 0;text-align:left;vertical-align:top}' +
  'tr:target{background:#f5d76e55}code{font-size:.9em;background:#8882;padding:.1rem .3rem;border-radius:.2rem;overflow-wrap:anywhere}' +
  'td:first-child code{overflow-wrap:normal}pre{background:#8882;padding:1rem;border-radius:.5rem;overflow-x:auto}pre code{background:none;padding:0}' +
  'section.incident{border-left:4px solid #8886;padding:.2rem 0 .2rem 1rem;margin:1rem 0}section.incident h3{margin:.2rem 0;font-size:1.05rem}' +
  'dl{margin:.5rem 0}dt{font-weight:600}dd{margin:0 0 .6rem}' +
  '.ok{color:#0a6b35}.failing{color:#a8201a;font-weight:600}@media(prefers-color-scheme:dark){.ok{color:#7fd8a2}.failing{color:#ff9d94}}' +
  '@media(max-width:40rem){td:first-child code{overflow-wrap:anywhere}td,th{padding-right:.5rem}body{font-size:14px}}';

type Place = Paper | 'reference' | 'status';

/** @param here - which page it is; @param body - finished HTML */
export function readingPage(title: string, body: string, here: Place): RawReply {
  const isPaper = here !== 'reference' && here !== 'status';
  const content = `${docsNavigation(here)}<main>${body}</main>${isPaper ? turning(here) : ''}`;
  return htmlPage(200, `${title} · QuantLeap`, STYLE, content);
}

/** Links to the reference, every paper and the status. */
export function docsNavigation(here: Place): string {
  const places: [Place, string, string][] = [
    ['reference', '/docs', 'API reference'],
    ...PAPERS.map((paper): [Place, string, string] => [paper, `/docs/${paper}`, PAPER_TITLES[paper]]),
    ['status', '/status', 'Status'],
  ];
  const items = places.map(
    ([place, path, name]) =>
      `<li><a href="${path}"${place === here ? ' aria-current="page"' : ''}>${escapeHtml(name)}</a></li>`,
  );
  return `<nav aria-label="Documentation"><ul>${items.join('')}</ul></nav>`;
}

function turning(here: Paper): string {
  const { before, next } = neighboursOf(here);
  const link = (paper: Paper, rel: string, words: string) =>
    markup`<li><a rel="${rel}" href="/docs/${paper}">${words}: ${PAPER_TITLES[paper]}</a></li>`;
  const items = [...(before ? [link(before, 'prev', 'Before')] : []), ...(next ? [link(next, 'next', 'Next')] : [])];
  return `<nav class="turn" aria-label="Before and next"><ul>${items.join('')}</ul></nav>`;
}
