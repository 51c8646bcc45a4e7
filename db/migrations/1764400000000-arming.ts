// How long before its entry a run began to arm, for its report.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Arming1764400000000 implements MigrationInterface {
  name = 'Arming1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE strategy_run ADD COLUMN lead_s integer CHECK (lead_s >= 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE strategy_run DROP COLUMN lead_s');
  }
}
