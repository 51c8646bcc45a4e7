// European option prices by Black–Scholes without interest or dividends. Pure arithmetic for the simulated market.
import type { OptionType } from './option-contract.js';

/**
 * The theoretical price of an option, in the unit of `spot` and `strike`.
 * @param years - time to expiry, > 0
 * @param volatility - a year's standard deviation as a fraction, > 0
 */
export function optionPrice(type: OptionType, spot: number, strike: number, years: number, volatility: number): number {
  const spread = volatility * Math.sqrt(years);
  const d1 = Math.log(spot / strike) / spread + spread / 2;
  const d2 = d1 - spread;
  return type === 'CE'
    ? spot * normalCdf(d1) - strike * normalCdf(d2)
    : strike * normalCdf(-d2) - spot * normalCdf(-d1);
}

/**
 * The standard normal distribution function to double precision: prices must stay monotone in the strike after rounding to the tick.
 * @see Hart (1968), algorithm 5666, as given by West, "Better approximations to cumulative normal functions" (2005)
 */
export function normalCdf(x: number): number {
  const distance = Math.abs(x);
  const tail = distance > 37 ? 0 : upperTail(distance);
  return x > 0 ? 1 - tail : tail;
}

const NUMERATOR = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
];
const DENOMINATOR = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];

function upperTail(x: number): number {
  const density = Math.exp((-x * x) / 2);
  if (x < 7.07106781186547) return (density * polynomial(NUMERATOR, x)) / polynomial(DENOMINATOR, x);
  const fraction = x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))));
  return density / fraction / 2.506628274631;
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
