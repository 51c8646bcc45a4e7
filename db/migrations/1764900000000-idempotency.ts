// Idempotency keys of operators too; a request that is taken over goes on with the ids of its first try.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Idempotency1764900000000 implements MigrationInterface {
  name = 'Idempotency1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE idempotency_record
      DROP CONSTRAINT idempotency_record_partner_id_fkey, DROP CONSTRAINT idempotency_record_mode_check`);
    await runner.query('ALTER TABLE idempotency_record RENAME COLUMN partner_id TO owner_id');
    await runner.query('ALTER TABLE idempotency_record RENAME COLUMN mode TO realm');
    await runner.query(`ALTER TABLE idempotency_record
      ADD CONSTRAINT idempotency_record_realm_check CHECK (realm IN ('live','test','operator')),
      ADD COLUMN seed uuid NOT NULL DEFAULT gen_random_uuid(),
      ADD COLUMN released_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM idempotency_record WHERE realm = 'operator'`);
    await runner.query(`ALTER TABLE idempotency_record
      DROP COLUMN released_at, DROP COLUMN seed, DROP CONSTRAINT idempotency_record_realm_check`);
    await runner.query('ALTER TABLE idempotency_record RENAME COLUMN realm TO mode');
    await runner.query('ALTER TABLE idempotency_record RENAME COLUMN owner_id TO partner_id');
    await runner.query(`ALTER TABLE idempotency_record
      ADD CONSTRAINT idempotency_record_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partner(id),
      ADD CONSTRAINT idempotency_record_mode_check CHECK (mode IN ('live','test'))`);
  }
}
