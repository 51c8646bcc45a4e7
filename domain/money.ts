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
  if (!Number.isInteger(commissionBps) || commissionBps < 0 || commissionBps > 10_000)
    throw new RangeError(`commissionBps must be a whole number from 0 to 10000, got ${commissionBps}`);
  const partnerCommissionPaise = shareOf(feePaise, commissionBps, 10_000);
  return { partnerCommissionPaise, platformFeePaise: feePaise - partnerCommissionPaise };
}

/**
 * `paise × part ÷ whole`, rounded down to the paisa: exact for every amount, since it is done in big integers.
 * @param paise - whole paise, ≥ 0
 * @param part - a whole number from 0 to `whole`
 */
export function shareOf(paise: number, part: number, whole: number): number {
  assertPaise(paise);
  if (paise < 0 || !Number.isSafeInteger(part) || !Number.isSafeInteger(whole) || part < 0 || whole < 1 || part > whole)
    throw new RangeError(`not a share of an amount: ${paise} × ${part} ÷ ${whole}`);
  // eslint-disable-next-line no-restricted-syntax -- big integers divide without a fraction
  return Number((BigInt(paise) * BigInt(part)) / BigInt(whole));
}

/** Paise to the rupee number of the JSON contract: 29970 → 299.7. */
export function toRupees(paise: number): number {
  return Number(decimalRupees(paise));
}

/** For sentences: 15050 → `₹150.50`. */
export function rupeesText(paise: number): string {
  return decimalRupees(paise).replace(/^(-?)/, '$1₹');
}

/** For files: 15050 → `150.50`. */
export function decimalRupees(paise: number): string {
  assertPaise(paise);
  const digits = String(Math.abs(paise)).padStart(3, '0');
  return `${paise < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * A broker's decimal rupees (number or text, at most two decimals) to whole paise: "150.50" → 15050. The one place where a float
 * becomes money: brokers quote in floats.
 */
export function toPaise(rupees: number | string): number {
  const value = typeof rupees === 'number' ? rupees : Number(rupees);
  // eslint-disable-next-line no-restricted-syntax -- what is more than a millionth of a paisa off is refused below
  const paise = Math.round(value * 100);
  // eslint-disable-next-line no-restricted-syntax -- the tolerance of that
  if (!Number.isFinite(value) || Math.abs(value * 100 - paise) > 1e-6)
    throw new RangeError(`not an amount in rupees with two decimals: ${rupees}`);
  return paise;
}

function assertPaise(paise: number): void {
  if (!Number.isSafeInteger(paise)) throw new RangeError(`not whole paise: ${paise}`);
}
