// A paper of docs/ as a page: the Markdown that is in the repository, with an anchor at each heading and each error code.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Marked, type RendererObject } from 'marked';
import { PROJECT_ROOT } from '../../platform/paths.js';
import type { RawReply } from '../answer.js';
import { escapeHtml, readingPage } from './html.js';

/** The papers for partners; the others are not served. */
export const PAPERS = [
  'errors',
  'sandbox',
  'integration-drills',
  'partner-guide',
  'quick-reference',
  'subscriptions',
  'webhooks',
  'money',
  'reports',
] as const;
export type Paper = (typeof PAPERS)[number];

/** @throws the file system's error when the paper is not part of this installation */
export async function paperPage(paper: Paper): Promise<RawReply> {
  const markdown = await readFile(join(PROJECT_ROOT, 'docs', `${paper}.md`), 'utf8');
  const title = /^# (.+)$/m.exec(markdown)?.[1] ?? paper;
  return readingPage(title, html(markdown));
}

function html(markdown: string): string {
  return new Marked({ gfm: true, renderer: RENDERER })
    .parse(markdown, { async: false })
    .replaceAll(/<tr>\s*<td><code>([a-z_]+)<\/code>/g, '<tr id="$1"><td><code>$1</code>');
}

const RENDERER: RendererObject = {
  heading({ tokens, depth, text }) {
    return `<h${depth} id="${escapeHtml(anchorOf(text))}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
  },
  /** To a paper that is served it leads there; of the others only the words are shown. */
  link({ href, tokens }) {
    const words = this.parser.parseInline(tokens);
    const target = servedAt(href);
    return target === undefined ? words : `<a href="${escapeHtml(target)}">${words}</a>`;
  },
  html: ({ text }) => escapeHtml(text),
};

function servedAt(href: string): string | undefined {
  if (/^(https?:|#)/.test(href)) return href;
  const [, name, anchor = ''] = /^([a-z-]+)\.md(#.+)?$/.exec(href) ?? [];
  return PAPERS.some((paper) => paper === name) ? `/docs/${name}${anchor}` : undefined;
}

/** As GitHub makes it. */
function anchorOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}
