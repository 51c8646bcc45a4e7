// TypeORM's data source: entities and migrations. Repositories run their SQL on the same pool through Database.
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { Database } from './sql.js';
import { ENTITIES } from './entities/index.js';
import { MIGRATIONS } from './migrations/index.js';

/** A connection whose other end has vanished without a word must not hold its caller for ever; nor may a full pool. */
const QUERY_TIMEOUT_MS = 30_000;

/**
 * @param url - postgres:// address
 * @param poolSize - most connections this process opens
 * @param queryTimeoutMs - after which a statement without an answer fails; whether it was done is then not known. Default: none
 */
export function createDataSource(url: string, poolSize = 10, queryTimeoutMs?: number): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    extra: {
      connectionTimeoutMillis: QUERY_TIMEOUT_MS,
      keepAlive: true,
      ...(queryTimeoutMs !== undefined && { query_timeout: queryTimeoutMs }),
    },
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    applicationName: 'quantleap',
  });
}

/** Opens the pool; no statement waits longer than 30 s for its answer. @throws the driver's error when the server cannot be reached */
export async function openDatabase(url: string, poolSize = 10): Promise<{ dataSource: DataSource; db: Database }> {
  const dataSource = await createDataSource(url, poolSize, QUERY_TIMEOUT_MS).initialize();
  const driver = dataSource.driver as unknown as { master: pg.Pool };
  return { dataSource, db: new Database(driver.master) };
}
