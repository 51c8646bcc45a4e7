// A paper of docs/ as a page: the Markdown that is in the repository, with an anchor at each heading and each error code.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Marked, type RendererObject } from 'marked';
import { PROJECT_ROOT } from '../../platform/paths.js';
import type { RawReply } from '../answer.js';
import { escapeHtml } from './html.js';
import { PAPERS, sourceOf, type Paper } from './papers.js';
import { readingPage } from './reading-page.js';

/** @throws the file system's error when the paper is not part of this installation */
export async function paperPage(paper: Paper): Promise<RawReply> {
  const markdown = await readFile(join(PROJECT_ROOT, sourceOf(paper)), 'utf8');
  const title = /^# (.+)$/m.exec(markdown)?.[1] ?? paper;
  return readingPage(title, html(markdown), paper);
}

function html(markdown: string): string {
  return new Marked({ gfm: true, renderer: RENDERER })
    .parse(markdown, { async: false })
    .replaceAll('<table>', '<div class="scroll" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<pre>', '<pre tabindex="0">')
    .replaceAll(/<tr>\s*<td><code>([a-z_]+)<\/code>/g, '<tr id="$1"><td><code>$1</code>');
}

const RENDERER: RendererObject = {
  /** Nothing to tick on a page, so no form field either. */
  checkbox({ checked }) {
    return checked ? '☑ ' : '☐ ';
  },
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
  // The changelog lies one folder up, so its links and those to it begin elsewhere.
  const [, name, anchor = ''] = /^(?:docs\/|\.\.\/)?([A-Za-z-]+)\.md(#.+)?$/.exec(href) ?? [];
  const lower = name?.toLowerCase();
  return PAPERS.some((paper) => paper === lower) ? `/docs/${lower}${anchor}` : undefined;
}

/** As GitHub makes it. */
function anchorOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}
