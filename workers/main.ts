// A worker process: serves the task queues of its role until it is told to stop.
import { Runtime, type Worker } from '@temporalio/worker';
import { loadConfig } from '../platform/config.js';
import { createLogger, type Logger } from '../platform/logger.js';
import { connectTemporalWorker } from '../platform/temporal.js';
import { OutboxListener } from '../db/outbox-listener.js';
import { ArmingRepository } from '../db/repositories/arming.js';
import { OutboxRepository } from '../db/repositories/outbox.js';
import { RunRepository } from '../db/repositories/runs.js';
import { WebhookEndpointRepository } from '../db/repositories/webhook-endpoints.js';
import { WebhookRedeliveryRepository } from '../db/repositories/webhook-redeliveries.js';
import { createDeliveryWorker } from './delivery-worker.js';
import { openDependencies, type WorkerDependencies } from './dependencies.js';
import { OutboxRelay } from './outbox-relay.js';
import { createPlatformWorker } from './platform-worker.js';
import { ensureSchedules } from './schedules.js';
import { ensureSearchAttributes } from './search-attributes.js';
import { createTradingWorker } from './trading-worker.js';

type Service = { worker: Worker; stop: () => Promise<void> };

const SCHEDULE_CHECK_MS = 60_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger(`worker-${config.workerRole}`, config.logLevel);
  Runtime.install({ logger: temporalLogger(logger), shutdownSignals: [] });
  const deps = await openDependencies(config, logger);
  await ensureSearchAttributes(deps.client, config.temporal.namespace);
  const connection = await connectTemporalWorker(config.temporal);
  const services: Service[] = [];
  if (config.workerRole !== 'platform') {
    const { worker, engine } = await createTradingWorker(deps, connection);
    services.push({ worker, stop: engine.stop });
  }
  if (config.workerRole !== 'trading') {
    services.push(await platformService(deps, await createPlatformWorker(deps, connection)));
    services.push({ worker: await createDeliveryWorker(deps, connection), stop: () => Promise.resolve() });
  }
  const runs = services.map(({ worker }) => worker.run());
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      for (const { worker } of services) if (worker.getState() === 'RUNNING') worker.shutdown();
    });
  // The supervisor waits for this line, whatever the log level.
  logger.child({}, { level: 'info' }).info({ role: config.workerRole }, 'worker ready');
  try {
    await Promise.all(runs);
  } finally {
    for (const { stop } of services) await stop();
    await connection.close();
    await deps.close();
  }
}

/** Beside the platform worker: the outbox relay, and a watch that keeps the Schedules equal to the templates. */
async function platformService(deps: WorkerDependencies, worker: Worker): Promise<Service> {
  const { db, client, logger, config } = deps;
  const sources = { runs: new RunRepository(db), arming: new ArmingRepository(db, config.armLeadS) };
  const outbox = new OutboxRepository(db);
  const endpoints = new WebhookEndpointRepository(db);
  const relay = new OutboxRelay({
    db,
    outbox,
    endpoints,
    redeliveries: new WebhookRedeliveryRepository(db),
    listener: new OutboxListener(db),
    client,
    logger,
  });
  await relay.start();
  await ensureSchedules(client, sources, config, logger);
  const check = setInterval(() => {
    ensureSchedules(client, sources, config, logger).catch((err: unknown) =>
      logger.warn({ err }, 'schedules not checked'),
    );
  }, SCHEDULE_CHECK_MS);
  const stop = async () => {
    clearInterval(check);
    await relay.stop();
  };
  return { worker, stop };
}

/** Temporal's own log lines through ours. */
function temporalLogger(logger: Logger) {
  const write = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (message: string, meta?: object) =>
    logger[level]({ temporal: meta }, message);
  const lines = {
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  return {
    ...lines,
    log: (level: string, message: string, meta?: object) => logger.info({ level, temporal: meta }, message),
  };
}

await main();
