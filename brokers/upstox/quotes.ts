// Quotes on Upstox' wire. A missing field is an error, never a default.
import { z } from 'zod';
import type { Quote } from '../../domain/option-contract.js';
import { depthQuote } from '../depth-quote.js';
import { readable } from '../readable.js';
import { paiseOf } from './amounts.js';

const amount = z.number().min(0);
const level = z.object({ price: amount });
const quoteSchema = z.object({
  instrument_token: z.string().min(1),
  last_price: amount,
  lower_circuit_limit: amount,
  upper_circuit_limit: amount,
  depth: z.object({ buy: z.array(level), sell: z.array(level) }),
});
const lastPriceSchema = z.object({ instrument_token: z.string().min(1), last_price: z.number().positive() });

/**
 * Quotes by instrument key. The answer's own keys (`NSE_FO:…`) are names of a third kind; each row says its instrument_token.
 * An instrument that nobody offers or bids for has no quote.
 * @see https://upstox.com/developer/api-documentation/get-full-market-quote (read 2026-11-24)
 * @throws BrokerError `unreachable`
 */
export function readQuotes(data: unknown): Map<string, Quote> {
  return readable('upstox', 'quotes', () => {
    const rows = Object.values(z.record(z.string(), quoteSchema).parse(data));
    return new Map(rows.flatMap((row) => readQuote(row)));
  });
}

/** The last level of an index. @throws BrokerError `unreachable` */
export function readSpotPaise(data: unknown, key: string): number {
  return readable('upstox', 'index quote', () => {
    const rows = Object.values(z.record(z.string(), lastPriceSchema).parse(data));
    const row = rows.find(({ instrument_token }) => instrument_token === key);
    if (!row) throw new Error(`${key} is missing`);
    return paiseOf(row.last_price);
  });
}

function readQuote(row: z.infer<typeof quoteSchema>): [string, Quote][] {
  const { depth, last_price: last, lower_circuit_limit: lowerBand, upper_circuit_limit: upperBand } = row;
  const best = { bid: depth.buy[0]?.price, ask: depth.sell[0]?.price };
  const quote = depthQuote({ ...best, last, lowerBand, upperBand }, paiseOf);
  return quote ? [[row.instrument_token, quote]] : [];
}
