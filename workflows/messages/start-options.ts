// How each platform workflow is started: id, queue, reuse and conflict policies, summary and search attributes, in one place.
import type { SearchAttributePair } from '@temporalio/common';
import type { Mode } from '../../domain/mode.js';
import { redeliverEventWorkflowId, type DeliverEventInput } from './deliver-event.js';
import { onboardWorkflowId, type OnboardInput } from './onboard.js';
import { searchAttributes } from './search-attributes.js';
import { sessionWorkflowId, type SessionInput } from './session.js';
import { subscriptionWorkflowId, type SubscriptionInput } from './subscription.js';
import { PLATFORM_QUEUE } from './task-queues.js';

/** Spread into `client.workflow.start(type, …)` or `new WithStartWorkflowOperation(type, …)`. */
export type StartOptions<Input> = {
  workflowId: string;
  taskQueue: string;
  args: [Input];
  /** What happens when a workflow of this id has ended. */
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' | 'REJECT_DUPLICATE';
  /** What happens while one is running. */
  workflowIdConflictPolicy: 'USE_EXISTING';
  staticSummary: string;
  typedSearchAttributes: SearchAttributePair[];
};

type AccountFacts = { accountId: string; partnerId: string; mode: Mode; brokerName: string };
type SubscriptionFacts = {
  subscriptionId: string;
  partnerId: string;
  mode: Mode;
  templateId: string;
  accountId: string;
};

/** `onboardBrokerAccount`: once per account id, since an account is probed once. */
export function onboardStart(account: AccountFacts): StartOptions<OnboardInput> {
  return {
    ...common(onboardWorkflowId(account.accountId), { accountId: account.accountId }, 'REJECT_DUPLICATE'),
    staticSummary: `Link ${account.brokerName} account ${account.accountId} (${account.mode})`,
    typedSearchAttributes: accountAttributes(account),
  };
}

/** `brokerSession`: one open per account; a later login starts the next. */
export function sessionStart(account: AccountFacts): StartOptions<SessionInput> {
  return {
    ...common(sessionWorkflowId(account.accountId), { accountId: account.accountId }, 'ALLOW_DUPLICATE'),
    staticSummary: `Login session of ${account.brokerName} account ${account.accountId} (${account.mode})`,
    typedSearchAttributes: accountAttributes(account),
  };
}

/** `subscription`: one open per subscription. Started for a cancelled one, it refuses changes truthfully and ends. */
export function subscriptionStart(subscription: SubscriptionFacts): StartOptions<SubscriptionInput> {
  return {
    ...common(
      subscriptionWorkflowId(subscription.subscriptionId),
      { subscriptionId: subscription.subscriptionId },
      'ALLOW_DUPLICATE',
    ),
    staticSummary: `Subscription ${subscription.subscriptionId} to ${subscription.templateId} (${subscription.mode})`,
    typedSearchAttributes: [
      { key: searchAttributes.partner, value: subscription.partnerId },
      { key: searchAttributes.mode, value: subscription.mode },
      { key: searchAttributes.template, value: subscription.templateId },
      { key: searchAttributes.account, value: subscription.accountId },
    ],
  };
}

type DeliveryFacts = { eventId: string; endpointId: string; type: string; partnerId: string; mode: Mode };

/** `deliverEvent` once more, when a partner asks for it; two askers before the next attempt share one. */
export function redeliveryStart(delivery: DeliveryFacts & { attemptsMade: number }): StartOptions<DeliverEventInput> {
  const { eventId, endpointId, type, partnerId, mode, attemptsMade } = delivery;
  return {
    ...common(redeliverEventWorkflowId(eventId, endpointId, attemptsMade), { eventId, endpointId }, 'ALLOW_DUPLICATE'),
    staticSummary: `${type} again to a webhook of ${partnerId} (${mode})`,
    typedSearchAttributes: [
      { key: searchAttributes.partner, value: partnerId },
      { key: searchAttributes.mode, value: mode },
    ],
  };
}

function common<Input>(
  workflowId: string,
  input: Input,
  workflowIdReusePolicy: StartOptions<Input>['workflowIdReusePolicy'],
) {
  return {
    workflowId,
    taskQueue: PLATFORM_QUEUE,
    args: [input] as [Input],
    workflowIdReusePolicy,
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
  };
}

function accountAttributes(account: AccountFacts): SearchAttributePair[] {
  return [
    { key: searchAttributes.partner, value: account.partnerId },
    { key: searchAttributes.mode, value: account.mode },
    { key: searchAttributes.broker, value: account.brokerName },
    { key: searchAttributes.account, value: account.accountId },
  ];
}
