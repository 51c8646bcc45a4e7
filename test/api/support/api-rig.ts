// The API on a free port over a real Postgres with the development seed; Temporal is a fake gateway unless a real one is given.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApi } from '../../../api/app.js';
import type { Deprecation } from '../../../api/deprecations.js';
import type { TemporalGateway } from '../../../api/temporal-gateway.js';
import { openDatabase } from '../../../db/data-source.js';
import { DataKeyRepository } from '../../../db/repositories/data-keys.js';
import { SealedSecretRepository } from '../../../db/repositories/sealed-secrets.js';
import { seedDevelopmentData } from '../../../db/seeds/development-data.js';
import type { Database } from '../../../db/sql.js';
import { loadConfig, type Config } from '../../../platform/config.js';
import type { Logger } from '../../../platform/logger.js';
import { createKeyProvider } from '../../../vault/create-key-provider.js';
import { createVault } from '../../../vault/create-vault.js';
import type { Vault } from '../../../vault/vault.js';
import { createTestDatabase } from '../../support/postgres.js';
import { temporaryFolder } from '../../support/resources.js';
import { FakeGateway } from './fake-gateway.js';
import { anonymousClient, operatorClient, partnerClient, type HttpClient, type Keys } from './http.js';

export type ApiRig = {
  baseUrl: string;
  config: Config;
  db: Database;
  vault: Vault;
  /** Every line the API has logged. */
  logged: () => string;
  /** The fake, unless a real gateway was given. */
  fake: FakeGateway;
  partner: (keys: Keys) => HttpClient;
  operator: HttpClient;
  anonymous: HttpClient;
  close: () => Promise<void>;
};
export type ApiRigOptions = {
  env?: Record<string, string>;
  /** Takes the place of what the environment says. */
  config?: Partial<Config>;
  /** Epoch ms. */
  clock?: () => number;
  /** The table of what will go, instead of the real one. */
  deprecations?: readonly Deprecation[];
  /** Makes the gateway from what the rig has opened; by default a fake. */
  gateway?: (parts: { config: Config; db: Database; vault: Vault }) => Promise<TemporalGateway>;
};

export async function apiRig({
  env = {},
  config: given = {},
  clock = Date.now,
  deprecations,
  gateway,
}: ApiRigOptions = {}): Promise<ApiRig> {
  const { url, drop } = await createTestDatabase();
  const loaded = loadConfig({
    NODE_ENV: 'test',
    DATABASE_URL: url,
    DATA_DIR: temporaryFolder('api'),
    RATE_LIMIT_PER_MINUTE: '100000',
    ...env,
  });
  const config: Config = { ...loaded, ...given };
  const { db, dataSource } = await openDatabase(url, 10);
  await seedDevelopmentData(db, config.apiKeyPepper, config.publicBaseUrl);
  const vault = createVault({
    provider: await createKeyProvider(loaded),
    dataKeys: new DataKeyRepository(db),
    secrets: new SealedSecretRepository(db),
  });
  const { logger, logged } = recordingLogger();
  const fake = new FakeGateway(db, vault, clock);
  const app = createApi(
    {
      config,
      db,
      vault,
      logger,
      clock,
      gateway: (await gateway?.({ config, db, vault })) ?? fake,
    },
    deprecations,
  );
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    baseUrl,
    config,
    db,
    vault,
    logged,
    fake,
    partner: (keys) => partnerClient(baseUrl, keys),
    operator: operatorClient(baseUrl),
    anonymous: anonymousClient(baseUrl),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await dataSource.destroy();
      await drop();
    },
  };
}

function recordingLogger(): { logger: Logger; logged: () => string } {
  let lines = '';
  const logger = pino({ level: 'trace' }, { write: (line: string) => (lines += line) });
  return { logger, logged: () => lines };
}
