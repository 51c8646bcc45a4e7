// onboardBrokerAccount: asks the broker whether the credentials can work, then enables the account or erases them.

export type OnboardInput = { accountId: string };
/** `rejected` carries the broker's own words; `unreachable` means nothing was kept. */
export type OnboardResult =
  { outcome: 'enabled' } | { outcome: 'rejected'; brokerResponse: string } | { outcome: 'unreachable' };

export const onboardWorkflowId = (accountId: string): string => `onboard/${accountId}`;
