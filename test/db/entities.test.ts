// The entities say what the migrations made: same tables, columns, types and nullability.
import { expect } from 'chai';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { ENTITIES } from '../../db/entities/index.js';
import { openTestDatabase, type OpenedDatabase } from './database.js';

type CatalogColumn = {
  table_name: string;
  column_name: string;
  data_type: string;
  element_type: string | null;
  is_nullable: string;
};

/** TypeORM knows no xid8: the column exists for the order of reading only. */
const UNMAPPED = ['outbox_event.txid'];

describe('entities', () => {
  let database: OpenedDatabase;
  let catalog: Map<string, CatalogColumn>;

  before(async () => {
    database = await openTestDatabase();
    const rows = await database.db.query<CatalogColumn>(
      `SELECT c.table_name, c.column_name, c.data_type, e.data_type AS element_type, c.is_nullable
       FROM information_schema.columns c LEFT JOIN information_schema.element_types e
         ON (e.object_schema, e.object_name, e.object_type, e.collection_type_identifier)
          = (c.table_schema, c.table_name, 'TABLE', c.dtd_identifier)
       WHERE c.table_schema = 'public'`,
    );
    catalog = new Map(rows.map((row) => [`${row.table_name}.${row.column_name}`, row]));
  });
  after(() => database.close());

  for (const entity of ENTITIES) {
    it(`${entity.name} matches its table`, () => {
      const { tableName, columns } = database.dataSource.getMetadata(entity);
      const inTable = [...catalog.keys()].filter((key) => key.startsWith(`${tableName}.`) && !UNMAPPED.includes(key));
      expect(columns.map((column) => `${tableName}.${column.databaseName}`).sort()).to.deep.equal(inTable.sort());
      for (const column of columns) {
        const key = `${tableName}.${column.databaseName}`;
        expect(saidByEntity(column), key).to.deep.equal(saidByCatalog(catalog.get(key)));
      }
    });
  }

  it('reads a related row through an entity', async () => {
    await database.db.query(
      `INSERT INTO partner_key (public_key, partner_id, mode, secret_hash) VALUES ('pk_1', 'partner_one', 'test', '\\x00')`,
    );
    const keys = await database.dataSource.getRepository('PartnerKey').find({ relations: { partner: true } });
    expect(keys[0]).to.deep.include({ publicKey: 'pk_1', mode: 'test', rateLimitPerMinute: null });
    expect(keys[0]?.['partner']).to.include({ id: 'partner_one', brokerName: 'zebu' });
  });
});

function saidByEntity(column: ColumnMetadata) {
  return { type: String(column.type), array: column.isArray, nullable: column.isNullable };
}

function saidByCatalog(column: CatalogColumn | undefined) {
  if (!column) return undefined;
  const array = column.data_type === 'ARRAY';
  return { type: array ? column.element_type : column.data_type, array, nullable: column.is_nullable === 'YES' };
}
