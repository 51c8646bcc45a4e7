// Settlements and statements as partners and operators see them: amounts in rupees.
import type { z } from '../zod.js';
import { toRupees } from '../../domain/money.js';
import { directionOf, statementTotals, type StatementTotals } from '../../domain/settlement.js';
import type { CarriedLine, LineScope, StatementLine } from '../../db/repositories/settlement-lines.js';
import type { Settlement } from '../../db/repositories/settlements.js';
import type * as schemas from '../schemas/settlements.js';
import type { ApiServices } from '../services.js';
import { utcOrNull } from './times.js';

export const REVENUE_SHARE =
  'Each monthly fee is collected by the partner from its user and shared between the partner (commission) and QuantLeap (platform fee) as stated on each line; by the standard contract 30 % and 70 %. The commission is kept by the partner out of what it collects. Amounts are rupees; this statement moves no money by itself.';

/** Lines left for a later month that a statement lists. */
export const MOST_CARRIED = 200;

/** A statement's state and sums: as closed, or of a draft as of now. */
export type ReadStatement = { settlement: Settlement; totals: StatementTotals; scope: LineScope };

export async function readStatement(
  { settlements, settlementLines }: ApiServices,
  settlement: Settlement,
): Promise<ReadStatement> {
  const { month, partnerId } = settlement;
  if (settlement.status !== 'DRAFT') {
    const totals = statementTotals(settlement.openingPaise ?? 0, {
      lines: settlement.lines ?? 0,
      chargesPaise: settlement.chargesPaise ?? 0,
      creditsPaise: settlement.creditsPaise ?? 0,
      commissionPaise: settlement.commissionPaise ?? 0,
      platformFeePaise: settlement.platformFeePaise ?? 0,
      adjustmentsPaise: settlement.adjustmentsPaise ?? 0,
      paymentsPaise: settlement.paymentsPaise ?? 0,
    });
    return { settlement, totals, scope: { month, partnerId, draft: false } };
  }
  const disputed = await settlements.disputedSubscriptions(month, partnerId);
  const scope = { month, partnerId, draft: true as const, disputed };
  const sums = await settlementLines.draftSums(scope);
  return { settlement, totals: statementTotals(await settlements.openingPaise(month, partnerId), sums), scope };
}

export function presentSettlement({ settlement, totals }: ReadStatement): z.input<typeof schemas.SettlementSummary> {
  return {
    month: settlement.month,
    partner_id: settlement.partnerId,
    status: settlement.status,
    currency: settlement.currency,
    opening_balance: toRupees(totals.openingPaise),
    charges: toRupees(totals.chargesPaise),
    credits: toRupees(totals.creditsPaise),
    commission: toRupees(totals.commissionPaise),
    platform_fee: toRupees(totals.platformFeePaise),
    adjustments: toRupees(totals.adjustmentsPaise),
    payments: toRupees(totals.paymentsPaise),
    net_payable: toRupees(totals.netPayablePaise),
    direction: directionOf(totals.netPayablePaise),
    closing_balance: toRupees(totals.closingPaise),
    lines_count: totals.lines,
    reconciled_at: utcOrNull(settlement.reconciledAt),
    approved_at: utcOrNull(settlement.approvedAt),
    approved_by: settlement.approvedBy,
    paid_at: utcOrNull(settlement.paidAt),
    payout_reference: settlement.payoutReference,
  };
}

export function presentLine(line: StatementLine): z.input<typeof schemas.StatementLine> {
  return {
    line: line.line,
    date: line.day,
    kind: line.kind,
    cause: line.cause,
    reason: line.reason,
    subscription_id: line.subscriptionId,
    user_id: line.userId,
    user_email: line.userEmail,
    template_id: line.templateId,
    period_start: line.periodStart,
    period_end: line.periodEnd,
    amount: toRupees(line.grossPaise),
    commission: toRupees(line.commissionPaise),
    platform_fee: toRupees(line.platformFeePaise),
    adjustment: toRupees(line.adjustmentPaise),
    payment: toRupees(line.paymentPaise),
  };
}

export function presentCarried(line: CarriedLine): z.input<typeof schemas.Statement>['carried'][number] {
  return {
    date: line.day,
    kind: line.kind,
    cause: line.cause,
    subscription_id: line.subscriptionId,
    amount: toRupees(line.grossPaise),
    why: line.why,
  };
}
