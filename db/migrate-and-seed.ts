// Brings a database to the schema and reference data of this version; two processes that try at once take turns.
import type pg from 'pg';
import { openDatabase } from './data-source.js';
import { seedDevelopmentData } from './seeds/development-data.js';
import { seedReferenceData } from './seeds/reference-data.js';

/** An arbitrary number that all QuantLeap processes agree on. */
const MIGRATION_LOCK = 7_268_415_001;

export type MigrateOptions = {
  databaseUrl: string;
  /** True leaves out partners, keys and templates of the development stack. */
  production: boolean;
  pepper: string;
  /** Address under which browsers reach the API; development logins come back to it. */
  publicBaseUrl: string;
  /** Takes one short line at a time. */
  say: (line: string) => void;
};

/** @throws the driver's error when the server cannot be reached or a migration fails (which is then rolled back) */
export async function migrateAndSeed(options: MigrateOptions): Promise<void> {
  const { databaseUrl, production, pepper, publicBaseUrl, say } = options;
  const { dataSource, db } = await openDatabase(databaseUrl, 3);
  const lock = await db.pool.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const migrations = await dataSource.runMigrations();
    for (const migration of migrations) say(`migrated ${migration.name}`);
    if (migrations.length === 0) say('schema is up to date');
    const loaded = await db.transaction((tx) => seedReferenceData(tx));
    say(
      `reference data: ${loaded.years} years, ${loaded.days} days, ${loaded.quantities} quantities, ${loaded.rules} rules loaded`,
    );
    if (!production) {
      await db.transaction((tx) => seedDevelopmentData(tx, pepper, publicBaseUrl));
      say('development partners, keys and templates are there');
    }
  } finally {
    await unlock(lock);
    await dataSource.destroy();
  }
}

/** A broken connection has let go of its lock already; it is thrown away rather than reused. */
async function unlock(lock: pg.PoolClient): Promise<void> {
  const broken = await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).then(
    () => undefined,
    (error: Error) => error,
  );
  lock.release(broken);
}
