// Dated lot sizes and freeze quantities of the NSE index options: what one lot is and how much one order may carry.
import type { Underlying } from './option-contract.js';
import type { TradingDay } from './trading-time.js';

type Sizes = Readonly<Record<Underlying, number>>;
type DatedSizes = readonly { from: TradingDay; units: Sizes }[];

/**
 * By expiry: a contract keeps the lot of the series it was listed in.
 * @see NSE circulars of 20 Nov 2024 and Jul 2025; NSE/FAOP/70616 (3 Oct 2025), effective after 30 Dec 2025
 */
const LOTS_BY_EXPIRY: DatedSizes = [
  { from: '2024-11-20', units: { NIFTY: 75, BANKNIFTY: 30, FINNIFTY: 65, MIDCPNIFTY: 120, NIFTYNXT50: 25 } },
  { from: '2025-07-01', units: { NIFTY: 75, BANKNIFTY: 35, FINNIFTY: 65, MIDCPNIFTY: 140, NIFTYNXT50: 25 } },
  { from: '2025-12-31', units: { NIFTY: 65, BANKNIFTY: 30, FINNIFTY: 60, MIDCPNIFTY: 120, NIFTYNXT50: 25 } },
];

/** By trading day; the circulars are monthly, and what was published after February 2026 has not been read. */
const FREEZE_BY_DAY: DatedSizes = [
  { from: '2025-07-01', units: { NIFTY: 1800, BANKNIFTY: 600, FINNIFTY: 1800, MIDCPNIFTY: 2800, NIFTYNXT50: 600 } },
  { from: '2025-09-01', units: { NIFTY: 1800, BANKNIFTY: 900, FINNIFTY: 1800, MIDCPNIFTY: 2800, NIFTYNXT50: 600 } },
  { from: '2025-11-03', units: { NIFTY: 1800, BANKNIFTY: 600, FINNIFTY: 1800, MIDCPNIFTY: 2800, NIFTYNXT50: 600 } },
  { from: '2025-12-01', units: { NIFTY: 1800, BANKNIFTY: 600, FINNIFTY: 1200, MIDCPNIFTY: 2800, NIFTYNXT50: 600 } },
  { from: '2026-02-01', units: { NIFTY: 1800, BANKNIFTY: 600, FINNIFTY: 1800, MIDCPNIFTY: 2800, NIFTYNXT50: 600 } },
];

/** Units of one lot of the options that expire on a day. @throws RangeError before 20 Nov 2024, for which nothing is loaded */
export function lotUnitsOf(underlying: Underlying, expiry: TradingDay): number {
  return sizeOn(LOTS_BY_EXPIRY, underlying, expiry, 'lot size');
}

/** Most units one order may carry on a trading day. @throws RangeError before 1 Jul 2025, for which nothing is loaded */
export function freezeUnitsOf(underlying: Underlying, day: TradingDay): number {
  return sizeOn(FREEZE_BY_DAY, underlying, day, 'freeze quantity');
}

function sizeOn(table: DatedSizes, underlying: Underlying, day: TradingDay, what: string): number {
  const row = table.findLast((r) => r.from <= day);
  if (row === undefined) throw new RangeError(`no ${what} of ${underlying} is loaded for ${day}`);
  return row.units[underlying];
}
