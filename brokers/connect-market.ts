// Quotes and instruments of the Kite Connect family. A missing field is an error, never a default.
import { z } from 'zod';
import { toPaise } from '../domain/money.js';
import type { OptionInstrument, Quote, Underlying } from '../domain/option-contract.js';
import { depthQuote } from './depth-quote.js';
import { readable } from './readable.js';

/** How an index is called in a quote request. */
export const INDEX_KEYS: Readonly<Record<Underlying, string>> = {
  NIFTY: 'NSE:NIFTY 50',
  BANKNIFTY: 'NSE:NIFTY BANK',
  FINNIFTY: 'NSE:NIFTY FIN SERVICE',
  MIDCPNIFTY: 'NSE:NIFTY MID SELECT',
  NIFTYNXT50: 'NSE:NIFTY NEXT 50',
};

const amount = z.number().min(0);
const level = z.object({ price: amount });
const quoteSchema = z.object({
  last_price: amount,
  lower_circuit_limit: amount,
  upper_circuit_limit: amount,
  depth: z.object({ buy: z.array(level), sell: z.array(level) }),
});
const instrumentSchema = z.object({
  tradingsymbol: z.string().min(1),
  expiry: z.iso.date(),
  strike: z.coerce.number().positive(),
  tick_size: z.coerce.number().positive(),
  lot_size: z.coerce.number().int().positive(),
  instrument_type: z.enum(['CE', 'PE']),
  exchange: z.enum(['NFO', 'BFO']),
});

/**
 * Quotes by the key they were asked under; an instrument that nobody offers or bids for has no quote.
 * @param asked - keys; what else is in the data was asked for by others
 * @throws BrokerError `unreachable`
 */
export function readQuotes(broker: string, data: unknown, asked: readonly string[]): Map<string, Quote> {
  return readable(broker, 'quotes', () => {
    const rows = z.record(z.string(), z.unknown()).parse(data);
    const listed = asked.filter((key) => Object.hasOwn(rows, key)).map((key) => [key, readQuote(rows[key])] as const);
    return new Map(listed.filter((row): row is [string, Quote] => row[1] !== undefined));
  });
}

/** The last level of an index. @throws BrokerError `unreachable` */
export function readSpotPaise(broker: string, data: unknown, key: string): number {
  return readable(broker, 'index quote', () => {
    const rows = z.record(z.string(), z.unknown()).parse(data);
    return toPaise(z.object({ last_price: z.number().positive() }).parse(rows[key]).last_price);
  });
}

/** The options on an underlying in the instruments CSV. @throws BrokerError `unreachable` */
export function readInstruments(broker: string, csv: string, underlying: Underlying): OptionInstrument[] {
  return readable(broker, 'instruments', () => {
    const [header = '', ...lines] = csv.split(/\r?\n/).filter((line) => line !== '');
    const columns = header.split(',');
    if (!columns.includes('tradingsymbol')) throw new Error('no header line');
    const named = columns.indexOf('name');
    return lines
      .filter((line) => line.includes(underlying))
      .map((line) => line.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1')))
      .filter((cells) => cells[named] === underlying)
      .map((cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i]])))
      .filter((row) => row['segment'] === 'NFO-OPT' || row['segment'] === 'BFO-OPT')
      .map((row) => readInstrument(row, underlying));
  });
}

function readQuote(row: unknown): Quote | undefined {
  const {
    depth,
    last_price: last,
    lower_circuit_limit: lowerBand,
    upper_circuit_limit: upperBand,
  } = quoteSchema.parse(row);
  return depthQuote({ bid: depth.buy[0]?.price, ask: depth.sell[0]?.price, last, lowerBand, upperBand }, toPaise);
}

function readInstrument(row: unknown, underlying: Underlying): OptionInstrument {
  const i = instrumentSchema.parse(row);
  return {
    tradingsymbol: i.tradingsymbol,
    instrumentKey: i.tradingsymbol,
    exchange: i.exchange,
    underlying,
    expiry: i.expiry,
    strikePaise: toPaise(i.strike),
    optionType: i.instrument_type,
    lotUnits: i.lot_size,
    tickPaise: toPaise(i.tick_size),
  };
}
