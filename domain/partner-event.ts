// What partners are told: one builder per event type gives its cause (the idempotency key) and its body, field by field.
import { sha256Base36 } from './digest.js';
import type { ExitReason } from './exit-rules.js';
import type { Resolution } from './late-orders.js';
import type { Mode } from './mode.js';
import { toRupees } from './money.js';
import type { OrderState } from './order-state.js';
import type { SubscriptionState } from './subscription-state.js';
import { tradingDayOf } from './trading-time.js';

export const PARTNER_EVENT_TYPES = [
  'execution_failed',
  'execution_completed',
  'execution_exposed',
  'position_closed',
  'order_disputed',
  'execution_resolved',
  'oauth_login_required',
  'broker_credentials_rotated',
  'broker_account_unlinked',
  'readiness_report',
  'weekly_report',
  'subscription_created',
  'subscription_paused',
  'subscription_resumed',
  'subscription_cancelled',
  'settlement_ready',
  'settlement_paid',
  'webhook_endpoint_disabled',
  'webhook_test',
] as const;
/** Digits of a digest that tell one set of facts from another. */
const CAUSE_DIGITS = 20;

export type PartnerEventType = (typeof PARTNER_EVENT_TYPES)[number];

/** Whose event it is. */
export type PartnerEventOwner = { partnerId: string; mode: Mode };

/** The fields of a body besides `event_id` and `sequence`, which the outbox adds when it stores the event. `user_email` is null where it is about no user. */
export type PartnerEventBody = { event: PartnerEventType; user_email: string | null; timestamp: string } & Record<
  string,
  unknown
>;

/** An event ready for the outbox. `cause` names the one thing that made it: the same cause is never told twice. */
export type PartnerEvent = { type: PartnerEventType; cause: string; body: PartnerEventBody };

/** The broker's own words on a refusal; null where the broker gave none. */
export type BrokerResponse = { code: string | null; message: string };

type Happening = { userEmail: string; /** epoch ms */ atMs: number };

/** An entry that did not become what was subscribed. Body as in the guide, chapter 7. */
export function executionFailed(
  input: Happening & {
    executionId: string;
    subscriptionId: string;
    /** Short and for people: `Insufficient funds`. */
    error: string;
    brokerResponse: BrokerResponse | null;
  },
): PartnerEvent {
  return event('execution_failed', input.executionId, {
    event: 'execution_failed',
    subscription_id: input.subscriptionId,
    user_email: input.userEmail,
    error: input.error,
    broker_response: input.brokerResponse,
    timestamp: utcText(input.atMs),
  });
}

/** An order of a completed entry. `averagePricePaise` is 0 while nothing is filled. */
export type ExecutedOrder = {
  tradingsymbol: string;
  side: 'BUY' | 'SELL';
  quantityUnits: number;
  filledUnits: number;
  averagePricePaise: number;
};

/** An entry whose every leg is filled. */
export function executionCompleted(
  input: Happening & {
    executionId: string;
    runId: string;
    subscriptionId: string;
    templateId: string;
    orders: readonly ExecutedOrder[];
  },
): PartnerEvent {
  return event('execution_completed', input.executionId, {
    event: 'execution_completed',
    subscription_id: input.subscriptionId,
    user_email: input.userEmail,
    execution_id: input.executionId,
    run_id: input.runId,
    template_id: input.templateId,
    orders: input.orders.map(orderBody),
    timestamp: utcText(input.atMs),
  });
}

/**
 * Something is open, or may be, that should not be: somebody must look at the account now. Told once per entry, once per exit, and
 * once each time an order that appeared late has opened the position again.
 */
export function executionExposed(
  input: Happening & {
    executionId: string;
    subscriptionId: string;
    /** `lateSinceMs`: epoch ms at which the position was opened again. */
    during: 'entry' | 'exit' | { lateSinceMs: number };
    /** One sentence for people. */
    reason: string;
  },
): PartnerEvent {
  const { during, executionId } = input;
  const late = typeof during === 'object';
  const afterEntry = late ? `${executionId}/late/${during.lateSinceMs}` : `${executionId}/exit`;
  const about = during === 'entry' ? executionId : afterEntry;
  return event('execution_exposed', about, {
    event: 'execution_exposed',
    subscription_id: input.subscriptionId,
    user_email: input.userEmail,
    execution_id: input.executionId,
    during: late ? 'late' : during,
    reason: input.reason,
    timestamp: utcText(input.atMs),
  });
}

/** An order that was in doubt, as it is known now. */
export type ResolvedOrder = ExecutedOrder & { tag: string; status: OrderState };

const RESOLUTION_SENTENCES: Record<Resolution, string> = {
  nothing_traded: 'The order in doubt has not traded; nothing of it is open.',
  closed: 'The order in doubt had traded; all that the execution opened is closed.',
  exposed:
    'The order in doubt is known now, but part of the execution is still open; check the position with the broker.',
};

/**
 * Orders of which nobody could say what had become, or that were taken for never placed, are known now. The execution's outcome stays
 * as it was told. Told once for each set of facts: an order that turns up later still is told again.
 */
export function executionResolved(
  input: Happening & {
    executionId: string;
    runId: string;
    subscriptionId: string;
    templateId: string;
    resolution: Resolution;
    /** Over all fills of the execution; null while something is open. */
    realisedPnlPaise: number | null;
    /** Those that were in doubt. */
    orders: readonly ResolvedOrder[];
  },
): PartnerEvent {
  const facts = input.orders.map((o) => `${o.tag} ${o.status} ${o.filledUnits}`).sort();
  const about = `${input.executionId}/${sha256Base36([input.resolution, ...facts].join('|'), CAUSE_DIGITS)}`;
  return event('execution_resolved', about, {
    event: 'execution_resolved',
    subscription_id: input.subscriptionId,
    user_email: input.userEmail,
    execution_id: input.executionId,
    run_id: input.runId,
    template_id: input.templateId,
    resolution: input.resolution,
    reason: RESOLUTION_SENTENCES[input.resolution],
    realised_pnl: input.realisedPnlPaise === null ? null : toRupees(input.realisedPnlPaise),
    orders: input.orders.map((order) => ({ ...orderBody(order), status: order.status })),
    timestamp: utcText(input.atMs),
  });
}

/** A position is closed, proven by its fills. */
export function positionClosed(
  input: Happening & {
    executionId: string;
    runId: string;
    subscriptionId: string;
    templateId: string;
    exitReason: ExitReason;
    /** Received less paid over all fills of the execution, before the broker's charges. */
    realisedPnlPaise: number;
    /** The exit's. */
    orders: readonly ExecutedOrder[];
  },
): PartnerEvent {
  return event('position_closed', input.executionId, {
    event: 'position_closed',
    subscription_id: input.subscriptionId,
    user_email: input.userEmail,
    execution_id: input.executionId,
    run_id: input.runId,
    template_id: input.templateId,
    exit_reason: input.exitReason,
    realised_pnl: toRupees(input.realisedPnlPaise),
    orders: input.orders.map(orderBody),
    timestamp: utcText(input.atMs),
  });
}

/** One side's version of a disputed order. Quantities in units; the price is 0 while nothing is filled. */
export type DisputedOrder = {
  brokerOrderId: string | null;
  tradingsymbol: string | null;
  side: 'BUY' | 'SELL';
  quantityUnits: number;
  filledUnits: number;
  averagePricePaise: number;
  status: string;
};

/**
 * The broker's book and our record disagree about an order.
 * @param input.times - how often the finding has been raised: it is told again when it comes back after it was resolved
 */
export function orderDisputed(
  input: Happening & {
    findingId: string;
    times: number;
    kind: 'stranger' | 'gap';
    problem: string;
    /** One sentence for people. */
    reason: string;
    tradingDay: string;
    clientId: string;
    brokerName: string;
    /** null: it is the order of no execution of ours */
    executionId: string | null;
    subscriptionId: string | null;
    ours: DisputedOrder | null;
    brokers: DisputedOrder | null;
  },
): PartnerEvent {
  return event('order_disputed', `${input.findingId}/${input.times}`, {
    event: 'order_disputed',
    finding_id: input.findingId,
    kind: input.kind,
    problem: input.problem,
    reason: input.reason,
    trading_day: input.tradingDay,
    user_email: input.userEmail,
    client_id: input.clientId,
    broker_name: input.brokerName,
    execution_id: input.executionId,
    subscription_id: input.subscriptionId,
    our_order: input.ours && disputedBody(input.ours),
    broker_order: input.brokers && disputedBody(input.brokers),
    timestamp: utcText(input.atMs),
  });
}

/** @returns the order as events and the API show it, prices in rupees */
export function disputedBody(order: DisputedOrder) {
  return {
    broker_order_id: order.brokerOrderId,
    tradingsymbol: order.tradingsymbol,
    transaction_type: order.side,
    quantity: order.quantityUnits,
    filled_quantity: order.filledUnits,
    average_price: toRupees(order.averagePricePaise),
    status: order.status,
  };
}

/**
 * A user must log in with the broker: told once each trading morning, and once per entry that found no session.
 * @param input.occasion - the morning reminder, or the entry that was missed
 */
export function oauthLoginRequired(
  input: Happening & {
    accountId: string;
    clientId: string;
    brokerName: string;
    occasion: { kind: 'reminder' } | { kind: 'entry'; executionId: string; subscriptionId: string };
  },
): PartnerEvent {
  const day = tradingDayOf(input.atMs);
  const { occasion } = input;
  const about = occasion.kind === 'entry' ? `entry/${occasion.executionId}` : `${input.accountId}/${day}`;
  return event('oauth_login_required', about, {
    event: 'oauth_login_required',
    subscription_id: occasion.kind === 'entry' ? occasion.subscriptionId : null,
    user_email: input.userEmail,
    client_id: input.clientId,
    broker_name: input.brokerName,
    trading_day: day,
    timestamp: utcText(input.atMs),
  });
}

function orderBody(order: ExecutedOrder) {
  return {
    tradingsymbol: order.tradingsymbol,
    transaction_type: order.side,
    quantity: order.quantityUnits,
    filled_quantity: order.filledUnits,
    average_price: toRupees(order.averagePricePaise),
  };
}

type SubscriptionHappening = Happening & { subscriptionId: string; userId: string; templateId: string };

export function subscriptionCreated(input: SubscriptionHappening): PartnerEvent {
  return event('subscription_created', input.subscriptionId, subscriptionBody('subscription_created', 'ACTIVE', input));
}

/** @param changeId - what tells this pause from the subscription's other pauses: the same in every retry */
export function subscriptionPaused(input: SubscriptionHappening & { changeId: string }): PartnerEvent {
  const about = `${input.subscriptionId}/${input.changeId}`;
  return event('subscription_paused', about, subscriptionBody('subscription_paused', 'PAUSED', input));
}

/** @param changeId - as for a pause */
export function subscriptionResumed(input: SubscriptionHappening & { changeId: string }): PartnerEvent {
  const about = `${input.subscriptionId}/${input.changeId}`;
  return event('subscription_resumed', about, subscriptionBody('subscription_resumed', 'ACTIVE', input));
}

export function subscriptionCancelled(input: SubscriptionHappening): PartnerEvent {
  return event(
    'subscription_cancelled',
    input.subscriptionId,
    subscriptionBody('subscription_cancelled', 'CANCELLED', input),
  );
}

function subscriptionBody(
  type: PartnerEventType,
  status: SubscriptionState,
  input: SubscriptionHappening,
): PartnerEventBody {
  return {
    event: type,
    subscription_id: input.subscriptionId,
    user_email: input.userEmail,
    user_id: input.userId,
    template_id: input.templateId,
    status,
    timestamp: utcText(input.atMs),
  };
}

/** @param about - what tells it from other events of its type: the same in every retry */
export function event(type: PartnerEventType, about: string, body: PartnerEventBody): PartnerEvent {
  return { type, cause: `${type}/${about}`, body };
}

/** RFC 3339 UTC in whole seconds, as in the guide: `2025-10-10T03:50:05Z`. */
export function utcText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
