// The platform worker: onboarding, sessions, subscriptions, reminders, sweeping. Everything that can wait a second.
import {
  WorkflowIdConflictPolicy,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { Worker, type NativeConnection } from '@temporalio/worker';
import { createAccountChangeActivities } from '../activities/account-changes.js';
import { createBrokerSessionActivities } from '../activities/broker-session.js';
import { createGateActivities } from '../activities/gate.js';
import { createInstrumentActivities } from '../activities/instruments.js';
import { createLoginReminderActivities } from '../activities/login-reminder.js';
import { createOnboardActivities } from '../activities/onboard-broker-account.js';
import { createReadinessActivities } from '../activities/readiness.js';
import { createReconciliationActivities } from '../activities/reconciliation.js';
import { createSettlementActivities } from '../activities/settlement.js';
import { createSubscriptionActivities } from '../activities/subscription.js';
import { createSweeperActivities } from '../activities/sweeper.js';
import { createWeeklyReportActivities } from '../activities/weekly-report.js';
import { GateRepository } from '../db/repositories/gates.js';
import { ReferenceDataRepository } from '../db/repositories/reference-data.js';
import { setUpProblem } from '../platform/broker-wires.js';
import { PLATFORM_QUEUE } from '../workflows/messages/task-queues.js';
import { WORKFLOW_BUNDLE } from './bundle.js';
import type { WorkerDependencies } from './dependencies.js';

/** @throws when the namespace cannot be reached or the bundle is missing */
export function createPlatformWorker(deps: WorkerDependencies, connection: NativeConnection): Promise<Worker> {
  return Worker.create({
    connection,
    namespace: deps.config.temporal.namespace,
    taskQueue: PLATFORM_QUEUE,
    identity: deps.identity,
    workflowBundle: WORKFLOW_BUNDLE,
    activities: platformActivities(deps),
    maxCachedWorkflows: 500,
    maxConcurrentActivityTaskExecutions: 100,
    shutdownGraceTime: '3 seconds',
    shutdownForceTime: '5 seconds',
  });
}

function platformActivities({ db, vault, adapterFor: adapters, config, client }: WorkerDependencies) {
  const clock = Date.now;
  const referenceData = new ReferenceDataRepository(db);
  const startOnce = async (type: string, options: WorkflowStartOptions): Promise<void> => {
    try {
      await client.workflow.start(type, { ...options, workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  };
  return {
    ...createOnboardActivities({ db, vault, adapters }),
    ...createAccountChangeActivities({ db, vault, adapters, clock }),
    ...createBrokerSessionActivities({ db, vault, adapters, clock, sessionEndIst: config.sessionEndIst }),
    ...createSubscriptionActivities({ db, clock }),
    ...createSettlementActivities({ db, clock }),
    ...createGateActivities({ gates: new GateRepository(db), clock }),
    ...createInstrumentActivities({ db, vault, adapters, clock, loadFacts: () => referenceData.loadFacts() }),
    ...createLoginReminderActivities({ db, loadCalendar: () => referenceData.loadCalendar() }),
    ...createWeeklyReportActivities({ db }),
    ...createReadinessActivities({
      ...{ db, vault, adapters, clock },
      loadFacts: () => referenceData.loadFacts(),
      // The simulators register nobody.
      setUpProblem: (wire) => (config.production ? setUpProblem(wire, config.wires) : undefined),
    }),
    ...createReconciliationActivities({
      ...{ db, vault, adapters, clock },
      loadCalendar: () => referenceData.loadCalendar(),
    }),
    ...createSweeperActivities({
      db,
      vault,
      startSubscription: (options) => startOnce('subscription', options),
      startExit: (options) => startOnce('positionExit', options),
      startLateWatch: (options) => startOnce('lateOrderWatch', options),
    }),
  };
}
