// How many days each partner's sandbox is ahead, for billing only. Live mode has no clock but the real one.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SandboxClock1764640000000 implements MigrationInterface {
  name = 'SandboxClock1764640000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE sandbox_clock (
      partner_id text PRIMARY KEY REFERENCES partner(id),
      days_ahead integer NOT NULL CHECK (days_ahead BETWEEN 0 AND 3660)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sandbox_clock');
  }
}
