// A migrated database of a suite's own, opened, with two partners in it.
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../db/data-source.js';
import type { Database } from '../../db/sql.js';
import { createTestDatabase } from '../support/postgres.js';

export type OpenedDatabase = { db: Database; dataSource: DataSource; url: string; close: () => Promise<void> };

export const PARTNER = 'partner_one';
export const OTHER_PARTNER = 'partner_two';

/** @param options - `migrated: false` gives an empty database without partners */
export async function openTestDatabase({ migrated = true }: { migrated?: boolean } = {}): Promise<OpenedDatabase> {
  const { url, drop } = await createTestDatabase({ migrated });
  const { db, dataSource } = await openDatabase(url, 10);
  if (migrated)
    for (const id of [PARTNER, OTHER_PARTNER])
      await db.query(
        `INSERT INTO partner (id, name, broker_name, callback_url) VALUES ($1, $1, 'zebu', 'https://p.example/cb')`,
        [id],
      );
  const close = async () => {
    await dataSource.destroy();
    await drop();
  };
  return { db, dataSource, url, close };
}
