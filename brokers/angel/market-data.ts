// Quotes on Angel One's wire. A missing field is an error, never a default.
import { z } from 'zod';
import { toPaise } from '../../domain/money.js';
import type { ContractRef, Quote } from '../../domain/option-contract.js';
import { depthQuote } from '../depth-quote.js';
import { readable } from '../readable.js';

const amount = z.number().min(0);
const levels = z.array(z.object({ price: amount }));
const fetchedSchema = z.object({ fetched: z.array(z.looseObject({ exchange: z.string(), symbolToken: z.string() })) });
const quoteSchema = z.object({
  ltp: amount,
  lowerCircuit: amount,
  upperCircuit: amount,
  depth: z.object({ buy: levels, sell: levels }),
});

/** Contracts' tokens by exchange, as a quote request wants them. */
export function tokensByExchange(contracts: readonly ContractRef[]): Record<string, string[]> {
  const tokens: Record<string, string[]> = {};
  for (const { exchange, instrumentKey } of contracts) (tokens[exchange] ??= []).push(instrumentKey);
  return tokens;
}

/** Under which a quote is found: tokens are unique within an exchange. */
export const quoteKey = (exchange: string, token: string): string => `${exchange}:${token}`;

/** The body of a quote request. @param tokens - at most 50, by exchange */
export function quoteBody(mode: 'FULL' | 'LTP', tokens: Readonly<Record<string, readonly string[]>>): string {
  return JSON.stringify({ mode, exchangeTokens: tokens });
}

/**
 * Quotes in mode FULL by `quoteKey`; what is not listed is not in the answer, and what nobody offers or bids for has no quote.
 * @throws BrokerError `unreachable`
 */
export function readQuotes(data: unknown): Map<string, Quote> {
  return readable('angel', 'quotes', () => {
    const rows = fetchedSchema
      .parse(data)
      .fetched.map((row) => [quoteKey(row.exchange, row.symbolToken), readQuote(row)] as const);
    return new Map(rows.filter((row): row is [string, Quote] => row[1] !== undefined));
  });
}

/** The last level of an index, asked for by its token. @throws BrokerError `unreachable` */
export function readSpotPaise(data: unknown, token: string): number {
  return readable('angel', 'index quote', () => {
    const row = fetchedSchema.parse(data).fetched.find((r) => r.exchange === 'NSE' && r.symbolToken === token);
    return toPaise(z.object({ ltp: z.number().positive() }).parse(row).ltp);
  });
}

function readQuote(row: unknown): Quote | undefined {
  const { depth, ltp: last, lowerCircuit: lowerBand, upperCircuit: upperBand } = quoteSchema.parse(row);
  return depthQuote({ bid: depth.buy[0]?.price, ask: depth.sell[0]?.price, last, lowerBand, upperBand }, toPaise);
}
