// The delivery worker: posts to partners' webhook endpoints, and nothing else, beside the platform worker.
import { Worker, type NativeConnection } from '@temporalio/worker';
import { createDeliverEventActivities } from '../activities/deliver-event.js';
import { createWebhookHttp } from '../platform/webhook-http.js';
import { DELIVERY_QUEUE } from '../workflows/messages/task-queues.js';
import type { WorkerDependencies } from './dependencies.js';

/** Posts under way at once. A post that hangs holds its place for 15 s and costs one socket. */
const MOST_POSTS = 200;

/** @throws when the namespace cannot be reached */
export function createDeliveryWorker(
  { db, vault, config, identity }: WorkerDependencies,
  connection: NativeConnection,
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue: DELIVERY_QUEUE,
    identity,
    activities: createDeliverEventActivities({ db, vault, send: createWebhookHttp({ production: config.production }) }),
    maxConcurrentActivityTaskExecutions: MOST_POSTS,
    shutdownGraceTime: '3 seconds',
    shutdownForceTime: '5 seconds',
  });
}
