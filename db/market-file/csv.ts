// CSV with a header line (RFC 4180 quoting). An empty cell is an absent field; lines that begin with # are remarks.
import { MarketFileError, type FileRecord } from './file-record.js';

const FIELDS = [
  'kind',
  'year',
  'day',
  'from',
  'until',
  'underlying',
  'cadence',
  'weekday',
  'units',
  'opens',
  'closes',
  'name',
  'source',
];
const NUMBERS = new Set(['year', 'units']);

/** @throws MarketFileError naming the line */
export function csvRecords(text: string): FileRecord[] {
  const lines = text
    .split(/\r?\n/)
    .map((content, index) => ({ line: index + 1, content }))
    .filter(({ content }) => content.trim() !== '' && !content.startsWith('#'));
  const header = lines.shift();
  if (!header) return [];
  const names = cellsOf(header.content, header.line).map((cell) => cell.trim());
  const problem = headerProblem(names);
  if (problem !== undefined) throw new MarketFileError(header.line, problem);
  return lines.map(({ line, content }) => {
    const cells = cellsOf(content, line);
    if (cells.length !== names.length)
      throw new MarketFileError(line, `has ${cells.length} cells, the header has ${names.length}`);
    const filled = names.map((name, i) => [name, (cells[i] ?? '').trim()] as const).filter(([, cell]) => cell !== '');
    return { line, value: Object.fromEntries(filled.map(([name, cell]) => [name, valueOf(name, cell)])) };
  });
}

function headerProblem(names: readonly string[]): string | undefined {
  const unknown = names.filter((name) => !FIELDS.includes(name));
  if (unknown.length > 0) return `unknown column ${unknown.join(', ')}; known: ${FIELDS.join(', ')}`;
  if (new Set(names).size < names.length) return 'a column is named twice';
  return names.includes('kind') ? undefined : 'the header has no column kind';
}

const valueOf = (name: string, cell: string): string | number =>
  NUMBERS.has(name) && /^\d{1,9}$/.test(cell) ? Number(cell) : cell;

/** A quoted cell may hold commas and doubled quotes, not a line break. */
function cellsOf(content: string, line: number): string[] {
  const cells: string[] = [];
  const cell = /\s*(?:"((?:[^"]|"")*)"\s*|([^",]*))(,|$)/y;
  for (;;) {
    const match = cell.exec(content);
    if (!match) throw new MarketFileError(line, 'has a quote that does not enclose its cell');
    cells.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] === '') return cells;
  }
}
