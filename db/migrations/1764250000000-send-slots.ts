// Send slots as instants instead of whole seconds: two bursts on either side of a full second are one burst to the broker.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SendSlots1764250000000 implements MigrationInterface {
  name = 'SendSlots1764250000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE send_slot');
    await runner.query(`CREATE TABLE send_slot (
      account_id text PRIMARY KEY REFERENCES broker_account(id),
      taken bigint[] NOT NULL DEFAULT '{}'
    )`);
    await runner.query(
      `COMMENT ON COLUMN send_slot.taken IS 'epoch ms of the account''s orders, booked lately and ahead'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE send_slot');
    await runner.query(`CREATE TABLE send_slot (
      account_id text NOT NULL REFERENCES broker_account(id),
      second timestamptz NOT NULL,
      used integer NOT NULL,
      PRIMARY KEY (account_id, second)
    )`);
  }
}
