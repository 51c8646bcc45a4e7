// One real Postgres per test run, in the system's temporary folder; every test gets a database of its own.
import { join } from 'node:path';
import pg from 'pg';
import { createCluster, isServing, postgresCommand, postgresUrl } from '../../dev/supervisor/postgres.js';
import { postgresIdentity } from '../../dev/supervisor/postgres-user.js';
import { freePort } from '../../dev/supervisor/ports.js';
import { atEnd, shared, startServer, temporaryFolder, testReaper } from './resources.js';

export type TestDatabase = Readonly<{
  url: string;
  /** Drops it at once, whoever is still connected. Left alone it goes with the server. */
  drop: () => Promise<void>;
}>;

/** Test data need not survive a power failure. */
const fastSettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'log_statement=none'];
const template = 'migrated_template';
let databases = 0;

/**
 * @param options - `migrated: false` gives an empty database, for testing the migrations themselves
 * @returns a database that nobody else uses
 */
export async function createTestDatabase({ migrated = true }: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const { port, admin } = await server();
  const name = `test_${++databases}`;
  const source = migrated ? await migratedTemplate() : 'template0';
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY FILE_COPY`);
  return {
    url: postgresUrl(port, name),
    drop: async () => {
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

const server = shared(async () => {
  const identity = postgresIdentity();
  const port = await freePort();
  const cluster = { folder: join(temporaryFolder('postgres'), 'data'), port, identity };
  await createCluster(cluster, testReaper());
  await startServer({
    name: 'postgres',
    ...postgresCommand(cluster, fastSettings),
    env: process.env,
    identity,
    isReady: () => isServing(port),
    stopSignal: 'SIGINT',
    stopTimeoutMs: 3_000,
  });
  const admin = new pg.Client({ connectionString: postgresUrl(port, 'postgres') });
  admin.on('error', () => undefined);
  await admin.connect();
  atEnd('connection to postgres', () => admin.end());
  return { port, admin };
});

/** Migrating takes a second, copying its result milliseconds. */
const migratedTemplate = shared(async () => {
  const { port, admin } = await server();
  await admin.query(`CREATE DATABASE ${template}`);
  const { createDataSource } = await import('../../db/data-source.js');
  const dataSource = await createDataSource(postgresUrl(port, template), 1).initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
  return template;
});
