// Angel One's instrument master: one JSON file of every instrument of every exchange, some forty megabytes. Strikes and ticks are paise.
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { z } from 'zod';
import type { OptionInstrument, Underlying } from '../../domain/option-contract.js';
import { istInstant, nextIstTime, tradingDayOf } from '../../domain/trading-time.js';
import { BrokerError } from '../errors.js';
import { Kept } from '../kept.js';
import { BrokerTransport } from '../transport.js';
import { errorOf } from '../verdict.js';
import { judge } from './errors.js';

const PATH = '/OpenAPI_File/files/OpenAPIScripMaster.json';

export type Master = {
  options: readonly OptionInstrument[];
  /** Tokens of the indices on NSE. They are looked up, never known by heart: a wrong one is another index. */
  indexTokens: ReadonlyMap<Underlying, string>;
};

/** When the day's file is there (unchecked). */
const RENEWED_AT = '08:30';
const DOWNLOAD_TIMEOUT_MS = 30_000;
/** Most milliseconds of reading between two turns of the others: an entry's instant may come meanwhile. */
const LONGEST_STRETCH_MS = 5;
const ROWS_PER_LOOK = 50;
const UNDERLYINGS: readonly string[] = [
  'NIFTY',
  'BANKNIFTY',
  'FINNIFTY',
  'MIDCPNIFTY',
  'NIFTYNXT50',
] satisfies Underlying[];
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const rowSchema = z.looseObject({ instrumenttype: z.string(), exch_seg: z.string() });
const token = z.string().regex(/^\d+$/);
const positive = z.coerce.number().int().positive();
const optionSchema = z.object({
  token,
  symbol: z.string().regex(/(CE|PE)$/),
  expiry: z.string().regex(/^\d{2}[A-Z]{3}\d{4}$/),
  strike: positive,
  lotsize: positive,
  tick_size: positive,
});

/** The master of the day, downloaded once until it is renewed. */
export class InstrumentMaster {
  private readonly files: BrokerTransport;
  private readonly kept = new Kept<Master>();

  /** @param now - epoch ms */
  constructor(
    baseUrl: string,
    private readonly now: () => number,
  ) {
    this.files = new BrokerTransport(baseUrl, DOWNLOAD_TIMEOUT_MS);
  }

  /** @throws BrokerError; a failed attempt is forgotten */
  ofDay(): Promise<Master> {
    const now = this.now();
    return this.kept.get(now, nextIstTime(now, RENEWED_AT), () => this.download());
  }

  close(): Promise<void> {
    return this.files.close();
  }

  private async download(): Promise<Master> {
    const answer = await this.files.call({ method: 'GET', path: PATH });
    if (answer.kind === 'response' && answer.status === 200) return readMaster(answer.body);
    throw errorOf('angel', judge(answer), []);
  }
}

/** Reads the file row by row, letting others run in between. @throws BrokerError `unreachable` when it is not whole or a row of ours is odd */
export async function readMaster(text: string): Promise<Master> {
  const options: OptionInstrument[] = [];
  const indexTokens = new Map<Underlying, string>();
  try {
    let [read, stretchMs] = [0, performance.now()];
    for (const row of rows(text)) {
      if (++read % ROWS_PER_LOOK === 0 && performance.now() - stretchMs > LONGEST_STRETCH_MS) {
        await yieldToOthers();
        stretchMs = performance.now();
      }
      const name = nameOf(row);
      if (!isUnderlying(name)) continue;
      const { instrumenttype, exch_seg } = rowSchema.parse(row);
      if (exch_seg === 'NFO' && instrumenttype === 'OPTIDX') options.push(readOption(row, name));
      if (exch_seg === 'NSE' && instrumenttype === 'AMXIDX')
        indexTokens.set(name, z.object({ token }).parse(row).token);
    }
  } catch (error) {
    const problem = error instanceof z.ZodError ? error.issues.map((i) => i.path.join('.')).join(', ') : String(error);
    throw new BrokerError('unreachable', 'angel', `unreadable instrument master: ${problem}`);
  }
  return { options, indexTokens };
}

/** The flat objects of a JSON array, one after the other. @throws Error when it is cut off or something else */
function* rows(text: string): Generator<unknown> {
  let at = next(text, 0);
  if (text[at] !== '[') throw new Error('no list');
  at = next(text, at + 1);
  if (text[at] === ']') return;
  for (;;) {
    const end = text.indexOf('}', at);
    if (text[at] !== '{' || end < 0) throw new Error(`cut off at character ${at}`);
    yield JSON.parse(text.slice(at, end + 1));
    at = next(text, end + 1);
    if (text[at] === ']') return;
    if (text[at] !== ',') throw new Error(`cut off at character ${at}`);
    at = next(text, at + 1);
  }
}

/** The next character that is not white space. */
function next(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at += 1;
  return at;
}

function readOption(row: unknown, underlying: Underlying): OptionInstrument {
  const o = optionSchema.parse(row);
  return {
    tradingsymbol: o.symbol,
    instrumentKey: o.token,
    exchange: 'NFO',
    underlying,
    expiry: expiryOf(o.expiry),
    strikePaise: o.strike,
    optionType: o.symbol.endsWith('CE') ? 'CE' : 'PE',
    lotUnits: o.lotsize,
    tickPaise: o.tick_size,
  };
}

/** `28OCT2025` → `2025-10-28`. */
function expiryOf(text: string): string {
  const month = String(MONTHS.indexOf(text.slice(2, 5)) + 1).padStart(2, '0');
  const day = `${text.slice(5)}-${month}-${text.slice(0, 2)}`;
  if (tradingDayOf(istInstant(day, '00:00')) !== day) throw new Error(`no date: ${text}`);
  return day;
}

/** Without a schema: most of the rows are none of ours. @throws Error for a row without a name */
function nameOf(row: unknown): string {
  if (typeof row === 'object' && row !== null && 'name' in row && typeof row.name === 'string') return row.name;
  throw new Error('a row without a name');
}

const isUnderlying = (name: string): name is Underlying => UNDERLYINGS.includes(name);
