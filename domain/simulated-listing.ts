// Which options the simulated exchange lists on a day, and how their symbols read. Shared by the simulators and paper trading.
import { lotUnitsOf } from './contract-sizes.js';
import { UNDERLYINGS, type OptionInstrument, type OptionType, type Underlying } from './option-contract.js';
import { addDays, weekdayOf, type TradingDay } from './trading-time.js';

type Series = { baseSpotPaise: number; strikeStepPaise: number; expiries: 'weekly' | 'monthly' };

export { UNDERLYINGS };

/** Every index option moves in ticks of 5 paise. */
export const TICK_PAISE = 5;
const STRIKES_EACH_SIDE = 40;
const WEEKLY_EXPIRIES = 4;
const MONTHLY_EXPIRIES = 3;
const TUESDAY = 2;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const SERIES: Readonly<Record<Underlying, Series>> = {
  NIFTY: { baseSpotPaise: 24_500_00, strikeStepPaise: 50_00, expiries: 'weekly' },
  BANKNIFTY: { baseSpotPaise: 52_000_00, strikeStepPaise: 100_00, expiries: 'monthly' },
  FINNIFTY: { baseSpotPaise: 24_000_00, strikeStepPaise: 50_00, expiries: 'monthly' },
  MIDCPNIFTY: { baseSpotPaise: 12_500_00, strikeStepPaise: 25_00, expiries: 'monthly' },
  NIFTYNXT50: { baseSpotPaise: 66_000_00, strikeStepPaise: 100_00, expiries: 'monthly' },
};

/** The level around which the simulated index moves, and the middle of its listed strikes. */
export function baseSpotPaise(underlying: Underlying): number {
  return SERIES[underlying].baseSpotPaise;
}

/**
 * The options listed on a day: 81 strikes around the base, calls and puts, on the next four Tuesdays (NIFTY) or the last
 * Tuesdays of three months (the others). The simulated exchange knows no holidays: an expiry stays on its Tuesday.
 */
export function listedOptions(underlying: Underlying, day: TradingDay): OptionInstrument[] {
  const { baseSpotPaise: base, strikeStepPaise } = SERIES[underlying];
  const strikes = Array.from(
    { length: 2 * STRIKES_EACH_SIDE + 1 },
    (_, i) => base + (i - STRIKES_EACH_SIDE) * strikeStepPaise,
  );
  return expiriesFrom(underlying, day).flatMap((expiry) =>
    strikes.flatMap((strike) => [option(underlying, expiry, strike, 'CE'), option(underlying, expiry, strike, 'PE')]),
  );
}

/** The option of that symbol listed on a day, or undefined. */
export function listedOption(tradingsymbol: string, day: TradingDay): OptionInstrument | undefined {
  return listingOf(day).get(tradingsymbol);
}

/** The first expiries on or after a day, soonest first. */
export function expiriesFrom(underlying: Underlying, day: TradingDay): TradingDay[] {
  const firstTuesday = addDays(day, (TUESDAY - weekdayOf(day) + 7) % 7);
  const tuesdays = Array.from({ length: 5 * (MONTHLY_EXPIRIES + 1) }, (_, i) => addDays(firstTuesday, 7 * i));
  if (SERIES[underlying].expiries === 'weekly') return tuesdays.slice(0, WEEKLY_EXPIRIES);
  return tuesdays.filter((t) => addDays(t, 7).slice(0, 7) !== t.slice(0, 7)).slice(0, MONTHLY_EXPIRIES);
}

/** `NIFTY` + DDMMMYY + strike in rupees + CE or PE: `NIFTY25OCT2424500CE`. */
export function optionSymbol(
  underlying: Underlying,
  expiry: TradingDay,
  strikePaise: number,
  type: OptionType,
): string {
  const month = MONTHS[Number(expiry.slice(5, 7)) - 1] ?? '';
  return `${underlying}${expiry.slice(8, 10)}${month}${expiry.slice(2, 4)}${strikePaise / 100}${type}`;
}

const DAYS_REMEMBERED = 8;
const listings = new Map<TradingDay, ReadonlyMap<string, OptionInstrument>>();

function listingOf(day: TradingDay): ReadonlyMap<string, OptionInstrument> {
  const known = listings.get(day);
  if (known) return known;
  const listing = new Map(UNDERLYINGS.flatMap((u) => listedOptions(u, day)).map((o) => [o.tradingsymbol, o]));
  for (const oldest of listings.keys()) if (listings.size >= DAYS_REMEMBERED) listings.delete(oldest);
  listings.set(day, listing);
  return listing;
}

function option(
  underlying: Underlying,
  expiry: TradingDay,
  strikePaise: number,
  optionType: OptionType,
): OptionInstrument {
  const tradingsymbol = optionSymbol(underlying, expiry, strikePaise, optionType);
  return {
    tradingsymbol,
    exchange: 'NFO',
    instrumentKey: tradingsymbol,
    underlying,
    expiry,
    strikePaise,
    optionType,
    lotUnits: lotUnitsOf(underlying, expiry),
    tickPaise: TICK_PAISE,
  };
}
