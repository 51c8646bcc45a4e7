// Reads a file of dated facts: CSV with a header line, or a JSON array of objects. Every problem is named with its line.
import { nameOf, overlaps, type MarketRow } from '../../domain/market-row.js';
import { csvRecords } from './csv.js';
import { MarketFileError, type FileRecord } from './file-record.js';
import { jsonRecords } from './json.js';
import { readRow } from './row-schema.js';

export type FileProblem = { line: number; message: string };
export type MarketFileFormat = 'csv' | 'json';
export type MarketFile = { rows: { line: number; row: MarketRow }[] } | { problems: FileProblem[] };

/** @param text - the whole file, UTF-8 @returns its rows in order, or every problem found */
export function parseMarketFile(text: string, format: MarketFileFormat): MarketFile {
  let records: FileRecord[];
  try {
    const plain = text.replace(/^\uFEFF/, '');
    records = format === 'csv' ? csvRecords(plain) : jsonRecords(plain);
  } catch (error) {
    if (!(error instanceof MarketFileError)) throw error;
    return { problems: [{ line: error.line, message: error.message }] };
  }
  if (records.length === 0) return { problems: [{ line: 1, message: 'the file has no rows' }] };
  const problems: FileProblem[] = [];
  const rows: { line: number; row: MarketRow }[] = [];
  for (const { line, value } of records) {
    const read = readRow(value);
    if ('row' in read) rows.push({ line, row: read.row });
    else problems.push(...read.problems.map((message) => ({ line, message })));
  }
  problems.push(...clashes(rows));
  return problems.length > 0 ? { problems: problems.sort((a, b) => a.line - b.line) } : { rows };
}

/** Rows of the same name, and rows of a series whose stated periods overlap. */
function clashes(rows: readonly { line: number; row: MarketRow }[]): FileProblem[] {
  const problems: FileProblem[] = [];
  for (const [index, { line, row }] of rows.entries()) {
    const name = nameOf(row);
    const earlier = rows.slice(0, index);
    const twin = earlier.find((other) => nameOf(other.row) === name);
    if (twin) problems.push({ line, message: `${name}: is on line ${twin.line} too` });
    const { kind } = row;
    if (kind !== 'lot' && kind !== 'freeze') continue;
    const other = earlier.find(
      (e) => e.row.kind === kind && e.row.underlying === row.underlying && overlaps(e.row, row),
    );
    if (other) problems.push({ line, message: `${name}: overlaps the one on line ${other.line}` });
  }
  return problems;
}
