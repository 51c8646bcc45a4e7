// Exchange tokens of the simulated listing: numbers, as the wires that ask by token want them. Fixed for a contract's life.
import type { OptionInstrument } from '../../domain/option-contract.js';
import { listedOptions, UNDERLYINGS } from '../../domain/simulated-listing.js';
import type { TradingDay } from '../../domain/trading-time.js';

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2024-01-01T00:00:00Z');
/** Strikes are told apart by their distance in steps of 25 rupees, up to the highest index level that is listed. */
const STRIKE_STEP_PAISE = 25_00;
const MOST_STRIKES = 4_000;

/** The token of a listed option. */
export function tokenOf({ underlying, expiry, strikePaise, optionType }: OptionInstrument): number {
  const day = Math.round((Date.parse(`${expiry}T00:00:00Z`) - FIRST_DAY) / DAY_MS);
  const series = day * UNDERLYINGS.length + UNDERLYINGS.indexOf(underlying);
  return (series * MOST_STRIKES + strikePaise / STRIKE_STEP_PAISE) * 2 + (optionType === 'CE' ? 0 : 1);
}

/** The option of a token listed on a day, or undefined. */
export function optionOfToken(token: string, day: TradingDay): OptionInstrument | undefined {
  if (tokens?.day !== day) tokens = { day, options: optionsByToken(day) };
  return tokens.options.get(token);
}

let tokens: { day: TradingDay; options: ReadonlyMap<string, OptionInstrument> } | undefined;

function optionsByToken(day: TradingDay): ReadonlyMap<string, OptionInstrument> {
  return new Map(UNDERLYINGS.flatMap((u) => listedOptions(u, day)).map((o) => [String(tokenOf(o)), o]));
}
