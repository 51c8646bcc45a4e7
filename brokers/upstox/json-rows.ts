// The rows of a JSON array, one at a time: the instrument master is tens of megabytes, and a worker that waits for an entry's instant
// can afford neither the memory nor the pause of parsing it whole.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Splits a stream of one JSON array of objects into the texts of its objects. Reads bytes: every character that matters is one.
 * @throws Error when the stream ends inside an object or holds none
 */
export async function* jsonRows(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  let seen = 0;
  for await (const chunk of stream) {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let row = nextRow(text, from); row; row = nextRow(text, from)) {
      yield text.toString('utf8', row.start, row.end);
      seen += 1;
      from = row.end;
    }
    rest = text.subarray(from);
  }
  if (rest.includes(OPEN_BRACE) || seen === 0) throw new Error(`cut off after ${seen} rows`);
}

/** The next whole object, or undefined when the bytes end before it does. */
function nextRow(text: Buffer, from: number): { start: number; end: number } | undefined {
  const start = text.indexOf(OPEN_BRACE, from);
  if (start < 0) return undefined;
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i += 1) {
    const byte = text[i];
    if (quoted) {
      if (byte === BACKSLASH) i += 1;
      else if (byte === QUOTE) quoted = false;
    } else if (byte === QUOTE) quoted = true;
    else if (byte === OPEN_BRACE) depth += 1;
    else if (byte === CLOSE_BRACE && --depth === 0) return { start, end: i + 1 };
  }
  return undefined;
}
