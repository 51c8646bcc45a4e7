// subscription: the entity workflow of one subscription. Changes come one at a time; each month is charged when it begins.
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  currentUpdateInfo,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { createGateActivities } from '../activities/gate.js';
import type { createSubscriptionActivities } from '../activities/subscription.js';
import { lotMultiplierProblem } from '../domain/sizing.js';
import { nextState, type SubscriptionAction } from '../domain/subscription-state.js';
import { istInstant } from '../domain/trading-time.js';
import { databaseWork, gateWait } from './activity-options.js';
import {
  cancelUpdate,
  changeLotMultiplierUpdate,
  pauseUpdate,
  resumeUpdate,
  type StopOptions,
  type SubscriptionChangeResult,
  type SubscriptionInput,
  type SubscriptionStatus,
} from './messages/subscription.js';
import { createMutex } from './mutex.js';

const { openSubscription, changeSubscription, changeLotMultiplier, advanceBillingDate } =
  proxyActivities<ReturnType<typeof createSubscriptionActivities>>(databaseWork);
const { awaitAcknowledgement } = proxyActivities<ReturnType<typeof createGateActivities>>(gateWait);

export async function subscription({ subscriptionId }: SubscriptionInput): Promise<{ status: 'CANCELLED' }> {
  const { exclusively } = createMutex();
  /** As in Postgres, which only this workflow changes: what makes a retried change exact. */
  let status = 'ACTIVE' as SubscriptionStatus;

  const change =
    (action: SubscriptionAction) =>
    (options?: StopOptions): Promise<SubscriptionChangeResult> =>
      exclusively(async () => {
        if (nextState(status, action) === undefined) return { outcome: 'refused', status };
        const changed = await changeSubscription({
          ...{ subscriptionId, action, from: status, changeId: changeId() },
          ...(options?.flatten && { flatten: true }),
        });
        if (changed.outcome === 'entry_in_progress' || changed.outcome === 'order_unknown') return changed;
        status = changed.status;
        setCurrentDetails(`**${status}**`);
        if (changed.outcome === 'refused') return { outcome: 'refused', status };
        if (changed.gateChangeId !== undefined) await awaitAcknowledgement({ changeId: changed.gateChangeId });
        return { outcome: 'changed', status };
      });

  // Queued first, so that no change is decided on a status that isn't read yet.
  const opening = exclusively(async () => {
    const opened = await openSubscription({ subscriptionId });
    status = opened.status;
    setCurrentDetails(`**${status}**`);
    return opened;
  });
  setHandler(pauseUpdate, change('pause'));
  setHandler(resumeUpdate, () => change('resume')());
  setHandler(cancelUpdate, change('cancel'));
  setHandler(
    changeLotMultiplierUpdate,
    ({ lotMultiplier }) =>
      exclusively(async () => {
        if (status === 'CANCELLED') return { outcome: 'refused', status };
        return changeLotMultiplier({ subscriptionId, lotMultiplier });
      }),
    { validator: ({ lotMultiplier }: { lotMultiplier: number }) => requireLotMultiplier(lotMultiplier) },
  );

  // Opened before there was a `billAtMs`: the default may go a month after the release that has it.
  const { nextBillingDate, billAtMs = istInstant(nextBillingDate, '00:00') } = await opening;
  const ends = () => workflowInfo().continueAsNewSuggested || status === 'CANCELLED';
  // A charge that falls due during a pause is posted by the resume, with a date that the next run reads.
  if (status === 'PAUSED' && Date.now() >= billAtMs) await condition(() => ends() || status === 'ACTIVE');
  else await condition(ends, Math.max(1, billAtMs - Date.now()));
  await exclusively(async () => {
    if (status !== 'CANCELLED' && Date.now() >= billAtMs)
      await advanceBillingDate({ subscriptionId, dueDate: nextBillingDate });
  });
  await condition(allHandlersFinished);
  if (status !== 'CANCELLED') await continueAsNew<typeof subscription>({ subscriptionId });
  return { status: 'CANCELLED' };
}

/** The same in every retry of one update, different for every other. */
function changeId(): string {
  return `${workflowInfo().runId}/${currentUpdateInfo()?.id ?? ''}`;
}

function requireLotMultiplier(lotMultiplier: number): void {
  const problem = lotMultiplierProblem(lotMultiplier);
  if (problem !== undefined) throw new RangeError(`lot_multiplier ${problem}`);
}
