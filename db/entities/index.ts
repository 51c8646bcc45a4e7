// The tables people know, as classes. Engine-internal tables (leases, slots, marks) have no entity.
import { BrokerAccount } from './broker-account.js';
import { BrokerAllocation } from './broker-allocation.js';
import { Execution } from './execution.js';
import { OrderIntent } from './order-intent.js';
import { OutboxEvent } from './outbox-event.js';
import { Partner } from './partner.js';
import { PartnerKey } from './partner-key.js';
import { PlatformUser } from './platform-user.js';
import { Position } from './position.js';
import { Reconciliation } from './reconciliation.js';
import { ReconciliationFinding } from './reconciliation-finding.js';
import { StrategyRun } from './strategy-run.js';
import { StrategyTemplate } from './strategy-template.js';
import { Subscription } from './subscription.js';
import { TemplateVersion } from './template-version.js';
import { WebhookEndpoint } from './webhook-endpoint.js';

/** Every entity, for the data source. */
export const ENTITIES = [
  Partner,
  PartnerKey,
  PlatformUser,
  BrokerAccount,
  StrategyTemplate,
  TemplateVersion,
  Subscription,
  BrokerAllocation,
  StrategyRun,
  Execution,
  OrderIntent,
  Position,
  Reconciliation,
  ReconciliationFinding,
  OutboxEvent,
  WebhookEndpoint,
];
