// What handlers work with: repositories, vault, the gateway to Temporal. Built once; carried in every call.
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logger.js';
import type { Database } from '../db/sql.js';
import type { Vault } from '../vault/vault.js';
import { AccountChangeRepository } from '../db/repositories/account-changes.js';
import { AccountReadinessRepository } from '../db/repositories/account-readiness.js';
import { BillingRepository } from '../db/repositories/billing.js';
import { BillingDifferenceRepository } from '../db/repositories/billing-differences.js';
import { ReportRepository } from '../db/repositories/reports.js';
import { BrokerAccountRepository } from '../db/repositories/broker-accounts.js';
import { ExecutionHistoryRepository } from '../db/repositories/execution-history.js';
import { ExecutionViewRepository } from '../db/repositories/execution-views.js';
import { GateRepository } from '../db/repositories/gates.js';
import { GoLiveRepository } from '../db/repositories/go-live.js';
import { HaltRepository } from '../db/repositories/halts.js';
import { IdempotencyRepository } from '../db/repositories/idempotency.js';
import { IncidentRepository } from '../db/repositories/incidents.js';
import { InstrumentRepository } from '../db/repositories/instruments.js';
import { MarketChangeRepository } from '../db/repositories/market-changes.js';
import { OauthStateRepository } from '../db/repositories/oauth-states.js';
import { OperatorRepository } from '../db/repositories/operators.js';
import { OutboxRepository } from '../db/repositories/outbox.js';
import { PartnerKeyRepository } from '../db/repositories/partner-keys.js';
import { PartnerRepository } from '../db/repositories/partners.js';
import { PositionRepository } from '../db/repositories/positions.js';
import { ReadinessRepository } from '../db/repositories/readiness.js';
import { ReconciliationFindingRepository } from '../db/repositories/reconciliation-findings.js';
import { ReconciliationRepository } from '../db/repositories/reconciliations.js';
import { ReferenceDataRepository } from '../db/repositories/reference-data.js';
import { RunRepository } from '../db/repositories/runs.js';
import { SandboxRunRepository } from '../db/repositories/sandbox-runs.js';
import { RunViewRepository } from '../db/repositories/run-views.js';
import { LedgerRepository } from '../db/repositories/ledger.js';
import { SettlementLineRepository } from '../db/repositories/settlement-lines.js';
import { SettlementRepository } from '../db/repositories/settlements.js';
import { SubscriptionRepository } from '../db/repositories/subscriptions.js';
import { TemplateRepository } from '../db/repositories/templates.js';
import { WebhookAttemptRepository } from '../db/repositories/webhook-attempts.js';
import { WebhookEndpointRepository } from '../db/repositories/webhook-endpoints.js';
import { WebhookRedeliveryRepository } from '../db/repositories/webhook-redeliveries.js';
import { WebhookSecretRepository } from '../db/repositories/webhook-secrets.js';
import type { ApiMetrics } from './metrics.js';
import type { Readiness } from './readiness.js';
import type { StatusNotes } from './status-notes.js';
import type { TemporalGateway } from './temporal-gateway.js';

export type ApiDeps = {
  config: Config;
  db: Database;
  gateway: TemporalGateway;
  vault: Vault;
  logger: Logger;
  /** Epoch ms. */
  clock: () => number;
};

export type ApiServices = ApiDeps & {
  metrics: ApiMetrics;
  readiness: Readiness;
  statusNotes: StatusNotes;
} & ReturnType<typeof createRepositories>;

export function createRepositories(db: Database) {
  return {
    accountChanges: new AccountChangeRepository(db),
    accountReadiness: new AccountReadinessRepository(db),
    accounts: new BrokerAccountRepository(db),
    billing: new BillingRepository(),
    billingDifferences: new BillingDifferenceRepository(db),
    reports: new ReportRepository(db),
    executionHistory: new ExecutionHistoryRepository(db),
    executions: new ExecutionViewRepository(db),
    gates: new GateRepository(db),
    goLive: new GoLiveRepository(db),
    halts: new HaltRepository(db),
    idempotency: new IdempotencyRepository(db),
    incidents: new IncidentRepository(db),
    instruments: new InstrumentRepository(db),
    marketChanges: new MarketChangeRepository(db),
    oauthStates: new OauthStateRepository(db),
    operators: new OperatorRepository(db),
    outbox: new OutboxRepository(db),
    partnerKeys: new PartnerKeyRepository(db),
    partners: new PartnerRepository(db),
    positions: new PositionRepository(db),
    readinessReports: new ReadinessRepository(db),
    reconciliationFindings: new ReconciliationFindingRepository(db),
    reconciliations: new ReconciliationRepository(db),
    referenceData: new ReferenceDataRepository(db),
    runs: new RunRepository(db),
    runViews: new RunViewRepository(db),
    sandboxRuns: new SandboxRunRepository(db),
    ledger: new LedgerRepository(),
    settlementLines: new SettlementLineRepository(db),
    settlements: new SettlementRepository(db),
    subscriptions: new SubscriptionRepository(db),
    templates: new TemplateRepository(db),
    webhookAttempts: new WebhookAttemptRepository(db),
    webhookEndpoints: new WebhookEndpointRepository(db),
    webhookRedeliveries: new WebhookRedeliveryRepository(db),
    webhookSecrets: new WebhookSecretRepository(db),
  };
}
