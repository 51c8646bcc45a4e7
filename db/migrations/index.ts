// Every migration, oldest first.
import { Foundation1764000000000 } from './1764000000000-foundation.js';
import { Positions1764100000000 } from './1764100000000-positions.js';
import { LateOrders1764200000000 } from './1764200000000-late-orders.js';
import { BrokerWires1764240000000 } from './1764240000000-broker-wires.js';
import { SendSlots1764250000000 } from './1764250000000-send-slots.js';
import { Reconciliation1764300000000 } from './1764300000000-reconciliation.js';
import { Arming1764400000000 } from './1764400000000-arming.js';
import { MarketData1764500000000 } from './1764500000000-market-data.js';
import { Instruments1764510000000 } from './1764510000000-instruments.js';
import { Ledger1764600000000 } from './1764600000000-ledger.js';
import { Billing1764610000000 } from './1764610000000-billing.js';
import { Settlement1764620000000 } from './1764620000000-settlement.js';
import { Reports1764630000000 } from './1764630000000-reports.js';
import { SandboxClock1764640000000 } from './1764640000000-sandbox-clock.js';
import { Webhooks1764700000000 } from './1764700000000-webhooks.js';
import { AccountChanges1764800000000 } from './1764800000000-account-changes.js';
import { DiscloseLegs1764800000010 } from './1764800000010-disclose-legs.js';
import { Readiness1764800000020 } from './1764800000020-readiness.js';
import { Idempotency1764900000000 } from './1764900000000-idempotency.js';
import { PartnerRateLimit1764900000010 } from './1764900000010-partner-rate-limit.js';
import { Incidents1765000000000 } from './1765000000000-incidents.js';
import { KeyUse1765000000010 } from './1765000000010-key-use.js';
import { SandboxRuns1765000000020 } from './1765000000020-sandbox-runs.js';

export const MIGRATIONS = [
  Foundation1764000000000,
  Positions1764100000000,
  LateOrders1764200000000,
  BrokerWires1764240000000,
  SendSlots1764250000000,
  Reconciliation1764300000000,
  Arming1764400000000,
  MarketData1764500000000,
  Instruments1764510000000,
  Ledger1764600000000,
  Billing1764610000000,
  Settlement1764620000000,
  Reports1764630000000,
  SandboxClock1764640000000,
  Webhooks1764700000000,
  AccountChanges1764800000000,
  DiscloseLegs1764800000010,
  Readiness1764800000020,
  Idempotency1764900000000,
  PartnerRateLimit1764900000010,
  Incidents1765000000000,
  KeyUse1765000000010,
  SandboxRuns1765000000020,
];
