// Test runs: an entry for the test users of one partner alone, at that partner's wish. Never in live mode.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SandboxRuns1765000000020 implements MigrationInterface {
  name = 'SandboxRuns1765000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE strategy_run ADD COLUMN only_partner_id text REFERENCES partner(id),
         ADD CONSTRAINT strategy_run_only_partner_is_test CHECK (only_partner_id IS NULL OR mode = 'test')`,
    );
    await runner.query(
      'CREATE INDEX strategy_run_only_partner ON strategy_run(only_partner_id, template_id, entry_at)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE strategy_run DROP COLUMN only_partner_id');
  }
}
