// The API's only door to Temporal: starts and updates workflows by id, with a deadline, and turns its failures into one error.
import {
  isGrpcDeadlineError,
  isGrpcServiceError,
  ServiceError,
  WithStartWorkflowOperation,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import { freshPollers } from '../platform/temporal.js';
import type { BrokerAccount } from '../db/repositories/broker-accounts.js';
import type { Subscription } from '../db/repositories/subscriptions.js';
import type { Month } from '../domain/settlement.js';
import type { TradingDay } from '../domain/trading-time.js';
import type { ReadNow } from '../workflows/messages/instruments.js';
import type { OnboardInput, OnboardResult } from '../workflows/messages/onboard.js';
import {
  onboardStart,
  redeliveryStart,
  sessionStart,
  subscriptionStart,
  type StartOptions,
} from '../workflows/messages/start-options.js';
import {
  beginLoginUpdate,
  completeLoginUpdate,
  ENTRY_IN_PROGRESS,
  logoutUpdate,
  POSITION_OPEN,
  rotateCredentialsUpdate,
  sessionWorkflowId,
  unlinkUpdate,
} from '../workflows/messages/session.js';
import type {
  CompleteLoginResult,
  RotateCredentialsInput,
  RotateCredentialsResult,
  UnlinkResult,
} from '../workflows/messages/session.js';
import {
  cancelUpdate,
  changeLotMultiplierUpdate,
  pauseUpdate,
  resumeUpdate,
} from '../workflows/messages/subscription.js';
import type { LotMultiplierResult, SubscriptionChangeResult } from '../workflows/messages/subscription.js';
import type { SettlementChangeResult } from '../workflows/messages/settlement.js';
import { ServiceUnavailableError } from './errors.js';
import {
  readInstruments,
  startReconciliation,
  startTemplateRun,
  tellHaltsChanged,
  type ExtraRun,
} from './temporal-runs.js';
import { changeSettlement, startSettlement, type SettlementAct } from './temporal-settlements.js';

export type AccountRef = Pick<BrokerAccount, 'id' | 'partnerId' | 'mode' | 'brokerName'>;
export type SubscriptionRef = Pick<Subscription, 'id' | 'partnerId' | 'mode' | 'templateId'> & { accountId: string };
export type Redelivery = Parameters<typeof redeliveryStart>[0];
export type LogoutOutcome = 'logged_out' | 'no_session' | 'entry_in_progress' | 'position_open';
export type SubscriptionAct = 'pause' | 'resume' | 'cancel';

/** Every method throws ServiceUnavailableError when Temporal (or a worker) does not answer in time. */
export interface TemporalGateway {
  /** Starts onboarding and waits for its end. @returns undefined when it has not ended after `timeoutMs` */
  onboard(account: AccountRef, timeoutMs: number): Promise<OnboardResult | undefined>;
  /** Opens (or re-opens) the login window. */
  beginLogin(account: AccountRef): Promise<{ expiresInS: number }>;
  /** @param secretId - row of the sealed request_token */
  completeLogin(accountId: string, secretId: string): Promise<CompleteLoginResult>;
  /**
   * @param hasToken - a token is on record: then it is forgotten even if its session workflow is gone
   * @param force - although a position is open that could not be closed without it
   */
  logout(account: AccountRef, hasToken: boolean, force: boolean): Promise<LogoutOutcome>;
  /**
   * Proves other credentials with the broker and puts them in the place of the linked ones. Without an answer in time they may still be,
   * while the sealed candidate lives: repeating the request is safe.
   */
  rotateCredentials(account: AccountRef, input: RotateCredentialsInput): Promise<RotateCredentialsResult>;
  /** Ends the link and erases the account's secrets. @param by - who asked */
  unlink(account: AccountRef, by: string): Promise<UnlinkResult>;
  startSubscription(subscription: SubscriptionRef): Promise<void>;
  /** @param flatten - close an open position now; means nothing for `resume` */
  changeSubscription(
    subscription: SubscriptionRef,
    act: SubscriptionAct,
    flatten: boolean,
  ): Promise<SubscriptionChangeResult>;
  changeLotMultiplier(subscription: SubscriptionRef, lotMultiplier: number): Promise<LotMultiplierResult>;
  startRun(run: ExtraRun): Promise<void>;
  /** Starts a day's reconciliation, unless it is running. @param by - who asked */
  reconcile(day: TradingDay, by: string): Promise<void>;
  /** Has a run under way show in Temporal's UI what is halted now; one that has ended is left as it is. */
  haltsChanged(runWorkflowId: string): Promise<void>;
  /** Has a wire's list of contracts of a day read now. */
  readInstruments(wire: string, day: TradingDay, wish: ReadNow): Promise<void>;
  /** Starts a month's settlement, unless it is running. */
  settle(month: Month): Promise<void>;
  /** Approves a partner's month, or records that it was paid. */
  changeSettlement(month: Month, partnerId: string, act: SettlementAct): Promise<SettlementChangeResult>;
  /** Starts another delivery of an event to one endpoint. */
  redeliver(delivery: Redelivery): Promise<void>;
  /** How many workers poll a task queue; throws when Temporal does not answer. */
  pollers(taskQueue: string): Promise<number>;
}

const START_TIMEOUT_MS = 5_000;
/** An update may wait 6 s for dispatchers' acknowledgement, and a login for the broker's answer. */
const UPDATE_TIMEOUT_MS = 15_000;

const STOPS = { pause: pauseUpdate, cancel: cancelUpdate };

export function createTemporalGateway(client: Client): TemporalGateway {
  const within = <T>(ms: number, work: () => Promise<T>) => client.withDeadline(Date.now() + ms, work);

  const updateWithStart = <Ret, Args extends unknown[], Input>(
    workflowType: string,
    start: StartOptions<Input>,
    update: UpdateDefinition<Ret, Args>,
    args: Args,
  ): Promise<Ret> =>
    once(() =>
      within(UPDATE_TIMEOUT_MS, () =>
        client.workflow.executeUpdateWithStart(update, {
          args,
          startWorkflowOperation: new WithStartWorkflowOperation(workflowType, start),
        }),
      ),
    );

  return {
    async onboard(account, timeoutMs) {
      const deadlineMs = Date.now() + timeoutMs;
      const start = onboardStart({ ...account, accountId: account.id });
      const handle = await guarded(() =>
        within(Math.min(START_TIMEOUT_MS, timeoutMs), () =>
          client.workflow.start<(input: OnboardInput) => Promise<OnboardResult>>('onboardBrokerAccount', start),
        ),
      );
      try {
        return await client.withDeadline(deadlineMs, () => handle.result());
      } catch (error) {
        if (isGrpcDeadlineError(error)) return undefined;
        // Terminated or failed: whatever it was, the broker has not confirmed the credentials.
        if (error instanceof WorkflowFailedError) return { outcome: 'unreachable' };
        throw unavailable(error);
      }
    },
    beginLogin: (account) =>
      guarded(() =>
        updateWithStart('brokerSession', sessionStart({ ...account, accountId: account.id }), beginLoginUpdate, []),
      ),
    async completeLogin(accountId, secretId) {
      const handle = client.workflow.getHandle(sessionWorkflowId(accountId));
      try {
        return await within(UPDATE_TIMEOUT_MS, () =>
          handle.executeUpdate(completeLoginUpdate, { args: [{ secretId }] }),
        );
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return { outcome: 'window_closed' };
        throw unavailable(error);
      }
    },
    async logout(account, hasToken, force) {
      const { id: accountId } = account;
      const start = sessionStart({ ...account, accountId });
      try {
        if (hasToken) await updateWithStart('brokerSession', start, logoutUpdate, [{ force }]);
        else
          await within(UPDATE_TIMEOUT_MS, () =>
            client.workflow.getHandle(sessionWorkflowId(accountId)).executeUpdate(logoutUpdate, { args: [{ force }] }),
          );
        return 'logged_out';
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return 'no_session';
        if (error instanceof WorkflowUpdateFailedError) {
          if (hasType(error.cause, ENTRY_IN_PROGRESS)) return 'entry_in_progress';
          if (hasType(error.cause, POSITION_OPEN)) return 'position_open';
        }
        throw unavailable(error);
      }
    },
    rotateCredentials: (account, input) =>
      guarded(() =>
        updateWithStart('brokerSession', sessionStart({ ...account, accountId: account.id }), rotateCredentialsUpdate, [
          input,
        ]),
      ),
    unlink: (account, by) =>
      guarded(() =>
        updateWithStart('brokerSession', sessionStart({ ...account, accountId: account.id }), unlinkUpdate, [{ by }]),
      ),
    async startSubscription(subscription) {
      const start = subscriptionStart({ ...subscription, subscriptionId: subscription.id });
      await guarded(() => within(START_TIMEOUT_MS, () => client.workflow.start('subscription', start)));
    },
    changeSubscription: (subscription, act, flatten) => {
      const start = subscriptionStart({ ...subscription, subscriptionId: subscription.id });
      return guarded(() =>
        act === 'resume'
          ? updateWithStart('subscription', start, resumeUpdate, [])
          : updateWithStart('subscription', start, STOPS[act], [{ flatten }]),
      );
    },
    changeLotMultiplier: (subscription, lotMultiplier) =>
      guarded(() =>
        updateWithStart(
          'subscription',
          subscriptionStart({ ...subscription, subscriptionId: subscription.id }),
          changeLotMultiplierUpdate,
          [{ lotMultiplier }],
        ),
      ),
    startRun: (run) => guarded(() => within(START_TIMEOUT_MS, () => startTemplateRun(client, run))),
    readInstruments: (wire, day, wish) =>
      guarded(() => within(START_TIMEOUT_MS, () => readInstruments(client, wire, day, wish))),
    reconcile: (day, by) => guarded(() => within(START_TIMEOUT_MS, () => startReconciliation(client, day, by))),
    haltsChanged: (runWorkflowId) =>
      guarded(() => within(START_TIMEOUT_MS, () => tellHaltsChanged(client, runWorkflowId))),
    settle: (month) => guarded(() => within(START_TIMEOUT_MS, () => startSettlement(client, month))),
    changeSettlement: (month, partnerId, act) =>
      guarded(() => once(() => within(UPDATE_TIMEOUT_MS, () => changeSettlement(client, month, partnerId, act)))),
    async redeliver(delivery) {
      await guarded(() =>
        within(START_TIMEOUT_MS, () => client.workflow.start('deliverEvent', redeliveryStart(delivery))),
      );
    },
    pollers: (taskQueue) => guarded(() => within(2_000, async () => (await freshPollers(client, taskQueue)).length)),
  };
}

/** A workflow may end between the server's look and the update's arrival; then the second try starts the next one. */
async function once<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return work();
  }
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unavailable(error);
  }
}

/** Connection and deadline failures become the one error that the API answers with 503; anything else is passed on. */
function unavailable(error: unknown): unknown {
  const away =
    error instanceof ServiceError ||
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    error instanceof WorkflowNotFoundError ||
    isGrpcServiceError(error);
  return away ? new ServiceUnavailableError('Temporal does not answer', { cause: error }) : error;
}

function hasType(error: unknown, type: string): boolean {
  if (error instanceof ApplicationFailure && error.type === type) return true;
  return error instanceof Error && error.cause !== undefined && hasType(error.cause, type);
}
