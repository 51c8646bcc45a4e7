// Whether a partner may see what a strategy trades, by its dated contract. Not, where the contract does not say so.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DiscloseLegs1764800000010 implements MigrationInterface {
  name = 'DiscloseLegs1764800000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE partner_contract ADD COLUMN disclose_legs boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE partner_contract DROP COLUMN disclose_legs');
  }
}
