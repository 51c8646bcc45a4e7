// The report before the open: what of each subscription was checked, and how much margin strategies need, by date.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE template_margin (
    template_id text NOT NULL REFERENCES strategy_template(id),
    effective_from date NOT NULL,
    margin_paise bigint NOT NULL CHECK (margin_paise > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (template_id, effective_from)
  )`,
  `CREATE TRIGGER template_margin_immutable BEFORE UPDATE OR DELETE ON template_margin
    FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `CREATE TABLE readiness_report (
    day date PRIMARY KEY,
    begun_at timestamptz NOT NULL DEFAULT now(),
    completed_at timestamptz
  )`,
  `CREATE TABLE readiness_check (
    id text PRIMARY KEY,
    day date NOT NULL REFERENCES readiness_report(day) ON DELETE CASCADE,
    subscription_id text NOT NULL REFERENCES subscription(id),
    account_id text NOT NULL REFERENCES broker_account(id),
    partner_id text NOT NULL REFERENCES partner(id),
    mode text NOT NULL CHECK (mode IN ('live','test')),
    wire text NOT NULL,
    status text NOT NULL DEFAULT 'not_checked' CHECK (status IN ('not_checked','ready','not_ready')),
    problems jsonb NOT NULL,
    margin_available_paise bigint,
    margin_needed_paise bigint,
    checked_at timestamptz,
    UNIQUE (day, subscription_id),
    CHECK ((status = 'not_checked') = (checked_at IS NULL)),
    CHECK ((status = 'ready') = (problems = '[]'::jsonb))
  )`,
  `CREATE INDEX readiness_check_partner ON readiness_check(partner_id, mode, day, id)`,
  `CREATE INDEX readiness_check_waiting ON readiness_check(day, wire, account_id) WHERE checked_at IS NULL`,
  `CREATE INDEX readiness_check_account ON readiness_check(account_id)`,
  `CREATE INDEX readiness_check_subscription ON readiness_check(subscription_id)`,
];

const DOWN = ['readiness_check', 'readiness_report', 'template_margin'].map((table) => `DROP TABLE ${table}`);

export class Readiness1764800000020 implements MigrationInterface {
  name = 'Readiness1764800000020';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
