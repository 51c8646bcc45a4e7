// Freeze quantities by underlying, in units: the exchange freezes an order above it. Monthly circulars, as collected by
// rhnvrm.github.io/stock-market-circulars and openalgo. The revision of March 2026 was not read: operators load it.
import type { TradingDay } from '../trading-time.js';
import type { DatedUnits } from './dated-units.js';

/** The last day of which the quantities are known. The simulated exchange keeps them; a real one has changed them since. */
export const FREEZES_KNOWN_UNTIL: TradingDay = '2026-02-28';

const COLLECTION = 'NSE monthly quantity-freeze circular (rhnvrm.github.io/stock-market-circulars)';

export const FREEZE_QUANTITIES: readonly DatedUnits[] = [
  {
    effectiveFrom: '2025-07-01',
    source: `${COLLECTION}, July 2025`,
    units: { NIFTY: 1800, BANKNIFTY: 600, FINNIFTY: 1800, MIDCPNIFTY: 2800, NIFTYNXT50: 600 },
  },
  { effectiveFrom: '2025-09-01', source: `${COLLECTION}, September 2025`, units: { BANKNIFTY: 900 } },
  { effectiveFrom: '2025-11-03', source: `${COLLECTION}, November 2025`, units: { BANKNIFTY: 600 } },
  { effectiveFrom: '2025-12-01', source: `${COLLECTION}, December 2025`, units: { FINNIFTY: 1200 } },
  // The first weekday: a raised limit is better applied a day late than a day early.
  { effectiveFrom: '2026-02-02', source: `${COLLECTION}, February 2026`, units: { FINNIFTY: 1800 } },
];
