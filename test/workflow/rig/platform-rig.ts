// A platform worker on the time-skipping server: real workflows and activities over a real database, a broker that does as told.
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { createAccountChangeActivities } from '../../../activities/account-changes.js';
import { createBrokerSessionActivities } from '../../../activities/broker-session.js';
import { createGateActivities } from '../../../activities/gate.js';
import { createInstrumentActivities } from '../../../activities/instruments.js';
import { createLoginReminderActivities } from '../../../activities/login-reminder.js';
import { createOnboardActivities } from '../../../activities/onboard-broker-account.js';
import { createReadinessActivities } from '../../../activities/readiness.js';
import { createReconciliationActivities } from '../../../activities/reconciliation.js';
import { createSettlementActivities } from '../../../activities/settlement.js';
import { createSubscriptionActivities } from '../../../activities/subscription.js';
import { createSweeperActivities } from '../../../activities/sweeper.js';
import { createWeeklyReportActivities } from '../../../activities/weekly-report.js';
import { openDatabase } from '../../../db/data-source.js';
import { GateRepository } from '../../../db/repositories/gates.js';
import { ReferenceDataRepository } from '../../../db/repositories/reference-data.js';
import type { Database } from '../../../db/sql.js';
import type { MarketCalendar } from '../../../domain/market-calendar.js';
import { SESSION_HOURS } from '../../../domain/reference-data/session-hours.js';
import { tradingDayOf } from '../../../domain/trading-time.js';
import { searchAttributes } from '../../../workflows/messages/search-attributes.js';
import { PLATFORM_QUEUE } from '../../../workflows/messages/task-queues.js';
import { createTestDatabase } from '../../support/postgres.js';
import { timeSkippingEnvironment, workflowBundle } from '../../support/temporal.js';
import { Factories } from './factories.js';
import { FakeBroker } from './fake-broker.js';
import { PlainVault } from './plain-vault.js';

export type PlatformRig = {
  env: TestWorkflowEnvironment;
  db: Database;
  vault: PlainVault;
  broker: FakeBroker;
  make: Factories;
  /** Time on the server, epoch ms; activities see it as of the last `nowMs` or `pass`. */
  nowMs(): Promise<number>;
  /** Lets time pass on the server, skipping what it can. */
  pass(ms: number): Promise<void>;
  stop(): Promise<void>;
};

/** 2025 and 2026 without weekends; one holiday. */
export const CALENDAR: MarketCalendar = {
  loadedYears: [2025, 2026],
  holidays: new Map([['2026-01-26', 'Republic Day']]),
  specialSessions: new Map(),
  sessionHours: SESSION_HOURS,
};

/** The same with the running year, whenever that is. */
const calendarAt = (ms: number): MarketCalendar => {
  const year = Number(tradingDayOf(ms).slice(0, 4));
  return { ...CALENDAR, loadedYears: [...CALENDAR.loadedYears, year] };
};

/** When books are read, whatever the server's clock has skipped to: a Wednesday, 15:45 IST. */
export const AFTER_CLOSE_MS = Date.UTC(2026, 10, 25, 10, 15);

/** INDEXED_VALUE_TYPE_KEYWORD of the server's API. */
const KEYWORD = 2;

/** What the readiness report sees, whatever the server's clock has skipped to: a Wednesday, 08:45 IST. */
export const readinessClock: { nowMs: number; setUpProblem: string | undefined } = {
  nowMs: Date.UTC(2026, 10, 25, 3, 15),
  setUpProblem: undefined,
};

export async function startPlatformRig(): Promise<PlatformRig> {
  const [testDatabase, env] = await Promise.all([createTestDatabase(), timeSkippingEnvironment()]);
  await registerSearchAttributes(env);
  const { dataSource, db } = await openDatabase(testDatabase.url);
  const vault = new PlainVault(db);
  const broker = new FakeBroker();
  let aheadMs = 0;
  const nowMs = async () => {
    const now = await env.currentTimeMs();
    aheadMs = now - Date.now();
    return now;
  };
  const clock = () => Date.now() + aheadMs;
  const adapters = () => broker;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: PLATFORM_QUEUE,
    workflowBundle,
    activities: {
      ...createOnboardActivities({ db, vault, adapters }),
      ...createAccountChangeActivities({ db, vault, adapters, clock }),
      ...createBrokerSessionActivities({ db, vault, adapters, clock, sessionEndIst: '15:30' }),
      ...createSubscriptionActivities({ db, clock }),
      ...createSettlementActivities({ db, clock }),
      ...createGateActivities({ gates: new GateRepository(db), clock }),
      ...createInstrumentActivities({
        ...{ db, vault, adapters, clock },
        loadFacts: () => Promise.resolve({ calendar: calendarAt(clock()), lots: [], freezes: [], expiryWeekdays: [] }),
      }),
      ...createLoginReminderActivities({ db, loadCalendar: () => Promise.resolve(CALENDAR) }),
      ...createWeeklyReportActivities({ db }),
      ...createReadinessActivities({
        ...{ db, vault, adapters, clock: () => readinessClock.nowMs, paceMs: 0, retryPausesMs: [0, 0] },
        loadFacts: () => new ReferenceDataRepository(db).loadFacts(),
        setUpProblem: () => readinessClock.setUpProblem,
      }),
      ...createReconciliationActivities({
        ...{ db, vault, adapters, clock: () => AFTER_CLOSE_MS, paceMs: 0, retryPausesMs: [0, 0] },
        loadCalendar: () => Promise.resolve(CALENDAR),
      }),
      ...createSweeperActivities({
        db,
        vault,
        startSubscription: async (options) => void (await env.client.workflow.start('subscription', options)),
        startExit: async (options) => void (await env.client.workflow.start('positionExit', options)),
        startLateWatch: async (options) => void (await env.client.workflow.start('lateOrderWatch', options)),
      }),
    },
  });
  const running = worker.run();
  await nowMs();
  return {
    env,
    db,
    vault,
    broker,
    make: new Factories(db, vault),
    nowMs,
    pass: async (ms) => {
      await env.sleep(ms);
      await nowMs();
    },
    stop: async () => {
      worker.shutdown();
      await running;
      await env.teardown();
      await dataSource.destroy();
      await testDatabase.drop();
    },
  };
}

export async function registerSearchAttributes(env: TestWorkflowEnvironment): Promise<void> {
  const keywords = Object.values(searchAttributes).map((key) => [key.name, KEYWORD] as const);
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(keywords),
  });
}
