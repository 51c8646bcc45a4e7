// An API process over a given database that dies (kill -9) where DIE_AT says: `keep`, inside the transaction that makes an answer true, before
// it is committed; `finish`, when everything is done and the answer is about to be stored.
import { createServer } from 'node:http';
import { pino } from 'pino';
import type { AddressInfo } from 'node:net';
import { createApi } from '../../../api/app.js';
import { openDatabase } from '../../../db/data-source.js';
import { DataKeyRepository } from '../../../db/repositories/data-keys.js';
import { IdempotencyRepository } from '../../../db/repositories/idempotency.js';
import { SealedSecretRepository } from '../../../db/repositories/sealed-secrets.js';
import { loadConfig } from '../../../platform/config.js';
import { createKeyProvider } from '../../../vault/create-key-provider.js';
import { createVault } from '../../../vault/create-vault.js';
import { FakeGateway } from './fake-gateway.js';

const config = loadConfig();
const { db } = await openDatabase(config.databaseUrl, 4);
const vault = createVault({
  provider: await createKeyProvider(config),
  dataKeys: new DataKeyRepository(db),
  secrets: new SealedSecretRepository(db),
});

const dieAt = process.argv[2];
const finish = IdempotencyRepository.prototype.finish.bind(new IdempotencyRepository(db));
IdempotencyRepository.prototype.finish = async function (scope, claim, status, answer, sql) {
  if ((sql === undefined ? 'finish' : 'keep') === dieAt) {
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => undefined);
  }
  return finish(scope, claim, status, answer, sql);
};

const gateway = new FakeGateway(db, vault);
const app = createApi({ config, db, vault, gateway, clock: Date.now, logger: pino({ level: 'silent' }) });
const handle = app.callback();
const server = createServer((request, response) => void handle(request, response));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
