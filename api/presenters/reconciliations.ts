// Reconciliations and their findings as operators see them.
import type { z } from '../zod.js';
import { disputedBody } from '../../domain/partner-event.js';
import type { FindingRow } from '../../db/repositories/reconciliation-findings.js';
import type { ReconciliationRow, UnreadAccount } from '../../db/repositories/reconciliations.js';
import type * as schemas from '../schemas/reconciliations.js';
import { reconciliationWorkflowId } from '../../workflows/messages/reconciliation.js';
import { utc, utcOrNull } from './times.js';

export function presentReconciliation(
  row: ReconciliationRow,
): Omit<z.input<typeof schemas.Reconciliation>, 'findings' | 'not_read' | 'next_cursor'> {
  const { total, compared, notRead, waiting } = row.accounts;
  return {
    trading_day: row.tradingDay,
    workflow_id: reconciliationWorkflowId(row.tradingDay),
    status: row.status,
    requested_by: row.requestedBy,
    requested_at: utc(row.requestedAt),
    started_at: utcOrNull(row.startedAt),
    completed_at: utcOrNull(row.completedAt),
    accounts: { total, compared, not_read: notRead, waiting },
    orders: row.orders,
    findings_count: row.findings,
  };
}

export function presentFinding(finding: FindingRow): z.input<typeof schemas.Finding> {
  return {
    finding_id: finding.id,
    kind: finding.kind,
    problem: finding.problem,
    sentence: finding.sentence,
    partner_id: finding.partnerId,
    mode: finding.mode,
    account_id: finding.accountId,
    client_id: finding.clientId,
    broker_name: finding.brokerName,
    execution_id: finding.executionId,
    order_id: finding.orderId,
    tag: finding.tag,
    our_order: finding.ours && disputedBody(finding.ours),
    broker_order: finding.brokers && disputedBody(finding.brokers),
    times: finding.times,
    first_seen_at: utc(finding.firstSeenAt),
    last_seen_at: utc(finding.lastSeenAt),
    resolved_at: utcOrNull(finding.resolvedAt),
    resolution: finding.resolution,
    resolved_by: finding.resolvedBy,
  };
}

export function presentUnread(account: UnreadAccount): z.input<typeof schemas.Reconciliation>['not_read'][number] {
  return {
    account_id: account.accountId,
    partner_id: account.partnerId,
    client_id: account.clientId,
    broker_name: account.brokerName,
    reason: account.reason,
    tried_at: utcOrNull(account.triedAt),
    compared_at: utcOrNull(account.comparedAt),
  };
}
