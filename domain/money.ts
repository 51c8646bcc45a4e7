// Money is integer paise everywhere; rupees with decimals exist only in JSON.

/** Basis points of the partner's commission: 30 %. */
const PARTNER_COMMISSION_BPS = 3000;

export type RevenueShare = { partnerCommissionPaise: number; platformFeePaise: number };

/**
 * Splits a fee between partner and platform; the two parts always add up to the fee.
 * @param feePaise - whole paise, ≥ 0
 * @param commissionBps - 0 to 10,000; the commission is rounded down to the paisa
 */
export function splitFee(feePaise: number, commissionBps = PARTNER_COMMISSION_BPS): RevenueShare {
  assertPaise(feePaise);
  if (!Number.isInteger(commissionBps) || commissionBps < 0 || commissionBps > 10_000)
    throw new RangeError(`commissionBps must be a whole number from 0 to 10000, got ${commissionBps}`);
  const partnerCommissionPaise = Math.floor((feePaise * commissionBps) / 10_000);
  return { partnerCommissionPaise, platformFeePaise: feePaise - partnerCommissionPaise };
}

/** Paise to the rupee number of the JSON contract: 29970 → 299.7. */
export function toRupees(paise: number): number {
  assertPaise(paise);
  return Number((paise / 100).toFixed(2));
}

/** For sentences: 15050 → `₹150.50`. */
export function rupeesText(paise: number): string {
  assertPaise(paise);
  return `${paise < 0 ? '-' : ''}₹${(Math.abs(paise) / 100).toFixed(2)}`;
}

/** A broker's decimal rupees (number or text, at most two decimals) to whole paise: "150.50" → 15050. */
export function toPaise(rupees: number | string): number {
  const value = typeof rupees === 'number' ? rupees : Number(rupees);
  const paise = Math.round(value * 100);
  if (!Number.isFinite(value) || Math.abs(value * 100 - paise) > 1e-6)
    throw new RangeError(`not an amount in rupees with two decimals: ${rupees}`);
  return paise;
}

function assertPaise(paise: number): void {
  if (!Number.isSafeInteger(paise)) throw new RangeError(`not whole paise: ${paise}`);
}
