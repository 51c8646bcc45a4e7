// A worker that delivers webhooks, on the time-skipping server: real activities, database, vault and HTTP.
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { createDeliverEventActivities, type DeliverEventActivities } from '../../../activities/deliver-event.js';
import { DataKeyRepository } from '../../../db/repositories/data-keys.js';
import { OutboxRepository } from '../../../db/repositories/outbox.js';
import { SealedSecretRepository } from '../../../db/repositories/sealed-secrets.js';
import { WebhookAttemptRepository } from '../../../db/repositories/webhook-attempts.js';
import { WebhookEndpointRepository } from '../../../db/repositories/webhook-endpoints.js';
import { WebhookRedeliveryRepository } from '../../../db/repositories/webhook-redeliveries.js';
import { WebhookSecretRepository, type SecretKeeper } from '../../../db/repositories/webhook-secrets.js';
import { executionFailed, type PartnerEventType } from '../../../domain/partner-event.js';
import { createWebhookHttp } from '../../../platform/webhook-http.js';
import { createVault } from '../../../vault/create-vault.js';
import { createLocalKeyProvider } from '../../../vault/local-key-provider.js';
import type { Vault } from '../../../vault/vault.js';
import { searchAttributes } from '../../../workflows/messages/search-attributes.js';
import { DELIVERY_QUEUE, PLATFORM_QUEUE } from '../../../workflows/messages/task-queues.js';
import { openTestDatabase, PARTNER, type OpenedDatabase } from '../../db/database.js';
import { temporaryFolder } from '../../support/resources.js';
import { timeSkippingEnvironment, workflowBundle } from '../../support/temporal.js';

export type WebhookRig = {
  env: TestWorkflowEnvironment;
  database: OpenedDatabase;
  vault: Vault;
  outbox: OutboxRepository;
  endpoints: WebhookEndpointRepository;
  attempts: WebhookAttemptRepository;
  redeliveries: WebhookRedeliveryRepository;
  secrets: WebhookSecretRepository;
  keeper: SecretKeeper;
  activities: DeliverEventActivities;
  /** An endpoint of PARTNER, live. */
  endpoint(url: string, eventTypes?: readonly PartnerEventType[]): Promise<{ id: string; secret: string }>;
  /** An execution_failed of PARTNER, live. @returns the event's id */
  event(): Promise<string>;
  stop(): Promise<void>;
};

/** INDEXED_VALUE_TYPE_KEYWORD of the server's API. */
const KEYWORD = 2;
let executions = 0;

export async function startWebhookRig(): Promise<WebhookRig> {
  const [database, env] = await Promise.all([openTestDatabase(), timeSkippingEnvironment()]);
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(Object.values(searchAttributes).map((key) => [key.name, KEYWORD])),
  });
  const { db } = database;
  const provider = await createLocalKeyProvider({ dataDir: temporaryFolder('keys'), production: false });
  const vault = createVault({ provider, dataKeys: new DataKeyRepository(db), secrets: new SealedSecretRepository(db) });
  const outbox = new OutboxRepository(db);
  const endpoints = new WebhookEndpointRepository(db);
  const attempts = new WebhookAttemptRepository(db);
  const redeliveries = new WebhookRedeliveryRepository(db);
  const secrets = new WebhookSecretRepository(db);
  const keeper: SecretKeeper = {
    seal: (secret, sql) => vault.seal({ ...secret, purpose: 'webhook_secret' }, sql),
    erase: (secretId, sql) => vault.eraseSecret(secretId, sql),
    endAt: (secretId, at, sql) => vault.endSecret(secretId, at, sql),
  };
  const send = createWebhookHttp({ production: false });
  const activities = createDeliverEventActivities({ db, vault, send });
  const connection = env.nativeConnection;
  const workers = await Promise.all([
    Worker.create({ connection, taskQueue: PLATFORM_QUEUE, workflowBundle }),
    Worker.create({
      connection,
      taskQueue: DELIVERY_QUEUE,
      activities,
    }),
  ]);
  const running = Promise.all(workers.map((worker) => worker.run()));
  return {
    ...{ env, database, vault, outbox, endpoints, attempts, redeliveries, secrets, keeper, activities },
    endpoint: async (url, eventTypes) => {
      const input = { partnerId: PARTNER, mode: 'live', url, eventTypes: eventTypes ?? null } as const;
      const created = await endpoints.create(input, (sealed, tx) =>
        vault.seal({ ...sealed, purpose: 'webhook_secret' }, tx),
      );
      if (!created) throw new Error('there are as many endpoints as there can be');
      return { id: created.endpoint.id, secret: created.secret };
    },
    event: async () => (await outbox.append(db, { partnerId: PARTNER, mode: 'live', ...newFailure() })) ?? '',
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await running;
      await env.teardown();
      await database.close();
    },
  };
}

function newFailure() {
  return executionFailed({
    executionId: `exe_${++executions}`,
    subscriptionId: 'sub_abc123',
    userEmail: 'user@example.com',
    error: 'Insufficient funds',
    brokerResponse: { code: 'AB-1003', message: 'Available margin: ₹5000, Required: ₹15000' },
    atMs: Date.now(),
  });
}
