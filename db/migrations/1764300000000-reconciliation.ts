// End-of-day reconciliation: one row per day, one per account and day, and what was found; and events by their execution.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE reconciliation (
    trading_day date PRIMARY KEY,
    status text NOT NULL CHECK (status IN ('requested','running','completed')),
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    completed_at timestamptz
  )`,
  `CREATE TABLE reconciliation_account (
    trading_day date NOT NULL REFERENCES reconciliation(trading_day),
    account_id text NOT NULL REFERENCES broker_account(id),
    shard integer NOT NULL,
    status text NOT NULL CHECK (status IN ('waiting','compared','not_read')),
    reason text,
    our_orders integer NOT NULL DEFAULT 0,
    own_orders integer NOT NULL DEFAULT 0,
    moving_orders integer NOT NULL DEFAULT 0,
    tried_at timestamptz,
    compared_at timestamptz,
    PRIMARY KEY (trading_day, account_id),
    CHECK ((status = 'not_read') = (reason IS NOT NULL))
  )`,
  `CREATE INDEX reconciliation_account_account ON reconciliation_account(account_id)`,
  `CREATE TABLE reconciliation_finding (
    id text PRIMARY KEY,
    trading_day date NOT NULL REFERENCES reconciliation(trading_day),
    account_id text NOT NULL REFERENCES broker_account(id),
    kind text NOT NULL CHECK (kind IN ('stranger','gap')),
    order_key text NOT NULL,
    problem text NOT NULL,
    sentence text NOT NULL,
    tag text NOT NULL,
    order_id text REFERENCES order_intent(id),
    execution_id text REFERENCES execution(id),
    ours jsonb,
    brokers jsonb,
    times integer NOT NULL DEFAULT 1,
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz,
    resolution text,
    resolved_by text,
    CONSTRAINT finding_once UNIQUE (trading_day, account_id, kind, order_key),
    CHECK ((resolved_at IS NULL) = (resolution IS NULL)),
    CHECK ((resolved_at IS NULL) = (resolved_by IS NULL))
  )`,
  `CREATE INDEX reconciliation_finding_account ON reconciliation_finding(account_id)`,
  `CREATE INDEX reconciliation_finding_order ON reconciliation_finding(order_id)`,
  `CREATE INDEX reconciliation_finding_execution ON reconciliation_finding(execution_id)`,
  // A timeline shows what the partner was told of one execution.
  `CREATE INDEX outbox_event_execution ON outbox_event((body->>'execution_id'))`,
];

const DOWN = [
  'DROP INDEX outbox_event_execution',
  'DROP TABLE reconciliation_finding',
  'DROP TABLE reconciliation_account',
  'DROP TABLE reconciliation',
];

export class Reconciliation1764300000000 implements MigrationInterface {
  name = 'Reconciliation1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
