// What the Noren wire calls the options of the simulated listing: `NIFTY01DEC26C24500`.
import type { OptionInstrument } from '../../../domain/option-contract.js';
import type { TradingDay } from '../../../domain/trading-time.js';
import { namedBy } from '../naming.js';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Underlying, DDMMMYY, C or P, strike in rupees. */
export function norenSymbol({ underlying, expiry, optionType, strikePaise }: OptionInstrument): string {
  return `${underlying}${datePart(expiry, 2)}${optionType.slice(0, 1)}${strikePaise / 100}`;
}

/** `01-DEC-2026`. */
export function masterExpiry(expiry: TradingDay): string {
  return datePart(expiry, 4, '-');
}

/** The option of a symbol listed on a day, or undefined. */
export const { optionOf: optionOfSymbol } = namedBy(norenSymbol);

function datePart(expiry: TradingDay, yearDigits: 2 | 4, separator = ''): string {
  const [year = '', month = '', day = ''] = expiry.split('-');
  return [day, MONTHS[Number(month) - 1] ?? '', year.slice(-yearDigits)].join(separator);
}
