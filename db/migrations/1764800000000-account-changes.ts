// Who changed a linked account and when: an audit that is only added to.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE account_change (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id text NOT NULL REFERENCES broker_account(id),
    change text NOT NULL CHECK (change IN ('credentials_rotated','unlinked')),
    changed_by text NOT NULL,
    forced boolean NOT NULL,
    session_ended boolean NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
  )`,
  `CREATE INDEX account_change_account ON account_change(account_id, seq)`,
  `CREATE TRIGGER account_change_immutable BEFORE UPDATE OR DELETE ON account_change
    FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER account_change_kept BEFORE TRUNCATE ON account_change
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
];

export class AccountChanges1764800000000 implements MigrationInterface {
  name = 'AccountChanges1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE account_change');
  }
}
