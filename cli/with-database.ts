// Opens the configured database for one command and closes it whatever happens.
import { openDatabase } from '../db/data-source.js';
import type { Database } from '../db/sql.js';
import { loadConfig } from '../platform/config.js';

/** @throws ConfigError, or the driver's error when the database cannot be reached */
export async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const { db, dataSource } = await openDatabase(loadConfig().databaseUrl, 2);
  try {
    return await work(db);
  } finally {
    await dataSource.destroy();
  }
}
