// Months, states and sums of settlements. Pure.
import type { TradingDay } from './trading-time.js';

/** A month in India, `YYYY-MM`. */
export type Month = string;

export const SETTLEMENT_STATES = ['DRAFT', 'RECONCILED', 'APPROVED', 'PAID'] as const;
export type SettlementState = (typeof SETTLEMENT_STATES)[number];

/** Who pays what is due of a month. */
export type PaymentDirection = 'partner_pays' | 'platform_pays' | 'none';

export const monthOf = (day: TradingDay): Month => day.slice(0, 7);
export const firstDayOf = (month: Month): TradingDay => `${month}-01`;

export function nextMonth(month: Month): Month {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

export function previousMonth(month: Month): Month {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}

/** @param netPayablePaise - positive: the partner owes it */
export function directionOf(netPayablePaise: number): PaymentDirection {
  if (netPayablePaise === 0) return 'none';
  return netPayablePaise > 0 ? 'partner_pays' : 'platform_pays';
}

/** Sums of a statement's lines, paise. Credits are negative; payments are positive where the partner paid. */
export type LineSums = {
  lines: number;
  chargesPaise: number;
  creditsPaise: number;
  commissionPaise: number;
  platformFeePaise: number;
  adjustmentsPaise: number;
  paymentsPaise: number;
};

export type StatementTotals = LineSums & { openingPaise: number; netPayablePaise: number; closingPaise: number };

/**
 * What is to be paid for the month is QuantLeap's share and the adjustments: the partner has collected the fees and keeps its commission.
 * @param openingPaise - what the partner owed before
 * @throws RangeError when the shares are not all of the fees
 */
export function statementTotals(openingPaise: number, sums: LineSums): StatementTotals {
  const { chargesPaise, creditsPaise, commissionPaise, platformFeePaise, adjustmentsPaise, paymentsPaise } = sums;
  if (chargesPaise + creditsPaise !== commissionPaise + platformFeePaise)
    throw new RangeError(`the shares of a statement are not its fees: ${JSON.stringify(sums)}`);
  const netPayablePaise = platformFeePaise + adjustmentsPaise;
  return { ...sums, openingPaise, netPayablePaise, closingPaise: openingPaise + netPayablePaise - paymentsPaise };
}
