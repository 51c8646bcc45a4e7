// subscription's activities: each change of status is one transaction with its event and, where it stops entries, its gate announcement.
import { ApplicationFailure } from '@temporalio/common';
import { GateRepository } from '../db/repositories/gates.js';
import { OutboxRepository } from '../db/repositories/outbox.js';
import { PositionRepository } from '../db/repositories/positions.js';
import { billingDay, sandboxDaysAhead } from '../db/repositories/sandbox-clock.js';
import { SubscriptionRepository, type Subscription } from '../db/repositories/subscriptions.js';
import type { Database, Sql } from '../db/sql.js';
import { assertNever } from '../domain/assert-never.js';
import {
  subscriptionCancelled,
  subscriptionPaused,
  subscriptionResumed,
  type PartnerEvent,
} from '../domain/partner-event.js';
import { nextState, type SubscriptionAction, type SubscriptionState } from '../domain/subscription-state.js';
import { addDays, istInstant, tradingDayOf, type TradingDay } from '../domain/trading-time.js';
import { createBilling } from './billing.js';
import { withFailures } from './failures.js';

export type ChangeInput = {
  subscriptionId: string;
  action: SubscriptionAction;
  /** The status the workflow knows; it alone changes it. */
  from: SubscriptionState;
  /** The same in every retry of one change. */
  changeId: string;
  /** Closes an open position now instead of at its planned exit. */
  flatten?: boolean;
};
export type ChangeResult =
  | {
      outcome: 'changed';
      status: SubscriptionState;
      /** to wait for; absent when nothing was stopped */ gateChangeId?: number;
    }
  | { outcome: 'refused'; status: SubscriptionState }
  | { outcome: 'entry_in_progress' }
  | { outcome: 'order_unknown' };
/** `billAtMs`: when the next charge falls due by the real clock, epoch ms; a sandbox may be days ahead. */
export type Opened = { status: SubscriptionState; nextBillingDate: TradingDay; billAtMs: number };
export type MultiplierResult =
  { outcome: 'changed'; lotMultiplier: number } | { outcome: 'refused'; status: SubscriptionState };

/** Rolls the transaction back; told to the workflow as a value. */
class EntryInProgress extends Error {}

export function createSubscriptionActivities({ db, clock }: { db: Database; clock: () => number }) {
  const subscriptions = new SubscriptionRepository(db);
  const outbox = new OutboxRepository(db);
  const gates = new GateRepository(db);
  const positions = new PositionRepository(db);
  const billing = createBilling(db);

  const charge = (subscriptionId: string, dueDate: TradingDay = ''): Promise<Opened> =>
    db.transaction(async (tx) => {
      const before = found(await subscriptions.lock(tx, subscriptionId), subscriptionId);
      const ahead = await sandboxDaysAhead(tx, before.partnerId, before.mode);
      const today = addDays(tradingDayOf(clock()), ahead);
      const nextBillingDate = await billing.chargeDue(tx, before, dueDate > today ? dueDate : today);
      return {
        status: before.status,
        nextBillingDate,
        billAtMs: istInstant(addDays(nextBillingDate, -ahead), '00:00'),
      };
    });

  async function changeBilling(tx: Sql, before: Subscription, action: SubscriptionAction): Promise<void> {
    const today = await billingDay(tx, before.partnerId, before.mode, tradingDayOf(clock()));
    // What began while it was active is charged, whichever is served first: this change or the timer of midnight.
    if (action !== 'resume') await billing.chargeDue(tx, before, today);
    if (action === 'resume') await billing.resume(tx, before, today);
    if (action === 'cancel') await billing.cancel(tx, before, today);
  }

  return {
    /** Notes that the workflow runs, charges what is due, and reads what it needs to begin. */
    openSubscription: withFailures(async ({ subscriptionId }: { subscriptionId: string }): Promise<Opened> => {
      await subscriptions.markWorkflowStarted(subscriptionId);
      return charge(subscriptionId);
    }),

    /** Exact under retries: the target status with another `from` can only be this change's own earlier commit. */
    changeSubscription: withFailures(
      async ({ subscriptionId, action, from, changeId, flatten }: ChangeInput): Promise<ChangeResult> => {
        const to = nextState(from, action);
        if (to === undefined) return { outcome: 'refused', status: from };
        const opensGate = action === 'resume';
        try {
          return await db.transaction(async (tx): Promise<ChangeResult> => {
            const before = found(await subscriptions.lock(tx, subscriptionId), subscriptionId);
            if (before.status !== from && before.status !== to) return { outcome: 'refused', status: before.status };
            if (before.status === from) {
              if (action === 'cancel' && (await positions.resolvesOrder(tx, subscriptionId)))
                return { outcome: 'order_unknown' };
              if (flatten) await positions.flattenSubscription(tx, subscriptionId, 'partner', `${action} with flatten`);
              await subscriptions.changeStatus(tx, subscriptionId, [from], to, new Date(clock()));
              await changeBilling(tx, before, action);
              await outbox.append(tx, {
                partnerId: before.partnerId,
                mode: before.mode,
                ...changeEvent(before, action, changeId, clock()),
              });
            }
            if (opensGate) return { outcome: 'changed', status: to };
            const gateChangeId = await gates.announce(tx, 'subscription', subscriptionId);
            // Last, so that only the commit lies between this look at the clock and the dispatchers' hearing of it.
            if (before.status === from && (await gates.entryInProgress(tx, 'subscription', subscriptionId)))
              throw new EntryInProgress();
            return { outcome: 'changed', status: to, gateChangeId };
          });
        } catch (error) {
          if (error instanceof EntryInProgress) return { outcome: 'entry_in_progress' };
          throw error;
        }
      },
    ),

    /** Effective from the next run: a run that is under way has its own copy. */
    changeLotMultiplier: withFailures(
      async ({
        subscriptionId,
        lotMultiplier,
      }: {
        subscriptionId: string;
        lotMultiplier: number;
      }): Promise<MultiplierResult> =>
        db.transaction(async (tx): Promise<MultiplierResult> => {
          const { status } = found(await subscriptions.lock(tx, subscriptionId), subscriptionId);
          if (status === 'CANCELLED') return { outcome: 'refused', status };
          await subscriptions.setLotMultiplier(tx, subscriptionId, lotMultiplier);
          return { outcome: 'changed', lotMultiplier };
        }),
    ),

    /**
     * Charges what is due and moves the billing date on; repeated, and while paused, it changes nothing.
     * @param dueDate - the day that has come by the server's clock; this process's may be a little behind
     */
    advanceBillingDate: withFailures(
      async ({ subscriptionId, dueDate }: { subscriptionId: string; dueDate: TradingDay }): Promise<void> =>
        void (await charge(subscriptionId, dueDate)),
    ),
  };
}

function changeEvent(
  subscription: Subscription,
  action: SubscriptionAction,
  changeId: string,
  atMs: number,
): PartnerEvent {
  const { id: subscriptionId, userId, userEmail, templateId } = subscription;
  const happening = { subscriptionId, userId, userEmail, templateId, atMs };
  switch (action) {
    case 'pause':
      return subscriptionPaused({ ...happening, changeId });
    case 'resume':
      return subscriptionResumed({ ...happening, changeId });
    case 'cancel':
      return subscriptionCancelled(happening);
    default:
      return assertNever(action, 'subscription action');
  }
}

function found(subscription: Subscription | undefined, subscriptionId: string): Subscription {
  if (!subscription)
    throw ApplicationFailure.nonRetryable(`There is no subscription ${subscriptionId}`, 'unknown_subscription');
  return subscription;
}
