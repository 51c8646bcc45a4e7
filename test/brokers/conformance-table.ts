// The conformance table of docs/brokers.md: what the numbered cases gave for each subject, put into Markdown between two markers.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { PROJECT_ROOT } from '../../platform/paths.js';

/** A case met, failed, or has no meaning for the subject; the reason is printed under the table. */
export type CaseResult = { is: 'met' } | { is: 'failed' } | { is: 'not_declared'; reason: string };

type Row = { title: string; results: Map<string, CaseResult | undefined> };

const DOCUMENT = join(PROJECT_ROOT, 'docs', 'brokers.md');
const BEGIN = '<!-- conformance table: written by `npm run conformance` -->';
const END = '<!-- end of the conformance table -->';

/** Gathers results case by case. Cases are known before they run, so that a filtered run is not taken for a whole one. */
export class ConformanceResults {
  private readonly subjects: string[] = [];
  private readonly rows = new Map<string, Row>();

  /** Announces that a case will be tried, or why it will not. @param title - begins with the case's two-digit number */
  expect(subject: string, title: string, result?: CaseResult): void {
    if (!this.subjects.includes(subject)) this.subjects.push(subject);
    const row = this.rows.get(title) ?? { title, results: new Map<string, CaseResult | undefined>() };
    row.results.set(subject, result);
    this.rows.set(title, row);
  }

  /** What an announced case gave. A reason given while it ran outlives that it passed. @throws Error when it was not announced */
  record(subject: string, title: string, result: CaseResult): void {
    const results = this.rows.get(title)?.results;
    if (!results?.has(subject)) throw new Error(`case "${title}" of ${subject} was not announced`);
    if (result.is === 'met' && results.get(subject)?.is === 'not_declared') return;
    results.set(subject, result);
  }

  /** Whether every announced case has a result. */
  get complete(): boolean {
    return [...this.rows.values()].every(({ results }) => [...results.values()].every((r) => r !== undefined));
  }

  /** The table with the reasons under it, unformatted. @throws Error when a subject lacks a case that another has */
  markdown(): string {
    const reasons: string[] = [];
    const rows = [...this.rows.values()].sort((a, b) => (a.title < b.title ? -1 : 1));
    const lines = rows.map(({ title, results }) => {
      const cells = this.subjects.map((subject) => cellOf(results.get(subject), reasons, `${title} (${subject})`));
      return `| ${[title, ...cells].join(' | ')} |`;
    });
    const head = [`| case | ${this.subjects.join(' | ')} |`, `| --- |${' :-: |'.repeat(this.subjects.length)}`];
    const notes = reasons.map((reason, n) => `- –${letter(n)}: ${reason}`);
    return [...head, ...lines, '', ...notes].join('\n');
  }
}

/** What the document holds between the markers. @throws Error when it has no such markers */
export function committedTable(): string {
  return split().table;
}

/** The table as the document must hold it, formatted as the repository's documents are. */
export async function formattedTable(results: ConformanceResults): Promise<string> {
  const options = await resolveConfig(DOCUMENT);
  return (await format(results.markdown(), { ...options, parser: 'markdown' })).trim();
}

/** @returns whether the document changed */
export function writeTable(table: string): boolean {
  const { before, table: committed, after } = split();
  if (committed === table) return false;
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${table}\n\n${END}${after}`);
  return true;
}

function split(): { before: string; table: string; after: string } {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${DOCUMENT} does not hold the markers of the conformance table`);
  const table = text.slice(begin + BEGIN.length, end).trim();
  return { before: text.slice(0, begin), table, after: text.slice(end + END.length) };
}

function cellOf(result: CaseResult | undefined, reasons: string[], where: string): string {
  if (result === undefined) throw new Error(`no result: ${where}`);
  if (result.is !== 'not_declared') return result.is === 'met' ? '✓' : '✗';
  if (!reasons.includes(result.reason)) reasons.push(result.reason);
  return `–${letter(reasons.indexOf(result.reason))}`;
}

const letter = (n: number): string => String.fromCharCode('a'.charCodeAt(0) + n);
