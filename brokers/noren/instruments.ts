// The instrument master of the Noren wire: a zipped CSV of the exchange's contracts.
import { unzip, type UnzipFileInfo } from 'fflate';
import { z } from 'zod';
import { toPaise } from '../../domain/money.js';
import type { OptionInstrument, Underlying } from '../../domain/option-contract.js';
import { readable } from '../readable.js';
import { text } from './fields.js';

export const MASTER_PATH = '/NFO_symbols.txt.zip';

const COLUMNS = ['Exchange', 'Token', 'LotSize', 'Symbol', 'TradingSymbol', 'Expiry', 'Instrument', 'OptionType'];
const ENTRY = /^[^/]*NFO_symbols\.txt$/;
/** The file has a few megabytes; what claims to be this large is not it. */
const LARGEST_BYTES = 128 * 1024 * 1024;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const rowSchema = z.object({
  Exchange: z.literal('NFO'),
  Token: z.string().regex(/^\d+$/, 'not a token'),
  LotSize: z.coerce.number().int().positive(),
  TradingSymbol: text,
  Expiry: z.string().transform(expiryDay),
  OptionType: z.enum(['CE', 'PE']),
  StrikePrice: z.coerce.number().positive(),
  TickSize: z.coerce.number().positive(),
});

/** The master's text. @throws Error for what is no zip file of it */
export function unzipMaster(file: Buffer): Promise<string> {
  const filter = ({ name, originalSize }: UnzipFileInfo): boolean => ENTRY.test(name) && originalSize <= LARGEST_BYTES;
  return new Promise((resolve, reject) => {
    unzip(file, { filter }, (error, entries) => {
      const [content] = Object.values(error ? {} : entries);
      if (error) reject(new Error(`no zip file: ${error.message}`));
      else if (!content) reject(new Error('the zip file has no NFO_symbols.txt'));
      else resolve(Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8'));
    });
  });
}

/** The index options on an underlying. @throws BrokerError `unreachable` */
export function readInstruments(csv: string, underlying: Underlying): OptionInstrument[] {
  return readable('zebu', 'instruments', () => {
    const [header = '', ...lines] = csv.split(/\r?\n/);
    const columns = header.split(',').map((name) => name.trim());
    const missing = COLUMNS.filter((name) => !columns.includes(name));
    if (missing.length > 0) throw new Error(`no column ${missing.join(', ')}`);
    return (
      lines
        // Cheap, before the line is taken apart: the file has every contract of the exchange.
        .filter((line) => line.includes(`,${underlying},`))
        .map((line) => Object.fromEntries(line.split(',').map((cell, i) => [columns[i] ?? '', cell.trim()])))
        .filter((row) => row['Symbol'] === underlying && row['Instrument'] === 'OPTIDX')
        .map((row) => readInstrument(row, underlying))
    );
  });
}

function readInstrument(row: unknown, underlying: Underlying): OptionInstrument {
  const i = rowSchema.parse(row);
  return {
    tradingsymbol: i.TradingSymbol,
    instrumentKey: i.Token,
    exchange: i.Exchange,
    underlying,
    expiry: i.Expiry,
    strikePaise: toPaise(i.StrikePrice),
    optionType: i.OptionType,
    lotUnits: i.LotSize,
    tickPaise: toPaise(i.TickSize),
  };
}

/** `29-SEP-2026` to `2026-09-29`. */
function expiryDay(written: string): string {
  const [, day, name = '', year] = /^(\d{2})-([A-Za-z]{3})-(\d{4})$/.exec(written) ?? [];
  const month = MONTHS.indexOf(name.toUpperCase()) + 1;
  if (day === undefined || year === undefined || month === 0) throw new Error(`Expiry: ${JSON.stringify(written)}`);
  return `${year}-${String(month).padStart(2, '0')}-${day}`;
}
