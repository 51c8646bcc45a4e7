// The API as in production, in a process of its own, over a given database. What Temporal would do to the rows is done at once.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApi } from '../../api/app.js';
import { openDatabase } from '../../db/data-source.js';
import { DataKeyRepository } from '../../db/repositories/data-keys.js';
import { SealedSecretRepository } from '../../db/repositories/sealed-secrets.js';
import { loadConfig } from '../../platform/config.js';
import { FakeGateway } from '../../test/api/support/fake-gateway.js';
import { createKeyProvider } from '../../vault/create-key-provider.js';
import { createVault } from '../../vault/create-vault.js';

const config = loadConfig();
const { db } = await openDatabase(config.databaseUrl, config.databasePoolSize);
const vault = createVault({
  provider: await createKeyProvider(config),
  dataKeys: new DataKeyRepository(db),
  secrets: new SealedSecretRepository(db),
});
const app = createApi({
  // Production does not validate its own answers.
  config: { ...config, production: true },
  ...{ db, vault, gateway: new FakeGateway(db, vault), clock: Date.now },
  logger: pino({ level: 'info' }, pino.destination('/dev/null')),
});
const handle = app.callback();
const server = createServer((request, response) => void handle(request, response));
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
