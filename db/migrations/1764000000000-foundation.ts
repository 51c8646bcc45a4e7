// The first schema: tenants, accounts and secrets, templates and subscriptions, runs and orders, events, reference data.
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE_TABLES } from './foundation/engine.js';
import { EVENT_TABLES } from './foundation/events.js';
import { MARKET_TABLES } from './foundation/market.js';
import { PLATFORM_TABLES } from './foundation/platform.js';

/** Tables in order of creation; dropped in the reverse order. */
const GROUPS = [PLATFORM_TABLES, ENGINE_TABLES, EVENT_TABLES, MARKET_TABLES];

export class Foundation1764000000000 implements MigrationInterface {
  name = 'Foundation1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const group of GROUPS) for (const statement of group.up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const group of [...GROUPS].reverse()) for (const statement of group.down) await runner.query(statement);
  }
}
