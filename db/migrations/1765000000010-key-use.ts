// When a partner's key was last used: so that it can be said of a live key that it works, and of an old one that nobody needs it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeyUse1765000000010 implements MigrationInterface {
  name = 'KeyUse1765000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE partner_key ADD COLUMN last_used_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE partner_key DROP COLUMN last_used_at');
  }
}
