// What a broker calls the options of the simulated listing, where it has names of its own, and which option a name means.
import type { OptionInstrument } from '../../domain/option-contract.js';
import { listedOptions, UNDERLYINGS } from '../../domain/simulated-listing.js';
import type { TradingDay } from '../../domain/trading-time.js';

export type Naming = {
  symbolOf: (option: OptionInstrument) => string;
  /** The option of a symbol listed on a day, or undefined. */
  optionOf: (symbol: string, day: TradingDay) => OptionInstrument | undefined;
};

/** Both ways from one; a day's names are made once. */
export function namedBy(symbolOf: Naming['symbolOf']): Naming {
  let known: { day: TradingDay; options: ReadonlyMap<string, OptionInstrument> } | undefined;
  return {
    symbolOf,
    optionOf(symbol, day) {
      if (known?.day !== day) {
        const listed = UNDERLYINGS.flatMap((underlying) => listedOptions(underlying, day));
        known = { day, options: new Map(listed.map((option) => [symbolOf(option), option])) };
      }
      return known.options.get(symbol);
    },
  };
}
