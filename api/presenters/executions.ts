// Executions, orders and runs as the API shows them.
import type { z } from '../zod.js';
import { toRupees } from '../../domain/money.js';
import type { ExecutionView, OrderView } from '../../db/repositories/execution-views.js';
import type { RunHalt } from '../../db/repositories/halts.js';
import type { RunView } from '../../db/repositories/run-views.js';
import type * as schemas from '../schemas/executions.js';
import { rupeesOrNull } from './subscriptions.js';
import { utc, utcOrNull, utcPrecise } from './times.js';

export function presentExecution(execution: ExecutionView): z.input<typeof schemas.Execution> {
  return { ...common(execution), user_email: execution.userEmail };
}

/** For operators: whose it is, and no e-mail. */
export function presentRunExecution(execution: ExecutionView): z.input<typeof schemas.RunExecution> {
  return { ...common(execution), partner_id: execution.partnerId, mode: execution.mode };
}

export function presentRun(run: RunView, halts: readonly RunHalt[]): z.input<typeof schemas.Run> {
  return {
    run_id: run.id,
    template_id: run.templateId,
    template_version: run.templateVersion,
    mode: run.mode,
    trading_day: run.tradingDay,
    status: run.status,
    reason: run.reason,
    entry_at: utcPrecise(run.entryAt),
    workflow_id: run.workflowId,
    subscribers: run.subscribers,
    outcomes: run.outcomes,
    orders: run.orders,
    arming: {
      lead_s: run.arming.leadS,
      armed: run.arming.armed,
      late: run.arming.late,
      per_second: run.arming.perSecond,
    },
    set_up_problems: run.setUpProblems,
    lateness_ms: run.lateness,
    halts: halts.map(presentRunHalt),
  };
}

function presentRunHalt(halt: RunHalt): z.input<typeof schemas.Run>['halts'][number] {
  return {
    halt_id: halt.id,
    scope: halt.scope,
    id: halt.scopeId,
    reason: halt.reason,
    flatten: halt.flatten,
    since: utc(halt.createdAt),
    by: halt.createdBy,
    subscribers: halt.subscribers,
  };
}

function common(execution: ExecutionView) {
  return {
    execution_id: execution.id,
    run_id: execution.runId,
    subscription_id: execution.subscriptionId,
    user_id: execution.userId,
    template_id: execution.templateId,
    client_id: execution.clientId,
    broker_name: execution.brokerName,
    trading_day: execution.tradingDay,
    entry_at: utc(execution.entryAt),
    lot_multiplier: execution.lotMultiplier,
    outcome: execution.outcome,
    reason: execution.reason,
    broker_response: brokerResponse(execution),
    ended_at: utcOrNull(execution.endedAt),
    position_status: execution.positionStatus,
    exit_at: utcOrNull(execution.exitAt),
    exit_reason: execution.exitReason,
    realised_pnl: rupeesOrNull(execution.realisedPnlPaise),
    closed_at: utcOrNull(execution.closedAt),
    disputed: execution.disputed,
    orders: execution.orders.map(presentOrder),
  };
}

function presentOrder(order: OrderView): z.input<typeof schemas.Order> {
  return {
    order_id: order.id,
    tag: order.tag,
    broker_order_id: order.brokerOrderId,
    purpose: order.purpose,
    leg_index: order.legIndex,
    tradingsymbol: order.tradingsymbol,
    transaction_type: order.side,
    quantity: order.quantityUnits,
    filled_quantity: order.filledUnits,
    price: order.limitPricePaise === null ? null : toRupees(order.limitPricePaise),
    average_price: toRupees(order.averagePricePaise),
    status: order.state,
    sent_at: order.sentAt === null ? null : utcPrecise(order.sentAt),
    broker_response: brokerResponse(order),
  };
}

function brokerResponse(row: { brokerCode: string | null; brokerMessage: string | null }) {
  return row.brokerMessage === null ? null : { code: row.brokerCode, message: row.brokerMessage };
}
