// Billing: partners' contracts and templates' prices, both dated; where each subscription's billing stands; what was charged and credited.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE partner_contract (
    partner_id text NOT NULL REFERENCES partner(id),
    effective_from date NOT NULL,
    commission_bps integer NOT NULL DEFAULT 3000 CHECK (commission_bps BETWEEN 0 AND 10000),
    cancellation_credit text NOT NULL DEFAULT 'none' CHECK (cancellation_credit IN ('none','prorated')),
    failed_execution_credit boolean NOT NULL DEFAULT false,
    trial_days integer NOT NULL DEFAULT 0 CHECK (trial_days BETWEEN 0 AND 365),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (partner_id, effective_from)
  )`,
  `CREATE TABLE template_price (
    template_id text NOT NULL,
    version integer NOT NULL,
    effective_from date NOT NULL,
    monthly_fee_paise bigint NOT NULL CHECK (monthly_fee_paise >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (template_id, version, effective_from),
    FOREIGN KEY (template_id, version) REFERENCES template_version(template_id, version)
  )`,
  ...['partner_contract', 'template_price'].map(
    (table) =>
      `CREATE TRIGGER ${table}_immutable BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  ),
  `CREATE FUNCTION monthly_fee_on(template text, of_version integer, day date) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(
      (SELECT p.monthly_fee_paise FROM template_price p
       WHERE p.template_id = template AND p.version = of_version AND p.effective_from <= day ORDER BY p.effective_from DESC LIMIT 1),
      (SELECT v.monthly_fee_paise FROM template_version v WHERE v.template_id = template AND v.version = of_version)) $$`,
  `CREATE TABLE subscription_billing (
    subscription_id text PRIMARY KEY REFERENCES subscription(id),
    anchor date NOT NULL,
    first_day date NOT NULL,
    billed_to date NOT NULL,
    carried_from text REFERENCES subscription(id)
  )`,
  `CREATE INDEX subscription_billing_carried ON subscription_billing(carried_from)`,
  `CREATE TABLE billing_item (
    cause text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('charge','cancellation_credit','failed_execution_credit')),
    partner_id text NOT NULL REFERENCES partner(id),
    subscription_id text NOT NULL REFERENCES subscription(id),
    template_version integer NOT NULL,
    period_start date NOT NULL,
    period_end date NOT NULL CHECK (period_end > period_start),
    restarts boolean NOT NULL DEFAULT false,
    effective_day date NOT NULL,
    execution_id text REFERENCES execution(id),
    charge_cause text REFERENCES billing_item(cause),
    amount_paise bigint NOT NULL CHECK (amount_paise >= 0),
    commission_paise bigint NOT NULL CHECK (commission_paise >= 0),
    platform_fee_paise bigint NOT NULL CHECK (platform_fee_paise >= 0),
    commission_bps integer NOT NULL,
    currency text NOT NULL DEFAULT 'INR',
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (commission_paise + platform_fee_paise = amount_paise),
    CHECK ((kind = 'charge') = (charge_cause IS NULL)),
    CHECK ((kind = 'failed_execution_credit') = (execution_id IS NOT NULL))
  )`,
  `CREATE UNIQUE INDEX billing_item_period ON billing_item(subscription_id, period_start) WHERE kind = 'charge'`,
  `CREATE INDEX billing_item_subscription ON billing_item(subscription_id, period_end)`,
  `CREATE INDEX billing_item_partner ON billing_item(partner_id, effective_day)`,
  `CREATE INDEX billing_item_execution ON billing_item(execution_id)`,
  `CREATE INDEX billing_item_charge ON billing_item(charge_cause)`,
  `CREATE TRIGGER billing_item_immutable BEFORE UPDATE OR DELETE ON billing_item FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
];

const DOWN = [
  'DROP TABLE billing_item',
  'DROP TABLE subscription_billing',
  'DROP FUNCTION monthly_fee_on(text, integer, date)',
  'DROP TABLE template_price',
  'DROP TABLE partner_contract',
];

export class Billing1764610000000 implements MigrationInterface {
  name = 'Billing1764610000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
