// The trading worker: runs, shards, subscribers' entries and positions. One per process, with the process' engine beside it.
import { join } from 'node:path';
import { Worker, type NativeConnection } from '@temporalio/worker';
import { createEntryActivities } from '../activities/entry.js';
import { createExitActivities } from '../activities/exit.js';
import { createHaltActivities } from '../activities/halts.js';
import { createLateOrderActivities } from '../activities/late-orders.js';
import { createRunActivities } from '../activities/runs.js';
import { ArmingRepository } from '../db/repositories/arming.js';
import { ExecutionRepository } from '../db/repositories/executions.js';
import { HaltRepository } from '../db/repositories/halts.js';
import { ReferenceDataRepository } from '../db/repositories/reference-data.js';
import { RunRepository } from '../db/repositories/runs.js';
import { startEngine, type RunningEngine } from '../engine/create-engine.js';
import { enableFailpoints } from '../engine/failpoints.js';
import { TRADING_QUEUE } from '../workflows/messages/task-queues.js';
import { WORKFLOW_BUNDLE } from './bundle.js';
import type { WorkerDependencies } from './dependencies.js';

/** Most entries and positions one process holds at once. */
const MOST_HELD = 12_000;

/** @throws when the database or the namespace cannot be reached */
export async function createTradingWorker(
  deps: WorkerDependencies,
  connection: NativeConnection,
): Promise<{ worker: Worker; engine: RunningEngine }> {
  const { db, vault, adapterFor, config, logger, identity } = deps;
  const timings = {
    entryDeadlineMs: config.entryDeadlineS * 1_000,
    ambiguousWindowMs: config.ambiguousWindowS * 1_000,
  };
  enableFailpoints(config.failpoints, join(config.dataDir, 'failpoints'));
  const engine = await startEngine({
    db,
    databaseUrl: config.databaseUrl,
    vault,
    adapterFor,
    worker: identity,
    logger,
    timings,
  });
  const executions = new ExecutionRepository(db);
  const quietForMs = () => engine.dispatcher.quietForMs();
  const worker = await Worker.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue: TRADING_QUEUE,
    identity,
    workflowBundle: WORKFLOW_BUNDLE,
    activities: {
      ...createEntryActivities({ entries: engine.entries, quietForMs }),
      ...createExitActivities({ db, exits: engine.exits, quietForMs }),
      ...createHaltActivities({ halts: new HaltRepository(db) }),
      ...createLateOrderActivities({ db, lateWatch: engine.lateWatch }),
      ...createRunActivities({
        runs: new RunRepository(db),
        arming: new ArmingRepository(db, config.armLeadS),
        executions,
        referenceData: new ReferenceDataRepository(db),
        abandon: (executionId) => engine.entries.abandon(executionId),
        entryDeadlineS: config.entryDeadlineS,
        clock: Date.now,
      }),
    },
    reuseV8Context: true,
    maxCachedWorkflows: 2_500,
    maxConcurrentActivityTaskExecutions: MOST_HELD,
    maxConcurrentWorkflowTaskExecutions: 100,
    maxConcurrentWorkflowTaskPolls: 10,
    maxConcurrentActivityTaskPolls: 10,
    // They are sparse as they are. Throttled, the last one would be sent when its time is over, be it an entry's instant.
    maxHeartbeatThrottleInterval: '1 second',
    // A dead worker's sticky tasks go to the others after this, not after the default ten seconds.
    stickyQueueScheduleToStartTimeout: '2 seconds',
    shutdownGraceTime: '3 seconds',
    shutdownForceTime: '5 seconds',
  });
  return { worker, engine };
}
