// What Kite calls the options of the simulated listing: `NIFTY2610624500CE` in a week, `NIFTY26JAN24500CE` when the month ends with it.
import type { OptionInstrument } from '../../../domain/option-contract.js';
import { addDays } from '../../../domain/trading-time.js';
import { namedBy } from '../naming.js';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** Months of weekly names have one character. */
const SHORT_MONTHS = '123456789OND';

export const kiteNaming = namedBy(({ underlying, expiry, strikePaise, optionType }: OptionInstrument) => {
  const [year = '', month = '', day = ''] = expiry.split('-');
  const last = addDays(expiry, 7).slice(0, 7) !== expiry.slice(0, 7);
  const monthly = MONTHS[Number(month) - 1] ?? '';
  const weekly = `${SHORT_MONTHS.charAt(Number(month) - 1)}${day}`;
  return `${underlying}${year.slice(2)}${last ? monthly : weekly}${strikePaise / 100}${optionType}`;
});
