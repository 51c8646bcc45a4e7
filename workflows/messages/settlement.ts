// settlement and settlePartner: a month closed with every partner, and with one; approval and payment are updates of the latter.
import { defineUpdate } from '@temporalio/workflow';
import type { Month, SettlementState } from '../../domain/settlement.js';
import { PLATFORM_QUEUE } from './task-queues.js';

/** A Schedule's firing has no month: it starts the workflow of the month before. `after`, `settled`, `unsettled`: carried over continue-as-new. */
export type SettlementInput = { month?: Month; after?: string; settled?: number; unsettled?: string[] };
export type SettlementResult =
  { outcome: 'settled'; month: Month; partners: number } | { outcome: 'running_already'; month: Month };

export type SettlePartnerInput = { month: Month; partnerId: string };
/** `later_month_closed`: nothing was written, what was left of this month is in a later statement. */
export type SettlePartnerResult = { outcome: 'settled' | 'interim' | 'later_month_closed'; status: SettlementState };

export type ApproveInput = { by: string };
/** `payoutReference`: the bank's or the accountant's, of what an operator says was paid. */
export type MarkPaidInput = { by: string; payoutReference: string };
/** `reference_used`: the payout reference is another partner's. */
export type SettlementChangeResult =
  | { outcome: 'changed'; status: SettlementState }
  | { outcome: 'refused'; status: SettlementState }
  | { outcome: 'reference_used'; status: SettlementState };

export const approveUpdate = defineUpdate<SettlementChangeResult, [ApproveInput]>('approve');
export const markPaidUpdate = defineUpdate<SettlementChangeResult, [MarkPaidInput]>('markPaid');

export const settlementWorkflowId = (month: Month): string => `settlement/${month}`;
const settlePartnerWorkflowId = (month: Month, partnerId: string): string => `settlement/${month}/${partnerId}`;

export const settlementSummary = (month: Month): string => `Settlement of ${month}`;

/** Its workflow ends once nothing is left to do; an update starts it again. */
export function settlePartnerStart(input: SettlePartnerInput) {
  return {
    workflowId: settlePartnerWorkflowId(input.month, input.partnerId),
    taskQueue: PLATFORM_QUEUE,
    args: [input] as [SettlePartnerInput],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    staticSummary: `Settlement of ${input.month} with ${input.partnerId}`,
    typedSearchAttributes: [],
  };
}
