// Whether a strategy's legs can be found in the day's list of contracts. The strike itself is chosen shortly before the entry.
import { legProblems, legProblemsText } from './leg-problems.js';
import { candidatesOf, type LegSpec, type OptionInstrument } from './option-contract.js';
import type { TradingDay } from './trading-time.js';

/**
 * @param listed - the underlying's options in the day's list; undefined: it has not been read
 * @returns one sentence for people, or undefined when every leg has contracts to choose from
 */
export function contractProblem(
  legs: readonly LegSpec[],
  listed: readonly OptionInstrument[] | undefined,
  day: TradingDay,
): string | undefined {
  const wrong = legProblems(legs);
  if (wrong.length > 0) return `The strategy's legs cannot be traded: ${legProblemsText(wrong)}.`;
  if (legs.length === 0) return 'The strategy has no legs.';
  if (listed === undefined) return "The broker's list of today's contracts has not been read.";
  const missing = legs.find((leg) => candidatesOf(leg, listed, day).length === 0);
  return missing && `The broker lists no ${missing.optionType} of the strategy's expiry (${missing.expiry}) today.`;
}
