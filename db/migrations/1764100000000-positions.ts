// Positions and their exits: rules of a template's version, a subscription's day loss limit, one row per open position, reprices.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE template_version ADD COLUMN exit_rules jsonb`,
  `ALTER TABLE subscription ADD COLUMN day_loss_limit_paise bigint CHECK (day_loss_limit_paise >= 0)`,
  `ALTER TABLE order_intent ADD COLUMN first_limit_price_paise bigint,
    ADD COLUMN reprices integer NOT NULL DEFAULT 0, ADD COLUMN priced_at timestamptz`,
  `ALTER TABLE halt ADD COLUMN flatten boolean NOT NULL DEFAULT false`,
  // Which process may send its orders is the lease on the execution's row: one fence for entry and exit.
  `CREATE TABLE position (
    execution_id text PRIMARY KEY REFERENCES execution(id),
    run_id text NOT NULL REFERENCES strategy_run(id),
    subscription_id text NOT NULL REFERENCES subscription(id),
    account_id text NOT NULL REFERENCES broker_account(id),
    partner_id text NOT NULL REFERENCES partner(id),
    mode text NOT NULL CHECK (mode IN ('live','test')),
    status text NOT NULL CHECK (status IN ('open','closing','closed','exposed','unknown')),
    exit_at timestamptz,
    exit_reason text CHECK (exit_reason IN ('flatten','kill_switch','entry_incomplete','exit_time','day_loss_limit',
      'combined_stop_loss','combined_target','leg_stop_loss','leg_target','left_to_broker')),
    realised_pnl_paise bigint,
    flatten_requested_at timestamptz,
    flatten_requested_by text,
    flatten_reason text,
    opened_at timestamptz NOT NULL DEFAULT now(),
    followed_at timestamptz,
    closed_at timestamptz,
    CHECK ((flatten_requested_at IS NULL) = (flatten_requested_by IS NULL)),
    CHECK (status <> 'closed' OR (closed_at IS NOT NULL AND realised_pnl_paise IS NOT NULL))
  )`,
  `CREATE INDEX position_run ON position(run_id)`,
  `CREATE INDEX position_subscription ON position(subscription_id, opened_at)`,
  `CREATE INDEX position_account ON position(account_id)`,
  `CREATE INDEX position_partner ON position(partner_id, mode)`,
  `CREATE INDEX position_followed ON position(opened_at) WHERE closed_at IS NULL`,
];

const DOWN = [
  'DROP TABLE position',
  'ALTER TABLE halt DROP COLUMN flatten',
  'ALTER TABLE order_intent DROP COLUMN priced_at, DROP COLUMN reprices, DROP COLUMN first_limit_price_paise',
  'ALTER TABLE subscription DROP COLUMN day_loss_limit_paise',
  'ALTER TABLE template_version DROP COLUMN exit_rules',
];

export class Positions1764100000000 implements MigrationInterface {
  name = 'Positions1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
