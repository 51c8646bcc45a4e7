// What a strategy's leg means and what it becomes on a trading day: a listed contract with its rules and a limit price.

export type Side = 'BUY' | 'SELL';
export type OptionType = 'CE' | 'PE';
/** The indices whose options are traded. */
export const UNDERLYINGS = ['NIFTY', 'BANKNIFTY', 'FINNIFTY', 'MIDCPNIFTY', 'NIFTYNXT50'] as const;
export type Underlying = (typeof UNDERLYINGS)[number];

/** One leg of a template, relative to the market of the day. */
export type LegSpec = {
  side: Side;
  optionType: OptionType;
  /** Strikes away from at-the-money: positive = above the spot, negative = below. */
  strikeOffset: number;
  expiry: 'nearest';
  /** Whole lots at multiplier 1. */
  lots: number;
};

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

/** The strike nearest to the spot, the lower one on a tie. @param strikesPaise - any order, not empty */
export function atTheMoney(strikesPaise: readonly number[], spotPaise: number): number {
  const sorted = [...strikesPaise].sort((a, b) => a - b);
  const first = sorted[0];
  if (first === undefined) throw new RangeError('no strikes');
  return sorted.reduce((best, s) => (Math.abs(s - spotPaise) < Math.abs(best - spotPaise) ? s : best), first);
}

/**
 * Picks the listed contract of a leg: nearest expiry on or after the day, then ATM ± offset among the listed strikes.
 * @returns undefined when the day's list has no such contract (the caller reports it, nothing is guessed)
 */
export function resolveLeg(
  leg: LegSpec,
  listed: readonly OptionInstrument[],
  spotPaise: number,
  day: string,
): OptionInstrument | undefined {
  const expiry = listed
    .map((i) => i.expiry)
    .filter((e) => e >= day)
    .sort()[0];
  const candidates = listed.filter((i) => i.expiry === expiry && i.optionType === leg.optionType);
  if (expiry === undefined || candidates.length === 0) return undefined;
  const strikes = [...new Set(candidates.map((i) => i.strikePaise))].sort((a, b) => a - b);
  const index = strikes.indexOf(atTheMoney(strikes, spotPaise)) + leg.strikeOffset;
  return candidates.find((i) => i.strikePaise === strikes[index]);
}
