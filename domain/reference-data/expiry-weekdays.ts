// On which weekday NSE's index options expire. An expiry on a holiday moves to the trading day before (unchecked).
import type { MarketRow } from '../market-row.js';
import { UNDERLYINGS } from '../option-contract.js';

const FROM = '2025-09-01';
const TUESDAYS = 'NSE: index options expire on Tuesdays from 1 Sep 2025';
const NO_WEEKLIES = 'NSE: weekly options on NIFTY only since Nov 2024 (unchecked)';

export const EXPIRY_WEEKDAYS: readonly Extract<MarketRow, { kind: 'expiry_weekday' }>[] = UNDERLYINGS.flatMap(
  (underlying) => [
    {
      ...({ kind: 'expiry_weekday', underlying, cadence: 'weekly', from: FROM } as const),
      ...(underlying === 'NIFTY'
        ? ({ weekday: 'Tuesday', source: TUESDAYS } as const)
        : ({ weekday: 'none', source: NO_WEEKLIES } as const)),
    },
    {
      kind: 'expiry_weekday',
      underlying,
      cadence: 'monthly',
      from: FROM,
      weekday: 'Tuesday',
      source: TUESDAYS,
    } as const,
  ],
);
