// Webhooks in full: secrets that overlap, endpoints that recover or are switched off, what was answered, and what is to be delivered again.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE webhook_endpoint
    ADD COLUMN failing_since timestamptz,
    ADD COLUMN recoveries integer NOT NULL DEFAULT 0`,
  `CREATE TABLE webhook_old_secret (
    secret_id uuid PRIMARY KEY REFERENCES sealed_secret(id) ON DELETE CASCADE,
    endpoint_id text NOT NULL REFERENCES webhook_endpoint(id),
    expires_at timestamptz NOT NULL
  )`,
  `CREATE INDEX webhook_old_secret_endpoint ON webhook_old_secret(endpoint_id)`,
  `ALTER TABLE webhook_attempt
    ADD COLUMN url text,
    ADD COLUMN response_excerpt text`,
  `CREATE INDEX webhook_attempt_age ON webhook_attempt(at)`,
  // No foreign key: endpoints are never deleted, and its index would cost every event something.
  `ALTER TABLE outbox_event ADD COLUMN only_endpoint_id text`,
  `CREATE INDEX outbox_event_time ON outbox_event(partner_id, mode, created_at)`,
  `CREATE TABLE webhook_redelivery (
    seq bigserial NOT NULL,
    endpoint_id text NOT NULL REFERENCES webhook_endpoint(id),
    event_id text NOT NULL REFERENCES outbox_event(id),
    PRIMARY KEY (endpoint_id, event_id)
  )`,
  `CREATE INDEX webhook_redelivery_event ON webhook_redelivery(event_id)`,
  `CREATE INDEX webhook_redelivery_order ON webhook_redelivery(seq)`,
];

const DOWN = [
  'DROP TABLE webhook_redelivery',
  'DROP INDEX outbox_event_time',
  'ALTER TABLE outbox_event DROP COLUMN only_endpoint_id',
  'DROP INDEX webhook_attempt_age',
  'ALTER TABLE webhook_attempt DROP COLUMN response_excerpt, DROP COLUMN url',
  'DROP TABLE webhook_old_secret',
  'ALTER TABLE webhook_endpoint DROP COLUMN recoveries, DROP COLUMN failing_since',
];

export class Webhooks1764700000000 implements MigrationInterface {
  name = 'Webhooks1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
