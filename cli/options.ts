// Options of the commands, read strictly: what cannot be meant is refused with a sentence.
import { InvalidArgumentError, Option } from 'commander';
import { UNDERLYINGS } from '../domain/option-contract.js';
import type { TradingDay } from '../domain/trading-time.js';

/** @throws InvalidArgumentError unless it is a day that exists */
export function day(text: string): TradingDay {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError('must be a day as YYYY-MM-DD');
  return text;
}

/** @throws InvalidArgumentError unless it is a whole number in the range */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(`must be a whole number from ${least} to ${most}`);
    return value;
  };

export const underlyingOption = () => new Option('--underlying <name>', 'the index').choices([...UNDERLYINGS]);
