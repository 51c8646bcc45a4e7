// ACTIVE ⇄ PAUSED → CANCELLED: the stated transition table of docs/subscriptions.md.

export type SubscriptionState = 'ACTIVE' | 'PAUSED' | 'CANCELLED';
export type SubscriptionAction = 'pause' | 'resume' | 'cancel';

const TABLE: Record<SubscriptionAction, { from: readonly SubscriptionState[]; to: SubscriptionState }> = {
  pause: { from: ['ACTIVE'], to: 'PAUSED' },
  resume: { from: ['PAUSED'], to: 'ACTIVE' },
  cancel: { from: ['ACTIVE', 'PAUSED'], to: 'CANCELLED' },
};

/** Where an action leads from a status, or undefined when it is impossible there. */
export function nextState(status: SubscriptionState, action: SubscriptionAction): SubscriptionState | undefined {
  const rule = TABLE[action];
  return rule.from.includes(status) ? rule.to : undefined;
}
