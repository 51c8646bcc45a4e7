// The watch on orders that were given up: one row per execution that has some, and when a late one opened its position again.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE late_watch (
    execution_id text PRIMARY KEY REFERENCES execution(id),
    opened_at timestamptz NOT NULL DEFAULT now(),
    looked_at timestamptz,
    ended_at timestamptz,
    outcome text CHECK (outcome IN ('resolved','day_over')),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
  )`,
  `CREATE INDEX late_watch_open ON late_watch(opened_at) WHERE ended_at IS NULL`,
  `ALTER TABLE position ADD COLUMN reopened_at timestamptz`,
];

const DOWN = ['ALTER TABLE position DROP COLUMN reopened_at', 'DROP TABLE late_watch'];

export class LateOrders1764200000000 implements MigrationInterface {
  name = 'LateOrders1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
