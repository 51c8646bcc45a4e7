// What every worker process is made of: database, vault, adapters, clients. The one place where they are wired up.
import { hostname } from 'node:os';
import type { Client } from '@temporalio/client';
import type { BrokerAdapter } from '../brokers/port.js';
import { createAdapters, type Adapters } from '../brokers/registry.js';
import { openDatabase } from '../db/data-source.js';
import { DataKeyRepository } from '../db/repositories/data-keys.js';
import { PaperOrderRepository } from '../db/repositories/paper-orders.js';
import { SealedSecretRepository } from '../db/repositories/sealed-secrets.js';
import type { Database } from '../db/sql.js';
import type { Mode } from '../domain/mode.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logger.js';
import { connectTemporalClient } from '../platform/temporal.js';
import { createKeyProvider } from '../vault/create-key-provider.js';
import { createVault } from '../vault/create-vault.js';
import type { Vault } from '../vault/vault.js';

export type WorkerDependencies = {
  config: Config;
  db: Database;
  vault: Vault;
  /** @param chosen - the account's wire; null: the broker's default */
  adapterFor: (broker: string, mode: Mode, chosen: string | null) => BrokerAdapter | undefined;
  client: Client;
  logger: Logger;
  /** names this process in leases and in Temporal: host and pid */
  identity: string;
  close: () => Promise<void>;
};

/** @throws when the database or Temporal cannot be reached */
export async function openDependencies(config: Config, logger: Logger): Promise<WorkerDependencies> {
  const { dataSource, db } = await openDatabase(config.databaseUrl, config.databasePoolSize);
  const client = await connectTemporalClient(config.temporal);
  const provider = await createKeyProvider(config);
  const vault = createVault({ provider, dataKeys: new DataKeyRepository(db), secrets: new SealedSecretRepository(db) });
  const adapters: Adapters = createAdapters({
    wires: config.wires,
    paperBook: new PaperOrderRepository(db),
  });
  const close = async () => {
    await adapters.close();
    await client.connection.close();
    await dataSource.destroy();
  };
  return {
    config,
    db,
    vault,
    adapterFor: adapterLookup(adapters),
    client,
    logger,
    identity: `${process.pid}@${hostname()}`,
    close,
  };
}

function adapterLookup(adapters: Adapters): WorkerDependencies['adapterFor'] {
  return (broker, mode, chosen) => {
    const found = adapters.adapterFor(broker, mode, chosen);
    return found.available ? found.adapter : undefined;
  };
}
