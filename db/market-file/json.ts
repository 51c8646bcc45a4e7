// A JSON array of objects, and the line on which each object begins.
import { MarketFileError, type FileRecord } from './file-record.js';

/** @throws MarketFileError naming the line */
export function jsonRecords(text: string): FileRecord[] {
  const values = parsed(text);
  if (!Array.isArray(values)) throw new MarketFileError(1, 'must be an array of objects');
  const lines = elementLines(text);
  return values.map((value: unknown, index) => ({ line: lines[index] ?? 1, value }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new MarketFileError(lineOfError(text), 'is not valid JSON');
  }
}

/** The first line with which the text cannot be the beginning of any JSON text; the last one when it only ends too early. */
function lineOfError(text: string): number {
  const lines = text.split('\n');
  let [good, bad] = [0, lines.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isBeginning(lines.slice(0, middle).join('\n'))) good = middle;
    else bad = middle;
  }
  return bad;
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return error instanceof SyntaxError && /^(Unexpected end|Unterminated)/.test(error.message);
  }
}

/** Lines of the elements of the outermost array of a valid JSON text. */
function elementLines(text: string): number[] {
  const lines: number[] = [];
  let depth = 0;
  let line = 1;
  let awaited = false;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|\n|[[\]{},]|[^\s[\]{},"]+/g)) {
    if (token === '\n') {
      line += 1;
      continue;
    }
    const closes = token === ']' || token === '}';
    if (awaited && !closes && token !== ',') lines.push(line);
    awaited = false;
    if (token === '[' || token === '{') depth += 1;
    if (closes) depth -= 1;
    if (depth === 1 && (token === ',' || (token === '[' && lines.length === 0))) awaited = true;
  }
  return lines;
}
