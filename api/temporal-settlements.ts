// The gateway's part for settlements: a month's closing, and the operators' approval and payment.
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import type { Month } from '../domain/settlement.js';
import {
  approveUpdate,
  markPaidUpdate,
  settlementSummary,
  settlementWorkflowId,
  settlePartnerStart,
  type SettlementChangeResult,
  type SettlementInput,
} from '../workflows/messages/settlement.js';
import { PLATFORM_QUEUE } from '../workflows/messages/task-queues.js';

export type SettlementAct = { act: 'approve'; by: string } | { act: 'pay'; by: string; payoutReference: string };

/** Starts the month's `settlement`; one that is running is left alone. */
export async function startSettlement(client: Client, month: Month): Promise<void> {
  const input: SettlementInput = { month };
  await client.workflow.start('settlement', {
    workflowId: settlementWorkflowId(month),
    taskQueue: PLATFORM_QUEUE,
    args: [input],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: settlementSummary(month),
  });
}

/** An update of the partner's `settlePartner`, started if it has ended. */
export function changeSettlement(
  client: Client,
  month: Month,
  partnerId: string,
  act: SettlementAct,
): Promise<SettlementChangeResult> {
  const update = <Input>(definition: UpdateDefinition<SettlementChangeResult, [Input]>, input: Input) =>
    client.workflow.executeUpdateWithStart(definition, {
      args: [input],
      startWorkflowOperation: new WithStartWorkflowOperation('settlePartner', settlePartnerStart({ month, partnerId })),
    });
  return act.act === 'approve'
    ? update(approveUpdate, { by: act.by })
    : update(markPaidUpdate, { by: act.by, payoutReference: act.payoutReference });
}
