// The simulated market: spot and option quotes as a pure function of time, the same in every process, open round the clock.
import type { OptionInstrument, Quote, Underlying } from './option-contract.js';
import { optionPrice } from './option-pricing.js';
import { baseSpotPaise, TICK_PAISE } from './simulated-listing.js';
import { istInstant, tradingDayOf } from './trading-time.js';

/** Volatility of a year, and where on its waves each index stands at the epoch (radians). */
const CHARACTER: Readonly<Record<Underlying, { volatility: number; phase: number }>> = {
  NIFTY: { volatility: 0.13, phase: 0.4 },
  BANKNIFTY: { volatility: 0.15, phase: 1.7 },
  FINNIFTY: { volatility: 0.14, phase: 2.9 },
  MIDCPNIFTY: { volatility: 0.17, phase: 4.1 },
  NIFTYNXT50: { volatility: 0.17, phase: 5.3 },
};

/** Sine waves as fractions of the base: slow tides to ripples, together under 1 % and slow enough for a limit 2 % through the touch to fill. */
const WAVES = [
  { amplitude: 0.006, periodMs: 26_417_000 },
  { amplitude: 0.0015, periodMs: 1_583_000 },
  { amplitude: 0.0002, periodMs: 97_300 },
  { amplitude: 0.00004, periodMs: 23_100 },
];

const YEAR_MS = 365 * 86_400_000;
/** Options keep at least a day's time value: the simulators keep no market hours, and an expiry day must stay tradable all day. */
const SHORTEST_LIFE_MS = 86_400_000;
const EXPIRY_TIME = '15:30';
/** Half the spread as a fraction of the price; at least one tick. */
const HALF_SPREAD = 0.002;
/** How far from the day's reference price the exchange lets a price go, as a fraction of the index. */
const BAND_OF_SPOT = 0.05;

/** The index at an instant, whole paise. @param atMs - epoch ms */
export function spotPaise(underlying: Underlying, atMs: number): number {
  return Math.round(exactSpot(underlying, atMs));
}

/** Bid, ask, last price and band of a listed option at an instant: on the tick, bid below ask, both inside the band. */
export function quoteOf(option: OptionInstrument, atMs: number): Quote {
  const middle = theoreticalPaise(option, exactSpot(option.underlying, atMs), atMs);
  const half = Math.max(TICK_PAISE, middle * HALF_SPREAD);
  const bidPaise = Math.max(TICK_PAISE, floorToTick(middle - half));
  const askPaise = Math.max(bidPaise + TICK_PAISE, -floorToTick(-(middle + half)));
  const lastPaise = Math.min(Math.max(floorToTick(middle + TICK_PAISE / 2), bidPaise), askPaise);
  return { bidPaise, askPaise, lastPaise, ...priceBand(option, tradingDayOf(atMs)) };
}

/** The lowest and highest price the exchange takes on a day, around the price at the index's base level. @param day - `YYYY-MM-DD`, IST */
export function priceBand(option: OptionInstrument, day: string): Pick<Quote, 'lowerBandPaise' | 'upperBandPaise'> {
  const base = baseSpotPaise(option.underlying);
  const reference = theoreticalPaise(option, base, istInstant(day, '00:00'));
  const reach = base * BAND_OF_SPOT;
  return {
    lowerBandPaise: Math.max(TICK_PAISE, floorToTick(reference - reach)),
    upperBandPaise: floorToTick(reference + reach),
  };
}

function exactSpot(underlying: Underlying, atMs: number): number {
  const { phase } = CHARACTER[underlying];
  const drift = WAVES.reduce(
    (sum, w, i) => sum + w.amplitude * Math.sin(((2 * Math.PI) / w.periodMs) * atMs + phase * (i + 1)),
    0,
  );
  return baseSpotPaise(underlying) * (1 + drift);
}

function theoreticalPaise(option: OptionInstrument, spot: number, atMs: number): number {
  const lifeMs = Math.max(istInstant(option.expiry, EXPIRY_TIME) - atMs, SHORTEST_LIFE_MS);
  return optionPrice(
    option.optionType,
    spot,
    option.strikePaise,
    lifeMs / YEAR_MS,
    CHARACTER[option.underlying].volatility,
  );
}

function floorToTick(paise: number): number {
  return Math.floor(paise / TICK_PAISE) * TICK_PAISE;
}
