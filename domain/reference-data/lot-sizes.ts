// Lot sizes in units. NXT50 of the circulars is NIFTYNXT50 here. The broker's instrument list of the day is the last word;
// these rows are what it is checked against.
import type { DatedUnits } from './dated-units.js';

export const LOT_SIZES: readonly DatedUnits[] = [
  {
    effectiveFrom: '2024-11-20',
    source: 'NSE lot revision for contracts introduced from 20 Nov 2024',
    units: { NIFTY: 75, BANKNIFTY: 30, FINNIFTY: 65, MIDCPNIFTY: 120, NIFTYNXT50: 25 },
  },
  {
    // The July 2025 series begins the day after the June expiry (Thursday 26 June).
    effectiveFrom: '2025-06-27',
    source: 'NSE lot revision from the July 2025 series',
    units: { NIFTY: 75, BANKNIFTY: 35, FINNIFTY: 65, MIDCPNIFTY: 140, NIFTYNXT50: 25 },
  },
  {
    // In force from the end of 30 December 2025.
    effectiveFrom: '2025-12-31',
    source: 'NSE/FAOP/70616 of 3 Oct 2025, for January 2026 expiries',
    units: { NIFTY: 65, BANKNIFTY: 30, FINNIFTY: 60, MIDCPNIFTY: 120, NIFTYNXT50: 25 },
  },
];
