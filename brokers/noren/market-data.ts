// Quotes on the Noren wire: one contract a call, asked for by its token.
import { z } from 'zod';
import { toPaise } from '../../domain/money.js';
import type { Quote, Underlying } from '../../domain/option-contract.js';
import { readable } from '../readable.js';
import { rupees } from './fields.js';

/** The exchange's tokens of the indices. @see the broker's NSE_symbols.txt, instrument INDEX (third party, read 2026-08-15) */
export const INDEX_TOKENS: Readonly<Record<Underlying, string>> = {
  NIFTY: '26000',
  BANKNIFTY: '26009',
  FINNIFTY: '26037',
  MIDCPNIFTY: '26074',
  NIFTYNXT50: '26013',
};
export const INDEX_EXCHANGE = 'NSE';

// A side of the book that nobody is on is 0 or left out.
const quoteSchema = z.object({ token: z.string(), lp: rupees, uc: rupees, lc: rupees });
const touchSchema = z.object({ bp1: rupees.default(0), sp1: rupees.default(0) });
const spotSchema = z.object({ token: z.string(), lp: rupees.refine((level) => level > 0, 'no level') });

/** @returns undefined for a contract that nobody offers or bids for @throws BrokerError `unreachable`, also for another contract's quote */
export function readQuote(data: unknown, token: string): Quote | undefined {
  return readable('zebu', 'quote', () => {
    const { bp1, sp1 } = touchSchema.parse(data);
    if (bp1 === 0 || sp1 === 0) return undefined;
    const quote = quoteSchema.parse(data);
    requireToken(quote.token, token);
    return {
      bidPaise: toPaise(bp1),
      askPaise: toPaise(sp1),
      lastPaise: toPaise(quote.lp),
      lowerBandPaise: toPaise(quote.lc),
      upperBandPaise: toPaise(quote.uc),
    };
  });
}

/** The last level of an index. @throws BrokerError `unreachable` */
export function readSpotPaise(data: unknown, token: string): number {
  return readable('zebu', 'index quote', () => {
    const spot = spotSchema.parse(data);
    requireToken(spot.token, token);
    return toPaise(spot.lp);
  });
}

function requireToken(got: string, asked: string): void {
  if (got !== asked) throw new Error(`token: asked for ${asked}, got ${JSON.stringify(got)}`);
}
