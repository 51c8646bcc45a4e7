// Ends an execution: outcome, one sentence for the trader, and the partner's event, in one transaction.
import {
  executionCompleted,
  executionExposed,
  executionFailed,
  oauthLoginRequired,
  type PartnerEvent,
} from '../domain/partner-event.js';
import { isGivenUp } from '../domain/order-state.js';
import { plannedExitMs } from '../domain/position-window.js';
import type { SagaStep } from '../domain/entry-saga.js';
import type { EntryContext, ExecutionEnd } from '../db/repositories/executions.js';
import type { NewPosition } from '../db/repositories/positions.js';
import type { OrderRow } from '../db/repositories/orders.js';
import type { Sql } from '../db/sql.js';
import type { EngineDeps } from './engine-deps.js';

const SET_UP_REFUSED =
  'the broker does not take orders from this platform at the moment; the operator has been told, and there is nothing for you to do';

export type Conclusion = SagaStep & { do: 'conclude' };

/** Words for the saga's conclusion, from the orders that made it. */
export function endOf(conclusion: Conclusion, orders: readonly OrderRow[]): ExecutionEnd {
  const culprit = culpritOf(orders.filter((o) => o.purpose === 'entry'));
  const { brokerCode = null, brokerMessage = null } = culprit ?? {};
  const broker = { ...(brokerCode !== null && { brokerCode }), ...(brokerMessage !== null && { brokerMessage }) };
  // Where the platform's set-up is at fault the trader reads that; the broker's own words are for partner and operator.
  const because = setUpRefused(orders) ? SET_UP_REFUSED : (brokerMessage ?? 'the broker did not fill every leg');
  const sentence = {
    completed: 'Every leg is filled.',
    unwound: `The entry could not be completed (${because}); what had been filled was closed again.`,
    failed:
      conclusion.exposed.length > 0
        ? `Exposed: the entry failed (${because}) and part of it could not be closed.`
        : `The entry failed: ${because}; nothing is open.`,
    missed: 'The entry could not be placed before its deadline; nothing is open.',
    skipped: `The entry was stopped before it left: ${because}.`,
    unknown: 'The broker could not say what became of an order; check the position with the broker.',
  }[conclusion.outcome];
  return { outcome: conclusion.outcome, reason: sentence, ...(conclusion.outcome !== 'completed' && broker) };
}

/** The order whose words explain the end: a refusal before what was merely cancelled or dropped because of it. */
function culpritOf(entry: readonly OrderRow[]): OrderRow | undefined {
  const speaking = entry.filter(
    (o) => o.state !== 'COMPLETE' && (o.brokerMessage !== null || o.refusalReason !== null),
  );
  return speaking.find((o) => o.refusalReason !== null || o.state === 'REJECTED') ?? speaking[0];
}

export type Circumstances = {
  orders: readonly OrderRow[];
  /** The subscriber had no session, so nothing was armed. */
  loginRequired: boolean;
  exposed: boolean;
};

/** @returns false when the execution had ended already (nothing is told twice) */
export async function conclude(
  deps: EngineDeps,
  context: EntryContext,
  end: ExecutionEnd,
  circumstances: Circumstances,
): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    if (!(await deps.executions.finish(tx, context.executionId, end))) return false;
    const position = positionLeft(context, end, circumstances);
    if (position) await deps.positions.open(tx, position);
    if (circumstances.orders.some((o) => isGivenUp(o.state))) await deps.lateWatches.open(tx, context.executionId);
    if (sessionDied(circumstances)) await endSession(deps, tx, context);
    if (setUpRefused(circumstances.orders)) tellOperator(deps, context, end);
    const owner = { partnerId: context.partnerId, mode: context.mode };
    for (const event of eventsOf(deps, context, end, circumstances))
      await deps.outbox.append(tx, { ...owner, ...event });
    return true;
  });
}

/** What the entry leaves to be followed: a position to hold, or one to close because the entry is not whole. */
function positionLeft(context: EntryContext, end: ExecutionEnd, { exposed }: Circumstances): NewPosition | undefined {
  const left = { executionId: context.executionId, exitAtMs: plannedExitMs(context) };
  if (end.outcome === 'completed') return { ...left, status: 'open', entryIncomplete: false };
  if (end.outcome === 'unknown') return { ...left, status: 'unknown', entryIncomplete: true };
  return exposed ? { ...left, status: 'exposed', entryIncomplete: true } : undefined;
}

/** The broker ended the session in the middle of the entry. */
const sessionDied = ({ orders }: Circumstances): boolean => orders.some((o) => o.refusalReason === 'login_required');

/** The broker does not take orders from our address or under our algorithm's name: neither the user's nor the partner's to mend. */
const setUpRefused = (orders: readonly OrderRow[]): boolean => orders.some((o) => o.refusalReason === 'configuration');

function tellOperator(deps: EngineDeps, { executionId, accountId, broker }: EntryContext, end: ExecutionEnd): void {
  const { brokerCode, brokerMessage } = end;
  deps.logger.error({ executionId, accountId, broker, brokerCode, brokerMessage }, 'the broker refuses our set-up');
}

/** A token the broker refuses serves nobody; a later login's token is left alone, though it may expire at the same minute. */
export async function endSession(deps: EngineDeps, tx: Sql, context: EntryContext): Promise<void> {
  const { accountId, tokenSecretId } = context;
  if (tokenSecretId === null) return;
  const ended = await deps.accounts.endSession(tx, accountId, tokenSecretId, new Date(deps.now()));
  if (ended) await deps.vault.eraseSecret(tokenSecretId, tx);
}

/** The entry found no session that serves. Its cause is the entry's: told once, whoever finds it out. */
export function askForLogin(deps: EngineDeps, context: EntryContext): PartnerEvent {
  const { executionId, subscriptionId, accountId, clientId, userEmail, broker: brokerName } = context;
  const occasion = { kind: 'entry', executionId, subscriptionId } as const;
  return oauthLoginRequired({ userEmail, atMs: deps.now(), accountId, clientId, brokerName, occasion });
}

function eventsOf(
  deps: EngineDeps,
  context: EntryContext,
  end: ExecutionEnd,
  circumstances: Circumstances,
): PartnerEvent[] {
  const { orders, loginRequired, exposed } = circumstances;
  const happening = { userEmail: context.userEmail, atMs: deps.now() };
  const { executionId, runId, subscriptionId, templateId } = context;
  if (loginRequired) return [askForLogin(deps, context)];
  if (end.outcome === 'skipped') return [];
  if (end.outcome === 'completed')
    return [
      executionCompleted({
        ...happening,
        executionId,
        runId,
        subscriptionId,
        templateId,
        orders: orders.map(executed),
      }),
    ];
  const brokerResponse =
    end.brokerMessage === undefined ? null : { code: end.brokerCode ?? null, message: end.brokerMessage };
  const failure = executionFailed({
    ...happening,
    executionId,
    subscriptionId,
    error: shortError(end, orders),
    brokerResponse,
  });
  return [
    failure,
    ...(exposed
      ? [executionExposed({ ...happening, executionId, subscriptionId, during: 'entry', reason: end.reason })]
      : []),
    ...(sessionDied(circumstances) ? [askForLogin(deps, context)] : []),
  ];
}

export function executed(order: OrderRow) {
  const { side, quantityUnits, filledUnits, averagePricePaise } = order;
  return { tradingsymbol: order.tradingsymbol ?? '', side, quantityUnits, filledUnits, averagePricePaise };
}

/** Every try failed before a byte had left: nobody has rejected it. */
function neverConnected({ state, refusalReason }: OrderRow): boolean {
  return state === 'NOT_PLACED' && refusalReason === 'not_sent';
}

function shortError(end: ExecutionEnd, orders: readonly OrderRow[]): string {
  // Before any refusal of a sibling: nobody may take an order that may be open for one that was refused.
  if (end.outcome === 'unknown') return 'Order state unknown';
  if (orders.some((o) => o.refusalReason === 'insufficient_funds')) return 'Insufficient funds';
  if (orders.some((o) => o.refusalReason === 'login_required')) return 'OAuth token expired';
  if (setUpRefused(orders)) return 'Set-up refused by the broker';
  if (end.outcome === 'failed' && orders.some(neverConnected)) return 'Broker not reached';
  switch (end.outcome) {
    case 'missed':
      return 'Entry missed';
    case 'unwound':
      return 'Entry unwound';
    case 'completed':
    case 'failed':
    case 'skipped':
      return 'Order rejected';
  }
}
