// Asks for the premiums that legs by premium need: a few strikes a round, a few rounds, so that it ends within the fixing window.
import type { BrokerAdapter, BrokerSession } from '../brokers/port.js';
import { candidatesOf, strikeRuleOf, type LegSpec, type OptionInstrument } from '../domain/option-contract.js';
import { premiumQuestions, searchBounds, type Premiums } from '../domain/premium-search.js';

type Source = { adapter: BrokerAdapter; session: BrokerSession };

/**
 * All legs are asked for together: at most four quote requests, of nine contracts a leg each; fewer where each quote is a call of its own.
 * @returns undefined when the wire's pace does not let the search come to its end in about ten seconds: the nearest so far would be a guess
 * @throws BrokerError when the broker cannot be read
 */
export async function premiumsFor(
  { adapter, session }: Source,
  legs: readonly LegSpec[],
  listed: readonly OptionInstrument[],
  day: string,
): Promise<Premiums | undefined> {
  const premiums = new Map<string, number | null>();
  const searches = legs.flatMap((leg) => {
    const rule = strikeRuleOf(leg);
    return rule.by === 'premium' ? [{ candidates: candidatesOf(leg, listed, day), paise: rule.paise }] : [];
  });
  if (searches.length === 0) return premiums;
  const { quotesPerSecond } = adapter.capabilities;
  const { perRound, rounds } = searchBounds(searches.length, quotesPerSecond);
  const questions = (): OptionInstrument[] =>
    searches.flatMap(({ candidates, paise }) => premiumQuestions(candidates, paise, premiums, perRound));
  for (let round = 0; round < rounds; round += 1) {
    const asked = questions();
    if (asked.length === 0) return premiums;
    const contracts = [...new Map(asked.map((c) => [c.tradingsymbol, c])).values()];
    const quotes = await adapter.quotes(session, contracts);
    for (const { tradingsymbol } of contracts) {
      const quote = quotes.get(tradingsymbol);
      premiums.set(tradingsymbol, quote ? (quote.bidPaise + quote.askPaise) / 2 : null);
    }
  }
  return quotesPerSecond === undefined || questions().length === 0 ? premiums : undefined;
}
