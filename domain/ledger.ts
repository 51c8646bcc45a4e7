// The postings of the double-entry ledger, as pure functions: which accounts an event of money moves, and that it balances.
import type { RevenueShare } from './money.js';
import type { TradingDay } from './trading-time.js';

export const LEDGER_ACCOUNT_KINDS = ['collections', 'commission', 'platform_fees', 'adjustments', 'payments'] as const;
export type LedgerAccountKind = (typeof LEDGER_ACCOUNT_KINDS)[number];
export type LedgerKind = 'charge' | 'credit' | 'adjustment' | 'payment' | 'reversal';

/** One side of one account. `amountPaise` > 0. */
export type LedgerEntry = { account: LedgerAccountKind; side: 'debit' | 'credit'; amountPaise: number };

/** Ready to be written: its entries balance. */
export type LedgerPosting = {
  /** What made it: the same cause is never posted twice. */
  cause: string;
  kind: LedgerKind;
  partnerId: string;
  subscriptionId: string | null;
  /** The day in India that decides its month. */
  effectiveDay: TradingDay;
  reason: string | null;
  entries: readonly LedgerEntry[];
};

/** Debits are positive, credits negative. */
type Moves = readonly (readonly [LedgerAccountKind, number])[];

export function chargeMoves({ partnerCommissionPaise, platformFeePaise }: RevenueShare): Moves {
  return [
    ['collections', partnerCommissionPaise + platformFeePaise],
    ['commission', -partnerCommissionPaise],
    ['platform_fees', -platformFeePaise],
  ];
}

/** Gives back part of a charge, both shares of it. */
export function creditMoves(share: RevenueShare): Moves {
  return reversedMoves(chargeMoves(share));
}

/** @param amountPaise - positive: the partner owes more */
export function adjustmentMoves(amountPaise: number): Moves {
  return [
    ['collections', amountPaise],
    ['adjustments', -amountPaise],
  ];
}

/**
 * A settled month is paid: the partner keeps its commission out of what it collected and pays the rest.
 * @param netPaise - what came in from the partner; negative: what went out to it
 * @param commissionPaise - the month's, which the partner has kept
 */
export function paymentMoves(netPaise: number, commissionPaise: number): Moves {
  return [
    ['payments', netPaise],
    ['commission', commissionPaise],
    ['collections', -(netPaise + commissionPaise)],
  ];
}

function reversedMoves(moves: Moves): Moves {
  return moves.map(([account, paise]) => [account, -paise]);
}

/** @returns the entries, without those of nothing; empty when nothing moves. @throws RangeError when they don't balance */
export function entriesOf(moves: Moves): LedgerEntry[] {
  const sum = moves.reduce((total, [, paise]) => total + paise, 0);
  if (sum !== 0 || moves.some(([, paise]) => !Number.isSafeInteger(paise)))
    throw new RangeError(`a ledger transaction must balance in whole paise: ${JSON.stringify(moves)}`);
  return moves
    .filter(([, paise]) => paise !== 0)
    .map(([account, paise]) => ({
      account,
      side: paise > 0 ? ('debit' as const) : ('credit' as const),
      amountPaise: Math.abs(paise),
    }));
}

export const chargeCause = (subscriptionId: string, periodStart: TradingDay): string =>
  `charge/${subscriptionId}/${periodStart}`;
export const cancellationCreditCause = (subscriptionId: string): string => `credit/${subscriptionId}/cancellation`;
export const executionCreditCause = (executionId: string): string => `credit/${executionId}/failed_execution`;
export const paymentCause = (month: string, partnerId: string): string => `payment/${month}/${partnerId}`;
export const reversalCause = (cause: string): string => `reversal/${cause}`;
export const adjustmentCause = (partnerId: string, reference: string): string => `adjustment/${partnerId}/${reference}`;
