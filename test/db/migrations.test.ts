// Migrations go up, down and up again to the same schema, and keep the schema's own promises.
import { expect } from 'chai';
import type { Sql } from '../../db/sql.js';
import { openTestDatabase, type OpenedDatabase } from './database.js';

describe('migrations', () => {
  let database: OpenedDatabase;
  before(async () => {
    database = await openTestDatabase({ migrated: false });
  });
  after(() => database.close());

  it('up, down and up again leave the same schema, and down leaves nothing', async () => {
    const { dataSource, db } = database;
    const empty = await schemaOf(db);
    const applied = await dataSource.runMigrations();
    const first = await schemaOf(db);
    for (const _ of applied) await dataSource.undoLastMigration();
    const undone = await schemaOf(db);
    await dataSource.runMigrations();
    expect(await schemaOf(db)).to.deep.equal(first);
    expect(first.length).to.be.greaterThan(100);
    expect(undone.filter((line) => !line.includes('schema_migration'))).to.deep.equal(empty);
  });

  it('index every foreign key by its leading columns', async () => {
    const unindexed = await database.db.query<{ key: string }>(
      `SELECT c.conrelid::regclass || '.' || c.conname AS key FROM pg_constraint c
       WHERE c.contype = 'f' AND NOT EXISTS (
         SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indpred IS NULL
           AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`,
    );
    expect(unindexed.map((row) => row.key)).to.deep.equal([]);
  });

  it('give every instant a time zone and no amount a fraction', async () => {
    const doubtful = await database.db.query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> 'schema_migration'
         AND data_type IN ('timestamp without time zone', 'money', 'real', 'double precision', 'numeric')`,
    );
    expect(doubtful).to.deep.equal([]);
  });
});

/** Columns, constraints, indexes, triggers and functions as sorted lines of text. */
async function schemaOf(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ line: string }>(
    `SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS line
       FROM information_schema.columns WHERE table_schema = 'public'
     UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
     UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     ORDER BY 1`,
  );
  return rows.map((row) => row.line);
}
