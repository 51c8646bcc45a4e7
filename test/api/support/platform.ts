// The real thing behind the API: a Temporal namespace of the suite's own on the dev server, and a platform worker.
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { createTemporalGateway, type TemporalGateway } from '../../../api/temporal-gateway.js';
import { loadConfig, type Config } from '../../../platform/config.js';
import { createLogger } from '../../../platform/logger.js';
import { openDependencies } from '../../../workers/dependencies.js';
import { createPlatformWorker } from '../../../workers/platform-worker.js';
import { ensureSearchAttributes } from '../../../workers/search-attributes.js';
import { devServer } from '../../support/temporal.js';
import { waitFor } from '../../support/wait.js';

export type Platform = { gateway: TemporalGateway; client: Client; stop: () => Promise<void> };

let namespaces = 0;

/** @param api - the API's configuration: the worker shares its database and keys */
export async function startPlatform(api: Config): Promise<Platform> {
  const { address } = await devServer();
  const namespace = `api_${process.pid}_${++namespaces}`;
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 } as never,
  });
  const client = new Client({ connection, namespace });
  await waitFor(() => client.workflow.count().then(() => true), { description: `the namespace ${namespace}` });
  await ensureSearchAttributes(client, namespace);
  const config = loadConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: api.databaseUrl,
    DATA_DIR: api.dataDir,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
  });
  const dependencies = await openDependencies(config, createLogger('worker', 'silent'));
  const native = await NativeConnection.connect({ address });
  const worker = await createPlatformWorker(dependencies, native);
  const running = worker.run();
  return {
    gateway: createTemporalGateway(client),
    client,
    stop: async () => {
      worker.shutdown();
      await running;
      await native.close();
      await dependencies.close();
      await connection.close();
    },
  };
}
