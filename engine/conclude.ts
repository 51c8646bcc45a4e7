// Ends an execution: outcome, one sentence for the trader, and the partner's event, in one transaction.
import {
  executionCompleted,
  executionExposed,
  executionFailed,
  oauthLoginRequired,
  type PartnerEvent,
} from '../domain/partner-event.js';
import type { SagaStep } from '../domain/entry-saga.js';
import type { EntryContext, ExecutionEnd } from '../db/repositories/executions.js';
import type { OrderRow } from '../db/repositories/orders.js';
import type { EngineDeps } from './engine-deps.js';

type Conclusion = SagaStep & { do: 'conclude' };

/** Words for the saga's conclusion, from the orders that made it. */
export function endOf(conclusion: Conclusion, orders: readonly OrderRow[]): ExecutionEnd {
  const culprit = orders.find(
    (o) => o.purpose === 'entry' && (o.brokerMessage !== null || o.refusalReason !== null) && o.state !== 'COMPLETE',
  );
  const broker = {
    ...(culprit?.brokerCode != null && { brokerCode: culprit.brokerCode }),
    ...(culprit?.brokerMessage != null && { brokerMessage: culprit.brokerMessage }),
  };
  const because = culprit?.brokerMessage ?? 'the broker did not fill every leg';
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

/** @returns false when the execution had ended already (nothing is told twice) */
export async function conclude(
  deps: EngineDeps,
  context: EntryContext,
  end: ExecutionEnd,
  options: { orders: readonly OrderRow[]; loginRequired: boolean; exposed: boolean },
): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    if (!(await deps.executions.finish(tx, context.executionId, end))) return false;
    const owner = { partnerId: context.partnerId, mode: context.mode };
    for (const event of eventsOf(deps, context, end, options)) await deps.outbox.append(tx, { ...owner, ...event });
    return true;
  });
}

function eventsOf(
  deps: EngineDeps,
  context: EntryContext,
  end: ExecutionEnd,
  options: { orders: readonly OrderRow[]; loginRequired: boolean; exposed: boolean },
): PartnerEvent[] {
  const happening = { userEmail: context.userEmail, atMs: deps.now() };
  const { executionId, runId, subscriptionId, templateId, accountId, clientId } = context;
  if (options.loginRequired)
    return [
      oauthLoginRequired({
        ...happening,
        accountId,
        clientId,
        brokerName: context.broker,
        occasion: { kind: 'entry', executionId, subscriptionId },
      }),
    ];
  if (end.outcome === 'completed')
    return [
      executionCompleted({
        ...happening,
        executionId,
        runId,
        subscriptionId,
        templateId,
        orders: options.orders.map(executed),
      }),
    ];
  if (end.outcome === 'skipped') return [];
  const brokerResponse =
    end.brokerMessage === undefined ? null : { code: end.brokerCode ?? null, message: end.brokerMessage };
  const failure = executionFailed({
    ...happening,
    executionId,
    subscriptionId,
    error: shortError(end, options.orders),
    brokerResponse,
  });
  return options.exposed ? [failure, executionExposed({ ...happening, executionId, subscriptionId })] : [failure];
}

function executed(order: OrderRow) {
  const { side, quantityUnits, filledUnits, averagePricePaise } = order;
  return { tradingsymbol: order.tradingsymbol ?? '', side, quantityUnits, filledUnits, averagePricePaise };
}

function shortError(end: ExecutionEnd, orders: readonly OrderRow[]): string {
  if (orders.some((o) => o.refusalReason === 'insufficient_funds')) return 'Insufficient funds';
  switch (end.outcome) {
    case 'missed':
      return 'Entry missed';
    case 'unwound':
      return 'Entry unwound';
    case 'unknown':
      return 'Order state unknown';
    case 'completed':
    case 'failed':
    case 'skipped':
      return 'Order rejected';
  }
}
