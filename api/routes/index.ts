// Every endpoint, in the order of the reference.
import { buildOpenApiDocument } from '../openapi/document.js';
import type { Route } from '../route.js';
import { completeLogin, initiateLogin, logout } from './broker-login.js';
import { replaceCredentials, unlinkBrokerAccount } from './change-broker-account.js';
import { createBrokerAccount } from './create-broker-account.js';
import { docsRoutes } from './docs.js';
import { listEvents, redeliverEvent } from './events.js';
import { getExecution, listExecutions } from './executions.js';
import { healthz, metrics, readyz } from './health.js';
import { home } from './home.js';
import { readKillSwitch, switchKill } from './kill-switch.js';
import { getBrokerAccount, listBrokerAccounts } from './broker-accounts.js';
import { listTemplates, subscribe } from './marketplace.js';
import { getTemplate } from './template-details.js';
import { getIncident, listIncidents, openIncident, updateIncident } from './operator-incidents.js';
import { getInstruments, readInstruments } from './operator-instruments.js';
import { changeMarketData, getMarketDay, listMarketChanges } from './operator-market.js';
import { getReconciliation, resolveFinding, startReconciliation } from './operator-reconciliations.js';
import { getAnyExecution } from './operator-executions.js';
import { getChecklist } from './operator-partners.js';
import { reconcileBilling } from './operator-billing.js';
import { getReadiness } from './readiness.js';
import { executionReport, notePortalVisitors, revenueReport, successMetrics } from './reports.js';
import { adjustLedger, reverseLedger } from './operator-ledger.js';
import { getRun, listRunExecutions, startRun } from './operator-runs.js';
import {
  approveSettlement,
  getPartnerSettlement,
  getPartnerSettlementCsv,
  getPartnerSettlementPage,
  listSettlements,
  paySettlement,
  startSettlement,
} from './operator-settlements.js';
import { sandboxCallback } from './sandbox-callback.js';
import { advanceClock } from './sandbox-clock.js';
import { flattenTestRun, getTestRun, startTestRun } from './sandbox-runs.js';
import { sandboxLogin } from './sandbox-login.js';
import { getSettlement, getSettlementCsv, getSettlementPage } from './settlements.js';
import {
  cancelSubscription,
  changeSubscription,
  getSubscription,
  listSubscriptions,
  pauseSubscription,
  resumeSubscription,
} from './subscriptions.js';
import { status } from './status.js';
import { listWebhookDeliveries, redeliverRange, testWebhookEndpoint } from './webhook-deliveries.js';
import {
  changeWebhookEndpoint,
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  rotateWebhookSecret,
} from './webhook-endpoints.js';

let document: object | undefined;

/** The OpenAPI document of all routes, built at the first ask. */
export function openApiDocument(): object {
  return (document ??= buildOpenApiDocument(ROUTES));
}

export const ROUTES: readonly Route[] = [
  createBrokerAccount,
  listBrokerAccounts,
  getBrokerAccount,
  replaceCredentials,
  unlinkBrokerAccount,
  initiateLogin,
  completeLogin,
  logout,
  listTemplates,
  getTemplate,
  subscribe,
  listSubscriptions,
  getSubscription,
  changeSubscription,
  cancelSubscription,
  pauseSubscription,
  resumeSubscription,
  listExecutions,
  getExecution,
  getReadiness,
  listEvents,
  redeliverEvent,
  createWebhookEndpoint,
  listWebhookEndpoints,
  getWebhookEndpoint,
  changeWebhookEndpoint,
  deleteWebhookEndpoint,
  rotateWebhookSecret,
  testWebhookEndpoint,
  listWebhookDeliveries,
  redeliverRange,
  getSettlement,
  getSettlementCsv,
  getSettlementPage,
  executionReport,
  revenueReport,
  successMetrics,
  notePortalVisitors,
  advanceClock,
  startTestRun,
  getTestRun,
  flattenTestRun,
  sandboxLogin,
  sandboxCallback,
  startRun,
  getRun,
  listRunExecutions,
  getAnyExecution,
  startReconciliation,
  getReconciliation,
  resolveFinding,
  changeMarketData,
  listMarketChanges,
  getMarketDay,
  readInstruments,
  getInstruments,
  startSettlement,
  listSettlements,
  getPartnerSettlement,
  getPartnerSettlementCsv,
  getPartnerSettlementPage,
  approveSettlement,
  paySettlement,
  reconcileBilling,
  adjustLedger,
  reverseLedger,
  switchKill,
  readKillSwitch,
  openIncident,
  listIncidents,
  getIncident,
  updateIncident,
  getChecklist,
  healthz,
  readyz,
  status,
  metrics,
  home,
  ...docsRoutes(openApiDocument),
];
