// TypeORM's data source: entities and migrations. Repositories run their SQL on the same pool through Database.
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { Database } from './sql.js';
import { ENTITIES } from './entities/index.js';
import { MIGRATIONS } from './migrations/index.js';

/** @param url - postgres:// address; @param poolSize - most connections this process opens */
export function createDataSource(url: string, poolSize = 10): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    applicationName: 'quantleap',
  });
}

/** Opens the pool. @throws the driver's error when the server cannot be reached */
export async function openDatabase(url: string, poolSize = 10): Promise<{ dataSource: DataSource; db: Database }> {
  const dataSource = await createDataSource(url, poolSize).initialize();
  const driver = dataSource.driver as unknown as { master: pg.Pool };
  return { dataSource, db: new Database(driver.master) };
}
