// A trading worker on the time-skipping server: real run workflows and run activities over a real database, entries that end as the test says.
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { createHaltActivities } from '../../../activities/halts.js';
import { createRunActivities } from '../../../activities/runs.js';
import { ExecutionRepository } from '../../../db/repositories/executions.js';
import { HaltRepository } from '../../../db/repositories/halts.js';
import { ReferenceDataRepository } from '../../../db/repositories/reference-data.js';
import { RunRepository } from '../../../db/repositories/runs.js';
import { seedSimulatedFreezes } from '../../../db/seeds/development-data.js';
import { seedReferenceData } from '../../../db/seeds/reference-data.js';
import type { Database } from '../../../db/sql.js';
import { tradingDayOf } from '../../../domain/trading-time.js';
import { newId } from '../../../platform/ids.js';
import type { PositionExitResult } from '../../../workflows/messages/exit.js';
import type { LateOrderWatchResult } from '../../../workflows/messages/late-orders.js';
import { operatorRunWorkflowId, type EntryOutcome, type TemplateRunInput } from '../../../workflows/messages/run.js';
import { searchAttributes } from '../../../workflows/messages/search-attributes.js';
import { TRADING_QUEUE } from '../../../workflows/messages/task-queues.js';
import { openTestDatabase, PARTNER } from '../../db/database.js';
import { timeSkippingEnvironment, workflowBundle } from '../../support/temporal.js';

export type RunRig = {
  env: TestWorkflowEnvironment;
  db: Database;
  /** Executions handed to armAndPlace and to abandonEntry so far, in order. */
  armed: string[];
  abandoned: string[];
  /** Positions handed to followPosition, and those that were asked to be flattened. */
  followed: string[];
  flattened: string[];
  /** Executions asked whether they leave orders in doubt, those that do, and those handed to watchLateOrders. */
  asked: string[];
  inDoubt: Set<string>;
  watched: string[];
  /** What watchLateOrders does; by default nothing is in doubt at once. A throw is a failed attempt. */
  onWatch: (executionId: string, attempt: number) => Promise<LateOrderWatchResult>;
  /** What followPosition does; by default the position is closed at once. A throw is a failed attempt. */
  onFollow: (executionId: string, attempt: number) => Promise<PositionExitResult>;
  /** What armAndPlace does; by default it completes. A throw is a failed attempt. */
  onArm: (executionId: string, attempt: number) => Promise<EntryOutcome>;
  /** Time on the server, epoch ms. */
  nowMs(): Promise<number>;
  /** A template with that many live subscribers, each of a user of its own. @returns its id */
  template(subscribers: number): Promise<string>;
  /** An operator's run outside the calendar. @returns what starts its workflow */
  operatorRun(
    templateId: string,
    entryAtMs: number,
  ): Promise<{ runId: string; workflowId: string; input: TemplateRunInput }>;
  stop(): Promise<void>;
};

/** INDEXED_VALUE_TYPE_KEYWORD of the server's API. */
const KEYWORD = 2;
export const LEAD_S = 60;
let templates = 0;

export async function startRunRig(): Promise<RunRig> {
  const [{ db, close }, env] = await Promise.all([openTestDatabase(), timeSkippingEnvironment()]);
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(Object.values(searchAttributes).map((key) => [key.name, KEYWORD])),
  });
  await seedReferenceData(db);
  await seedSimulatedFreezes(db);
  const runs = new RunRepository(db);
  const executions = new ExecutionRepository(db);
  let serverMs = 0;
  const nowMs = async () => (serverMs = await env.currentTimeMs());
  const end = async (executionId: string, outcome: EntryOutcome): Promise<EntryOutcome> => {
    await executions.finish(db, executionId, { outcome, reason: outcome });
    return outcome;
  };
  const abandon = (executionId: string) => {
    rig.abandoned.push(executionId);
    return end(executionId, 'unknown');
  };
  const attempts = new Map<string, number>();
  const real = createRunActivities({
    runs,
    arming: { leadS: () => Promise.resolve(LEAD_S) },
    executions,
    referenceData: new ReferenceDataRepository(db),
    abandon: (executionId) => abandon(executionId),
    entryDeadlineS: 60,
    clock: () => serverMs,
  });
  const rig: Omit<RunRig, 'stop'> = {
    ...{ env, db, nowMs },
    armed: [],
    abandoned: [],
    followed: [],
    flattened: [],
    asked: [],
    inDoubt: new Set(),
    watched: [],
    onWatch: () => Promise.resolve({ outcome: 'resolved' }),
    onFollow: () => Promise.resolve({ status: 'closed' }),
    onArm: () => Promise.resolve('completed'),
    template: (subscribers) => insertTemplate(db, subscribers),
    operatorRun: async (templateId, entryAtMs) => {
      const runId = newId('run');
      const workflowId = operatorRunWorkflowId('live', templateId, runId);
      await runs.create({
        ...{ runId, templateId, mode: 'live', entryAtMs, workflowId },
        tradingDay: tradingDayOf(entryAtMs),
        ignoreCalendar: true,
        force: false,
        createdBy: 'test',
      });
      return { runId, workflowId, input: { templateId, mode: 'live', runId } };
    },
  };
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TRADING_QUEUE,
    workflowBundle,
    maxConcurrentActivityTaskExecutions: 500,
    activities: {
      ...real,
      ...createHaltActivities({ halts: new HaltRepository(db) }),
      openRun: async (input: Parameters<typeof real.openRun>[0]) => {
        await nowMs();
        return real.openRun(input);
      },
      armAndPlace: async ({ executionId }: { executionId: string }) => {
        const attempt = (attempts.get(executionId) ?? 0) + 1;
        attempts.set(executionId, attempt);
        if (attempt === 1) rig.armed.push(executionId);
        return end(executionId, await rig.onArm(executionId, attempt));
      },
      abandonEntry: ({ executionId }: { executionId: string }) => abandon(executionId),
      followPosition: ({ executionId }: { executionId: string }) => {
        rig.followed.push(executionId);
        return rig.onFollow(executionId, rig.followed.filter((id) => id === executionId).length);
      },
      leavesLateOrders: ({ executionId }: { executionId: string }) => {
        rig.asked.push(executionId);
        return Promise.resolve(rig.inDoubt.has(executionId));
      },
      watchLateOrders: ({ executionId }: { executionId: string }) => {
        rig.watched.push(executionId);
        return rig.onWatch(executionId, rig.watched.filter((id) => id === executionId).length);
      },
      requestFlatten: ({ executionId }: { executionId: string }) => {
        rig.flattened.push(executionId);
        return Promise.resolve();
      },
      abandonPosition: () => Promise.resolve({ status: 'unknown' }),
    },
  });
  const running = worker.run();
  const stop = async () => {
    worker.shutdown();
    await running;
    await env.teardown();
    await close();
  };
  return Object.assign(rig, { stop });
}

async function insertTemplate(db: Database, subscribers: number): Promise<string> {
  const id = `template_${++templates}`;
  await db.query(`INSERT INTO strategy_template (id, name, current_version) VALUES ($1, $1, 1)`, [id]);
  await db.query(
    `INSERT INTO template_version (template_id, version, description, underlying, entry_time, legs, monthly_fee_paise)
     VALUES ($1, 1, 'Test', 'NIFTY', '09:20', '[]', 99900)`,
    [id],
  );
  await db.query(
    `WITH n AS (SELECT $1 || '_' || i AS name FROM generate_series(1, $3::int) i),
     u AS (INSERT INTO platform_user (partner_id, mode, user_id, email) SELECT $2, 'live', name, name FROM n RETURNING id, user_id),
     a AS (INSERT INTO broker_account (id, partner_id, mode, user_pk, client_id, broker_name, account_status)
       SELECT 'acc_' || user_id, $2, 'live', id, user_id, 'zebu', 'enabled' FROM u RETURNING id, user_pk, client_id),
     s AS (INSERT INTO subscription (id, partner_id, mode, user_pk, template_id, status, next_billing_date, monthly_fee_paise,
         partner_commission_paise, platform_fee_paise)
       SELECT 'sub_' || client_id, $2, 'live', user_pk, $1, 'ACTIVE', '2999-01-01', 99900, 29970, 69930 FROM a RETURNING id, user_pk)
     INSERT INTO broker_allocation (id, subscription_id, account_id, lot_multiplier)
     SELECT 'alloc_' || a.client_id, s.id, a.id, 1 FROM s JOIN a ON a.user_pk = s.user_pk`,
    [id, PARTNER, subscribers],
  );
  return id;
}
