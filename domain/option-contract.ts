// What a strategy's leg means and what it becomes on a trading day: a listed contract with its rules and a limit price.
import { assertNever } from './assert-never.js';
import { expiryBy, type ExpiryRule } from './expiry-rule.js';
import { nearestPremium, type Premiums } from './premium-search.js';

export type Side = 'BUY' | 'SELL';
export type OptionType = 'CE' | 'PE';
/** The indices whose options are traded. */
export const UNDERLYINGS = ['NIFTY', 'BANKNIFTY', 'FINNIFTY', 'MIDCPNIFTY', 'NIFTYNXT50'] as const;
export type Underlying = (typeof UNDERLYINGS)[number];

/** Which strike of the expiry's listed ones a leg takes. By delta is not offered: no broker's list or quote carries it. */
export type StrikeRule =
  /** Strikes away from at-the-money: positive = above the spot, negative = below. */
  | { by: 'atm_offset'; steps: number }
  /** The listed strike nearest to the spot plus so many index points; negative = below. */
  | { by: 'distance'; points: number }
  /** The strike whose premium (middle of bid and ask) is nearest to this. */
  | { by: 'premium'; paise: number };

/** One leg of a template, relative to the market of the day. */
export type LegSpec = {
  side: Side;
  optionType: OptionType;
  expiry: ExpiryRule;
  /** Whole lots at multiplier 1. */
  lots: number;
} & (
  | { strike: StrikeRule; strikeOffset?: undefined }
  /** Short for `{by: 'atm_offset', steps}`. */
  | { strikeOffset: number; strike?: undefined }
);

/** What a contract is called at one broker. */
export type ContractRef = {
  /** The name that people and partners see. */
  tradingsymbol: string;
  exchange: 'NFO' | 'BFO';
  /** The broker's own key: what its wire asks for (`NSE_FO|54321`, a token); the tradingsymbol where the wire has no key. */
  instrumentKey: string;
};

/** A listed option, as the broker's instrument list of the day has it. Prices in paise. */
export type OptionInstrument = ContractRef & {
  underlying: Underlying;
  /** `YYYY-MM-DD` */
  expiry: string;
  strikePaise: number;
  optionType: OptionType;
  lotUnits: number;
  tickPaise: number;
};

/** A leg fixed for a run: the same for every subscriber of the same broker. */
export type RunContract = OptionInstrument & {
  legIndex: number;
  side: Side;
  lots: number;
  limitPricePaise: number;
  /** Most units one order may carry, a whole number of lots. */
  sliceUnits: number;
};

/** Bid, ask and last traded price in paise, and the exchange's price band. */
export type Quote = {
  bidPaise: number;
  askPaise: number;
  lastPaise: number;
  lowerBandPaise: number;
  upperBandPaise: number;
};

export const strikeRuleOf = (leg: Pick<LegSpec, 'strike' | 'strikeOffset'>): StrikeRule =>
  leg.strike ?? { by: 'atm_offset', steps: leg.strikeOffset ?? 0 };

/** The strike nearest to the spot, the lower one on a tie. @param strikesPaise - any order, not empty */
export function atTheMoney(strikesPaise: readonly number[], spotPaise: number): number {
  const sorted = [...strikesPaise].sort((a, b) => a - b);
  const first = sorted[0];
  if (first === undefined) throw new RangeError('no strikes');
  return sorted.reduce((best, s) => (Math.abs(s - spotPaise) < Math.abs(best - spotPaise) ? s : best), first);
}

/** The listed contracts a leg may become, by strike. */
export function candidatesOf(
  leg: Pick<LegSpec, 'expiry' | 'optionType'>,
  listed: readonly OptionInstrument[],
  day: string,
): OptionInstrument[] {
  const expiry = expiryBy(
    leg.expiry,
    listed.map((i) => i.expiry),
    day,
  );
  return listed
    .filter((i) => i.expiry === expiry && i.optionType === leg.optionType)
    .sort((a, b) => a.strikePaise - b.strikePaise);
}

/**
 * Picks the listed contract of a leg.
 * @param premiums - what is known of the candidates' premiums; only legs by premium need them
 * @returns undefined when the day's list has no such contract (the caller reports it, nothing is guessed)
 */
export function resolveLeg(
  leg: LegSpec,
  listed: readonly OptionInstrument[],
  spotPaise: number,
  day: string,
  premiums: Premiums = new Map(),
): OptionInstrument | undefined {
  const candidates = candidatesOf(leg, listed, day);
  if (candidates.length === 0) return undefined;
  const strikes = candidates.map((i) => i.strikePaise);
  const rule = strikeRuleOf(leg);
  switch (rule.by) {
    case 'atm_offset':
      return candidates[strikes.indexOf(atTheMoney(strikes, spotPaise)) + rule.steps];
    case 'distance':
      return candidates[indexNear(strikes, spotPaise + rule.points * 100)];
    case 'premium':
      return nearestPremium(candidates, rule.paise, premiums);
    default:
      return assertNever(rule, 'strike rule');
  }
}

/** What was looked for, in words: `no CE contract is listed at ATM +6 of the nearest expiry`. */
export function missingLegText(leg: LegSpec): string {
  const expiry = { nearest: 'nearest', next_weekly: 'next weekly', monthly: 'monthly' }[leg.expiry];
  return `no ${leg.optionType} contract ${placeOf(strikeRuleOf(leg))} of the ${expiry} expiry`;
}

function placeOf(rule: StrikeRule): string {
  switch (rule.by) {
    case 'atm_offset':
      return `is listed at ATM ${signed(rule.steps)}`;
    case 'distance':
      return `is listed around ${signed(rule.points)} points from the spot`;
    case 'premium':
      return `with a premium around ₹${(rule.paise / 100).toFixed(2)} is quoted`;
    default:
      return assertNever(rule, 'strike rule');
  }
}

/** Index of the strike nearest to a level inside the listed range, the lower one on a tie; -1 outside of it. */
function indexNear(strikes: readonly number[], levelPaise: number): number {
  if (levelPaise < (strikes[0] ?? Infinity) || levelPaise > (strikes.at(-1) ?? -Infinity)) return -1;
  return strikes.indexOf(atTheMoney(strikes, levelPaise));
}

const signed = (offset: number): string => (offset < 0 ? String(offset) : `+${offset}`);
