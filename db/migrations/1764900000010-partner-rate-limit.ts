// A partner may have a rate limit of its own; a key's own still comes first.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PartnerRateLimit1764900000010 implements MigrationInterface {
  name = 'PartnerRateLimit1764900000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE partner ADD COLUMN rate_limit_per_minute integer CHECK (rate_limit_per_minute > 0)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE partner DROP COLUMN rate_limit_per_minute');
  }
}
