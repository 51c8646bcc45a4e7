// settlement: closes a month with every partner, a few at a time. Of the running month it makes drafts and closes nothing.
import { ApplicationFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  continueAsNew,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
} from '@temporalio/workflow';
import type { createSettlementActivities } from '../activities/settlement.js';
import { monthOf, previousMonth, type Month } from '../domain/settlement.js';
import { databaseWork } from './activity-options.js';
import { firingDay } from './firing-day.js';
import { searchAttributes } from './messages/search-attributes.js';
import {
  settlementSummary,
  settlementWorkflowId,
  settlePartnerStart,
  type SettlementInput,
  type SettlementResult,
} from './messages/settlement.js';
import { settlePartner } from './settle-partner.js';

const { partnersToSettle } = proxyActivities<ReturnType<typeof createSettlementActivities>>(databaseWork);

/** Partners per run of this workflow, and how many are closed at once. */
const PAGE = 200;
const AT_ONCE = 4;

export async function settlement(input: SettlementInput = {}): Promise<SettlementResult> {
  const { month, after = '', settled = 0, unsettled = [] } = input;
  if (month === undefined) return startTheMonths();
  const partners = await partnersToSettle({ month, after, limit: PAGE });
  for (let from = 0; from < partners.length; from += AT_ONCE) {
    const window = partners.slice(from, from + AT_ONCE);
    const results = await Promise.allSettled(window.map((partnerId) => settle(month, partnerId)));
    // Everyone else is closed all the same; a repeat goes on with those that failed.
    unsettled.push(...window.filter((_, n) => results[n]?.status === 'rejected'));
    setCurrentDetails(`${settled + from + window.length} partners settled`);
  }
  const total = settled + partners.length;
  const last = partners.at(-1);
  if (partners.length === PAGE && last !== undefined)
    await continueAsNew<typeof settlement>({ month, after: last, settled: total, unsettled });
  if (unsettled.length > 0)
    throw ApplicationFailure.nonRetryable(
      `Not settled: ${unsettled.join(', ')}. Ask for the month again`,
      'not_settled',
    );
  return { outcome: 'settled', month, partners: total };
}

/** One that is running already, an approval's for one, closes the month itself. */
async function settle(month: Month, partnerId: string): Promise<void> {
  try {
    await executeChild(settlePartner, {
      ...settlePartnerStart({ month, partnerId }),
      typedSearchAttributes: [{ key: searchAttributes.partner, value: partnerId }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** A firing closes the month before its scheduled day, however late; that month's workflow has an id of its own. */
async function startTheMonths(): Promise<SettlementResult> {
  const month = previousMonth(monthOf(firingDay()));
  try {
    return await executeChild(settlement, {
      workflowId: settlementWorkflowId(month),
      args: [{ month }],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: settlementSummary(month),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return { outcome: 'running_already', month };
  }
}
