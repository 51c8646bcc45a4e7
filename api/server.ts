// The API process: wires everything up, listens, and on SIGTERM drains for at most five seconds before it closes.
import { createServer, type RequestListener, type Server } from 'node:http';
import { openDatabase } from '../db/data-source.js';
import { ConfigError, loadConfig, type Config } from '../platform/config.js';
import { createLogger, type Logger } from '../platform/logger.js';
import { connectTemporalClient } from '../platform/temporal.js';
import { DataKeyRepository } from '../db/repositories/data-keys.js';
import { SealedSecretRepository } from '../db/repositories/sealed-secrets.js';
import { createKeyProvider } from '../vault/create-key-provider.js';
import { createVault } from '../vault/create-vault.js';
import { createApp } from './app.js';

const DRAIN_MS = 5_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger('api', config.logLevel);
  const { dataSource, db } = await openDatabase(config.databaseUrl, config.databasePoolSize);
  const temporal = await connectTemporalClient(config.temporal);
  const vault = createVault({
    provider: await createKeyProvider(config),
    dataKeys: new DataKeyRepository(db),
    secrets: new SealedSecretRepository(db),
  });
  const app = createApp({ config, db, temporal, vault, logger });
  const handle = app.callback();
  const server = await listen((request, response) => void handle(request, response), config);
  logger.info({ host: config.host, port: config.port }, 'the API listens');
  stopOnSignal(logger, async () => {
    await drain(server);
    await temporal.connection.close();
    await dataSource.destroy();
  });
}

/** @throws the socket's error, such as EADDRINUSE */
function listen(handler: RequestListener, config: Config): Promise<Server> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 }, handler);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

/** Takes no new connection, lets running requests end, and cuts off what is left after five seconds. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept-alive connection becomes idle only when its request has ended, so look again and again.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

function stopOnSignal(logger: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      logger.info({ signal }, 'the API stops');
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'the API did not stop cleanly');
          process.exit(1);
        },
      );
    });
}

main().catch((error: unknown) => {
  createLogger('api').fatal(
    { err: error },
    error instanceof ConfigError ? 'the configuration is unusable' : 'the API could not start',
  );
  process.exitCode = 1;
});
