// The sweeper's activities: each finds what a crash left behind and finishes it. All are repeatable and bounded per run.
import { BrokerAccountRepository } from '../db/repositories/broker-accounts.js';
import { HousekeepingRepository } from '../db/repositories/housekeeping.js';
import { LateWatchRepository, type UnkeptWatch } from '../db/repositories/late-watches.js';
import { OauthStateRepository } from '../db/repositories/oauth-states.js';
import { PositionRepository } from '../db/repositories/positions.js';
import { SubscriptionRepository } from '../db/repositories/subscriptions.js';
import type { Database } from '../db/sql.js';
import type { Vault } from '../vault/vault.js';
import { exitStart, type ExitStart } from '../workflows/messages/exit-start.js';
import { lateWatchStart, type LateWatchStart } from '../workflows/messages/late-orders.js';
import { searchAttributes } from '../workflows/messages/search-attributes.js';
import { subscriptionStart, type StartOptions } from '../workflows/messages/start-options.js';
import type { SubscriptionInput } from '../workflows/messages/subscription.js';
import { expireAccountSession } from './broker-session.js';
import { withFailures } from './failures.js';
import { discardPendingAccount } from './onboard-broker-account.js';

/** The API starts the workflow right after its row; younger rows are still being worked on. */
const SUBSCRIPTION_AGE_MS = 15_000;
/** subscriberRun starts the exit right after the entry's end. */
const EXIT_AGE_MS = 20_000;
/** Whoever follows a position says so every minute. */
const FOLLOWED_AGE_MS = 180_000;
/** Whoever leaves orders in doubt starts their watch at once, and it says that it looks every minute at least. */
const LATE_WATCH_AGE_MS = 30_000;
const LATE_LOOK_AGE_MS = 300_000;
/** Onboarding decides within 10 s of the request. */
const PENDING_AGE_MS = 60_000;
/** A session's own timer is given this long before its workflow is taken for lost. */
const OVERDUE_SESSION_MS = 120_000;
/** An expired state is kept for a day, so that a late callback is told why. */
const STATE_KEPT_MS = 86_400_000;
const IDEMPOTENCY_KEPT_HOURS = 48;
/** As webhooks.md promises. */
const DELIVERY_LOG_KEPT_DAYS = 30;

/** Starts a workflow on the platform queue; one that runs already is left as it is. */
export type StartSubscription = (options: StartOptions<SubscriptionInput>) => Promise<void>;

/** As `StartSubscription`, for a position on the trading queue. */
export type StartExit = (options: ExitStart) => Promise<void>;

/** As `StartExit`, for the watch on late orders. */
export type StartLateWatch = (options: LateWatchStart) => Promise<void>;

export type SweeperDeps = {
  db: Database;
  vault: Vault;
  startSubscription: StartSubscription;
  startExit: StartExit;
  startLateWatch: StartLateWatch;
};

export function createSweeperActivities(deps: SweeperDeps) {
  const { db, vault, startSubscription, startExit, startLateWatch } = deps;
  const watches = new LateWatchRepository(db);
  const positions = new PositionRepository(db);
  const accounts = new BrokerAccountRepository(db);
  const subscriptions = new SubscriptionRepository(db);
  const states = new OauthStateRepository(db);
  const housekeeping = new HousekeepingRepository(db);

  return {
    /** @returns how many were started */
    startMissingSubscriptions: withFailures(async (): Promise<number> => {
      const missing = await subscriptions.withoutWorkflow(SUBSCRIPTION_AGE_MS);
      for (const { id, partnerId, mode, templateId, allocation } of missing) {
        await startSubscription(
          subscriptionStart({ subscriptionId: id, partnerId, mode, templateId, accountId: allocation.accountId }),
        );
        await subscriptions.markWorkflowStarted(id);
      }
      return missing.length;
    }),

    /** Positions whose workflow was never started, or was terminated. @returns how many were found */
    startMissingExits: withFailures(async (): Promise<number> => {
      const missing = await positions.unfollowed(EXIT_AGE_MS, FOLLOWED_AGE_MS);
      for (const position of missing) await startExit(exitStart(position, attributesOf(position)));
      return missing.length;
    }),

    /** Orders in doubt whose watch was never started, or was lost. @returns how many executions were found */
    startMissingWatches: withFailures(async (): Promise<number> => {
      const missing = await watches.unkept(LATE_WATCH_AGE_MS, LATE_LOOK_AGE_MS);
      for (const watch of missing) await startLateWatch(lateWatchStart(watch.executionId, attributesOf(watch)));
      return missing.length;
    }),

    /** Accounts whose onboarding never decided: nothing of them is kept, the partner's request failed long ago. @returns how many */
    settlePendingAccounts: withFailures(async (): Promise<number> => {
      let settled = 0;
      for (const accountId of await accounts.pendingLongerThan(PENDING_AGE_MS)) {
        if (await discardPendingAccount({ db, vault }, accountId, 'The onboarding was interrupted')) settled += 1;
      }
      return settled;
    }),

    /** Sessions whose token is dead and whose workflow is lost. @returns how many */
    endOverdueSessions: withFailures(async (): Promise<number> => {
      const overdue = await accounts.readyPastExpiry(OVERDUE_SESSION_MS);
      for (const { id, tokenExpiresAt } of overdue) await expireAccountSession({ db, vault }, id, tokenExpiresAt);
      return overdue.length;
    }),

    /** Expired OAuth states and sealed secrets, old idempotency records and webhook attempts. @returns how many rows */
    deleteExpired: withFailures(async (): Promise<number> => {
      const secrets = await housekeeping.deleteExpiredSecrets();
      const oldStates = await states.deleteExpired(STATE_KEPT_MS);
      const oldAttempts = await housekeeping.deleteOldWebhookAttempts(DELIVERY_LOG_KEPT_DAYS);
      const oldRecords = await housekeeping.deleteOldIdempotencyRecords(IDEMPOTENCY_KEPT_HOURS);
      return secrets + oldStates + oldAttempts + oldRecords;
    }),
  };
}

/** As the entry's workflow has them. */
function attributesOf({ partnerId, accountId, broker, templateId, mode, tradingDay }: UnkeptWatch) {
  return [
    { key: searchAttributes.partner, value: partnerId },
    { key: searchAttributes.account, value: accountId },
    { key: searchAttributes.broker, value: broker },
    { key: searchAttributes.template, value: templateId },
    { key: searchAttributes.mode, value: mode },
    { key: searchAttributes.tradingDay, value: tradingDay },
  ];
}
