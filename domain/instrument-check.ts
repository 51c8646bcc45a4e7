// Whether a broker's instrument list of a day can be believed: whole, without doubles, not far smaller than the last one.
import type { OptionInstrument, Underlying } from './option-contract.js';
import type { TradingDay } from './trading-time.js';

/** Listed options by underlying; an underlying without any is absent. */
export type InstrumentCounts = Partial<Record<Underlying, number>>;

/** An expiry takes a part of the list away, never half of it. */
const LEAST_SHARE = 0.5;

export function countInstruments(instruments: readonly OptionInstrument[]): InstrumentCounts {
  const counts: InstrumentCounts = {};
  for (const { underlying } of instruments) counts[underlying] = (counts[underlying] ?? 0) + 1;
  return counts;
}

/**
 * Why a list must not be used, in words for operators, or undefined when it may.
 * @param former - the counts of the last list that was believed; undefined: there is none
 */
export function masterProblem(
  instruments: readonly OptionInstrument[],
  former: { day: TradingDay; counts: InstrumentCounts } | undefined,
): string | undefined {
  if (instruments.length === 0) return 'the broker lists no option';
  const double = firstDouble(instruments);
  if (double) return `${double.underlying}: the broker lists ${double.tradingsymbol} (${double.instrumentKey}) twice`;
  return former && shrinkage(countInstruments(instruments), former);
}

function shrinkage(
  counts: InstrumentCounts,
  former: { day: TradingDay; counts: InstrumentCounts },
): string | undefined {
  const shrunk = Object.entries(former.counts).flatMap(([underlying, before]) => {
    const now = counts[underlying as Underlying] ?? 0;
    return now < before * LEAST_SHARE ? [`${underlying} has ${now} options, on ${former.day} it had ${before}`] : [];
  });
  return shrunk.length > 0 ? shrunk.join('; ') : undefined;
}

/** Neither a key nor a contract (underlying, expiry, strike, type) may be there twice. */
function firstDouble(instruments: readonly OptionInstrument[]): OptionInstrument | undefined {
  const seen = new Set<string>();
  return instruments.find((i) => {
    const names = [
      `key ${i.instrumentKey}`,
      `symbol ${i.tradingsymbol}`,
      `contract ${i.underlying} ${i.exchange} ${i.expiry} ${i.strikePaise} ${i.optionType}`,
    ];
    const isDouble = names.some((name) => seen.has(name));
    for (const name of names) seen.add(name);
    return isDouble;
  });
}
