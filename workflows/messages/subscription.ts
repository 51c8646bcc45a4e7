// subscription: the entity workflow of one subscription. Postgres holds its status; this serialises changes and moves the billing date.
import { defineUpdate } from '@temporalio/workflow';

export type SubscriptionInput = { subscriptionId: string };
export type SubscriptionStatus = 'ACTIVE' | 'PAUSED' | 'CANCELLED';
/** `refused` names the status that forbids the change; `entry_in_progress` means: ask again once the entry has ended. */
export type SubscriptionChangeResult =
  | { outcome: 'changed'; status: SubscriptionStatus }
  | { outcome: 'refused'; status: SubscriptionStatus }
  | { outcome: 'entry_in_progress' }
  /** An order of it is being looked for: ask again once it is known. */
  | { outcome: 'order_unknown' };
export type LotMultiplierResult =
  { outcome: 'changed'; lotMultiplier: number } | { outcome: 'refused'; status: SubscriptionStatus };

/** What becomes of an open position: closed now, or at its planned exit. */
export type StopOptions = { flatten: boolean };

export const pauseUpdate = defineUpdate<SubscriptionChangeResult, [StopOptions]>('pause');
export const resumeUpdate = defineUpdate<SubscriptionChangeResult>('resume');
export const cancelUpdate = defineUpdate<SubscriptionChangeResult, [StopOptions]>('cancel');
/** Effective from the next run. */
export const changeLotMultiplierUpdate = defineUpdate<LotMultiplierResult, [{ lotMultiplier: number }]>(
  'changeLotMultiplier',
);

export const subscriptionWorkflowId = (subscriptionId: string): string => `subscription/${subscriptionId}`;
