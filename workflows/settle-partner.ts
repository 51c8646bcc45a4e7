// settlePartner: one partner's month. Closes it, if it is over and open; then the operators' approval and payment, one at a time.
import { allHandlersFinished, condition, proxyActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { createSettlementActivities } from '../activities/settlement.js';
import { databaseWork, settlementWork } from './activity-options.js';
import {
  approveUpdate,
  markPaidUpdate,
  type SettlePartnerInput,
  type SettlePartnerResult,
} from './messages/settlement.js';
import { createMutex } from './mutex.js';

type Activities = ReturnType<typeof createSettlementActivities>;
const { settleMonth } = proxyActivities<Activities>(settlementWork);
const { approveSettlement, paySettlement } = proxyActivities<Activities>(databaseWork);

export async function settlePartner(of: SettlePartnerInput): Promise<SettlePartnerResult> {
  const { exclusively } = createMutex();
  const settling = exclusively(() => settleMonth(of));
  setHandler(approveUpdate, (input) => exclusively(() => approveSettlement({ ...of, ...input })));
  setHandler(markPaidUpdate, (input) => exclusively(() => paySettlement({ ...of, ...input })));
  const settled = await settling;
  setCurrentDetails(`**${settled.status}** (${settled.outcome})`);
  await condition(allHandlersFinished);
  return settled;
}
